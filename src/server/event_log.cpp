#include "server/event_log.h"

namespace footfall {

std::string event_text(uint64_t id, std::string_view event, std::string_view data) {
  std::string text;
  if (id > 0) text += "id: " + std::to_string(id) + "\n";
  text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
  return text;
}

uint64_t EventLog::publish(std::string_view event, std::string_view data,
                           const std::function<void()>& then) {
  const std::lock_guard lock(mutex_);
  events_.push_back({++last_, event_text(last_, event, data)});
  bytes_ += events_.back().text.size();
  while (events_.size() > limits_.events || (bytes_ > limits_.bytes && events_.size() > 1)) {
    bytes_ -= events_.front().text.size();
    events_.pop_front();
  }
  if (then) then();
  if (listener_) listener_();
  return last_;
}

std::optional<EventLog::Part> EventLog::after(uint64_t after, size_t most_bytes) const {
  const std::lock_guard lock(mutex_);
  if (after > last_) return std::nullopt;
  Part part{"", after};
  if (after == last_) return part;
  if (events_.empty() || events_.front().id > after + 1) return std::nullopt;
  for (size_t i = after + 1 - events_.front().id; i < events_.size(); ++i) {
    if (!part.text.empty() && part.text.size() + events_[i].text.size() > most_bytes) break;
    part.text += events_[i].text;
    part.last = events_[i].id;
  }
  return part;
}

EventLog::Part EventLog::begin() const {
  const std::lock_guard lock(mutex_);
  return {beginning_ ? beginning_() : "", last_};
}

void EventLog::set_beginning(Beginning beginning) {
  const std::lock_guard lock(mutex_);
  beginning_ = std::move(beginning);
}

void EventLog::set_listener(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

}  // namespace footfall
