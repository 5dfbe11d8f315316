#include "server/live_play.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr milliseconds kBetweenEvents(260), kLook(50);
constexpr double kDaySeconds = 86'400;
constexpr size_t kLinesColumn = 9, kDateColumn = 4;

void append(std::vector<int64_t>& to, const std::vector<int64_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// Adds cells of later days.
void append(LiveCells& to, LiveCells&& from) {
  if (to.cubes.empty()) {
    to = std::move(from);
    return;
  }
  to.last_day = from.last_day;
  to.one_of = from.one_of;
  for (size_t c = 0; c < from.cubes.size(); ++c) {
    append(to.cubes[c].key, from.cubes[c].key);
    for (size_t m = 0; m < from.cubes[c].measures.size(); ++m)
      append(to.cubes[c].measures[m].second, from.cubes[c].measures[m].second);
  }
  append(to.customer, from.customer);
  append(to.persona, from.persona);
  append(to.city, from.city);
  append(to.day, from.day);
}

}  // namespace

// Takes rows until they are whole, which is when the items of all transactions are there, and hands
// on the cells of a day when rows of a later one come.
class LivePlay::CellSink : public Sink {
 public:
  CellSink(LivePlay& play, const LiveWorld& world)
      : play_(play), cells_(world), first_day_(world.first_day), days_(world.days) {}

  Result<> write(const Batch& batch, const Encoded&) override {
    if (batch.table() == Table::kCustomers) {
      cells_.add_customers(batch);
      return Done{};
    }
    if (!begun_) {
      play_.begin(dimensions_json(cells_.dimensions()));
      begun_ = true;
    }
    if (batch.table() == Table::kTransactions) {
      const uint16_t* lines = batch.values<uint16_t>(kLinesColumn);
      for (size_t row = 0; row < batch.rows(); ++row) lines_ += lines[row];
      transactions_.append(batch, 0, batch.rows());
    } else {
      items_.append(batch, 0, batch.rows());
    }
    if (transactions_.rows() == 0 || items_.rows() != lines_) return Done{};
    return take_rows();
  }

  Result<std::vector<WrittenFile>> finish() override {
    if (!begun_) play_.begin(dimensions_json(cells_.dimensions()));
    FOOTFALL_TRY(tell_until(days_ - 1));
    return std::vector<WrittenFile>();
  }

 private:
  Result<> take_rows() {
    const int32_t* dates = transactions_.values<int32_t>(kDateColumn);
    const int day = dates[transactions_.rows() - 1] - first_day_;
    if (dates[0] - first_day_ > told_ + 1) FOOTFALL_TRY(tell_until(dates[0] - first_day_ - 1));
    cells_.add(transactions_, items_);
    check(dates[0] - first_day_ == day, "windows of a live simulation are single days");
    transactions_.clear();
    items_.clear();
    lines_ = 0;
    return Done{};
  }

  // Tells all days up to `day`, which nothing can be added to any more.
  Result<> tell_until(int day) {
    LiveCells cells = cells_.take();
    cells.last_day = day;
    told_ = day;
    if (play_.tell(std::move(cells))) return Done{};
    return Error{ErrorCategory::kInterrupted, "interrupted; nothing was written", ""};
  }

  LivePlay& play_;
  DayCells cells_;
  const Day first_day_;
  const int days_;
  int told_ = -1;
  bool begun_ = false;
  size_t lines_ = 0;
  Batch transactions_{Table::kTransactions, 4096}, items_{Table::kItems, 16'384};
};

LivePlay::LivePlay(EventLog& events, double speed, std::string meta, const std::atomic<bool>& stop)
    : events_(events), meta_(std::move(meta)), stop_(stop), speed_(speed) {
  events_.set_beginning([this] { return beginning(); });
  pacer_ = std::thread([this] { pace(); });
}

LivePlay::~LivePlay() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  pacer_.join();
  events_.set_beginning(nullptr);
}

OpenSink LivePlay::open_sink(LiveWorld world) {
  OpenSink open;
  open.tables = {true, true, true};
  open.sink = std::make_unique<CellSink>(*this, world);
  return open;
}

void LivePlay::begin(std::string dimensions) {
  const std::lock_guard lock(mutex_);
  dimensions_ = std::move(dimensions);
  passed_ = 0;
  since_ = Clock::now();
  hello_due_ = true;
  changed_.notify_all();
}

double LivePlay::now_locked() const {
  if (paused_) return passed_;
  return passed_ + speed_ * std::chrono::duration<double>(Clock::now() - since_).count();
}

void LivePlay::settle_locked() {
  passed_ = now_locked();
  since_ = Clock::now();
}

bool LivePlay::tell(LiveCells cells) {
  std::unique_lock lock(mutex_);
  const double end = (cells.last_day + 1) * kDaySeconds;
  while (!stop_.load() && (paused_ || (speed_ > 0 && now_locked() < end)))
    changed_.wait_for(lock, kLook);
  if (stop_.load()) return false;
  // At full speed the clock is where the days are, so that slowing down goes on from there.
  if (speed_ == 0) {
    passed_ = end;
    since_ = Clock::now();
  }
  append(pending_, std::move(cells));
  changed_.notify_all();
  return true;
}

void LivePlay::set_paused(bool is_paused) {
  const std::lock_guard lock(mutex_);
  if (done_ || paused_ == is_paused) return;
  settle_locked();
  paused_ = is_paused;
  state_changed_ = true;
  changed_.notify_all();
}

void LivePlay::set_speed(double speed) {
  const std::lock_guard lock(mutex_);
  if (done_ || speed_ == speed) return;
  settle_locked();
  speed_ = speed;
  state_changed_ = true;
  changed_.notify_all();
}

void LivePlay::finish() {
  const std::lock_guard lock(mutex_);
  finishing_ = true;
  changed_.notify_all();
}

bool LivePlay::is_done() const {
  const std::lock_guard lock(mutex_);
  return done_;
}

std::string LivePlay::state_json() const {
  const std::lock_guard lock(mutex_);
  const Json json = {{"state", done_     ? "done"
                               : paused_ ? "paused"
                                         : "running"},
                     {"speed", speed_},
                     {"day", told_.last_day}};
  return json.dump();
}

// The thread that adds events.
void LivePlay::pace() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        return ends_ || hello_due_ || !pending_.cubes.empty() || state_changed_ ||
               (finishing_ && !done_);
      });
      if (ends_) return;
    }
    tell_next();
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kBetweenEvents, [&] { return ends_; });
  }
}

// Adds the most urgent event: the dimensions, a new state, cells, the end.
void LivePlay::tell_next() {
  std::unique_lock lock(mutex_);
  if (hello_due_) {
    hello_due_ = false;
    const std::string hello = hello_locked();
    lock.unlock();
    events_.publish("hello", hello);
    return;
  }
  if (state_changed_) {
    state_changed_ = false;
    lock.unlock();
    events_.publish("state", state_json());
    return;
  }
  if (!pending_.cubes.empty()) {
    LiveCells cells = std::exchange(pending_, {});
    lock.unlock();
    const std::string text = live_cells_json(cells);
    // Within the log's lock, so that a beginning holds exactly what was told before.
    events_.publish("cells", text, [&] {
      const std::lock_guard inner(mutex_);
      append(told_, std::move(cells));
    });
    return;
  }
  done_ = finishing_;
  lock.unlock();
  events_.publish("done", R"({"dashboard": "/api/v1/dashboard"})");
}

std::string LivePlay::hello_locked() const {
  const char* state = done_ ? "done" : paused_ ? "paused" : "running";
  std::string hello = R"({"run": 0, "state": ")";
  hello.append(state).append(R"(", "speed": )").append(Json(speed_).dump());
  hello.append(R"(, "day": )").append(std::to_string(told_.last_day));
  hello.append(R"(, "dimensions": )").append(dimensions_);
  return hello.append(R"(, "meta": )").append(meta_).append("}");
}

std::string LivePlay::beginning() const {
  const std::lock_guard lock(mutex_);
  std::string text = event_text(0, "hello", hello_locked());
  if (!told_.cubes.empty()) text += event_text(0, "cells", live_cells_json(told_));
  if (done_) text += event_text(0, "done", R"({"dashboard": "/api/v1/dashboard"})");
  return text;
}

std::string idle_hello() {
  return event_text(0, "hello",
                    R"({"run": 0, "state": "idle", "speed": 0, "day": -1, "dimensions": null})");
}

std::optional<double> parse_speed(std::string_view text) {
  if (text == "max") return 0;
  if (text.size() > 2 && text.substr(text.size() - 2) == "/s") text.remove_suffix(2);
  double number = 1;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || !(number > 0) || number > 1e12) return std::nullopt;
  const std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"", 1}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}};
  for (const auto& [name, seconds] : kUnits) {
    if (unit == name) return number * seconds;
  }
  return std::nullopt;
}

}  // namespace footfall
