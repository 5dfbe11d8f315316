#include "cli/estimate.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>

#include "cli/figures.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

// Work of days and a plan of gigabytes: more is taken for a slip.
constexpr double kMostItems = 1e12;
// The estimate of bytes is held to 15 % by a test, so what it exceeds by that much cannot fit.
constexpr double kSureShare = 0.85;
constexpr double kSampleItems = 120'000, kDatabaseSampleItems = 1'200'000;
constexpr int kSampleDays = 8;
// Time is taken from the quickest of several plays, as others may have had the cores meanwhile.
constexpr double kTimingSeconds = 0.7, kTimedPlaySeconds = 0.12, kMostGrowth = 8;
constexpr double kMostSampleBytes = 64e6;
constexpr int kMostPlays = 4;
// What no machine we know exceeds: bytes a second, items a second and thread.
constexpr double kMostBytesASecond = 4e9, kMostItemsASecond = 200e6;
// Of a sample's time this much at least grows with its rows.
constexpr double kLeastSlopeShare = 0.7;

// Bytes a row of customers, transactions and items in the default world, to tell what needs no
// closer look.
struct RowBytes {
  const char* format;
  std::array<double, kTableCount> bytes;
};
constexpr RowBytes kRowBytes[] = {{"csv", {153, 102, 52}},
                                  {"jsonl", {420, 300, 130}},
                                  {"parquet", {45, 20, 9}},
                                  {"duckdb", {60, 30, 14}},
                                  {"null", {0, 0, 0}}};

double table_rows(const Estimate& estimate) {
  double rows = 0;
  for (const double one : estimate.rows) rows += one;
  return rows;
}

// Peak resident bytes: constants of the program, the chunks of rows on their way, and what each
// format holds back. Fitted to runs of 1,000 to 100,000 customers a persona; a test holds it to a
// factor of 1.5.
double memory_of(const Scenario& scenario, const RunOptions& options, double transactions,
                 double items) {
  double customers = 0;
  for (const Persona& persona : scenario.personas) {
    customers += static_cast<double>(customer_count(scenario, persona));
  }
  double bytes = 12e6 + 65 * (options.threads + 2) * std::min(items, options.plan.chunk_items);
  const auto group = [&](double rows) {
    return std::min(rows, static_cast<double>(options.sink.row_group_rows));
  };
  const double batches = options.threads * std::min(1.0, items / options.plan.chunk_items);
  for (const std::string& format : options.formats) {
    if (format == "csv") bytes += 2e6 * batches;
    if (format == "jsonl") bytes += 6e6 * batches;
    if (format == "parquet")
      bytes += 35e6 + 8 * group(items) + 10 * group(transactions) + 20 * group(customers);
    // Beyond this DuckDB writes out what it holds.
    if (format == "duckdb") bytes += std::min(2e9, 70e6 + 14 * (items + transactions + customers));
  }
  return bytes;
}

// A folder of its own below the system's for temporary files; removed with all it holds.
class TemporaryFolder {
 public:
  static Result<std::unique_ptr<TemporaryFolder>> create() {
    std::error_code code;
    std::string path = (fs::temp_directory_path(code) / "footfall-sample-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) {
      return Error{ErrorCategory::kIo,
                   "cannot make a folder for a sample: " + path + " (TMPDIR names another place)",
                   path};
    }
    return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(path));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// What one format of a sample gave.
struct SampleFormat {
  std::array<double, kTableCount> table_bytes = {};
  double bytes = 0;
};
struct Sample {
  std::array<double, kTableCount> rows = {};
  std::vector<SampleFormat> formats;
  double items = 0, bytes = 0, seconds = 0;
};

// Plays a scenario in one pass over all formats, as the run will.
Result<Sample> play_sample(const Scenario& scenario, const RunOptions& asked) {
  Sample sample;
  World world = compile_world(scenario);
  const auto folder = TemporaryFolder::create();
  if (!folder) return folder.error();
  RunOptions options = asked;
  options.progress = nullptr;
  options.sink.folder = (*folder)->path();
  const auto begin = Clock::now();
  const auto totals = run_simulation(scenario, world, options);
  if (!totals) return totals.error();
  sample.seconds = seconds_since(begin);
  for (const std::string& format : asked.formats) {
    SampleFormat& found = sample.formats.emplace_back();
    for (const WrittenFile& file : totals->files) {
      if (!file.path.ends_with("." + format)) continue;
      found.bytes += static_cast<double>(file.bytes);
      for (int t = 0; t < kTableCount; ++t) {
        if (file.table == schema_of(static_cast<Table>(t)).name)
          found.table_bytes[t] += static_cast<double>(file.bytes);
      }
    }
    sample.bytes += found.bytes;
  }
  for (const PersonaTotals& persona : totals->personas)
    sample.items += static_cast<double>(persona.lines);
  for (int t = 0; t < kTableCount; ++t)
    sample.rows[t] = static_cast<double>(totals->tables[t].rows);
  return sample;
}

// Returns the value at `x` of the line through two points; through the origin when they are one.
double drawn_out(double x, double x1, double y1, double x2, double y2) {
  if (x2 <= x1) return x2 > 0 ? y2 * x / x2 : y2;
  return std::max(0.0, y2 + (x - x2) * (y2 - y1) / (x2 - x1));
}

// Returns the scenario cut to about `items`: first in days, as many customers keep identifiers as
// close together as they are, then in customers.
Scenario cut(const Scenario& scenario, double share) {
  Scenario small = scenario;
  Simulation& s = small.simulation;
  const int least_days = std::min(s.days, kSampleDays);
  s.days = std::clamp(static_cast<int>(std::ceil(s.days * share)), least_days, s.days);
  const double left = share * scenario.simulation.days / s.days;
  if (left < 1) {
    s.customers_per_persona =
        std::max<int64_t>(1, std::llround(static_cast<double>(s.customers_per_persona) * left));
  }
  return small;
}

double total(const std::array<double, kTableCount>& rows) { return rows[0] + rows[1] + rows[2]; }

void draw_out(const Sample& half, const Sample& whole, Estimate& estimate) {
  for (size_t f = 0; f < estimate.formats.size(); ++f) {
    FormatEstimate& format = estimate.formats[f];
    const SampleFormat &low = half.formats[f], &high = whole.formats[f];
    format.bytes = 0;
    double in_tables = 0;
    for (int t = 0; t < kTableCount; ++t) {
      format.table_bytes[t] = drawn_out(estimate.rows[t], half.rows[t], low.table_bytes[t],
                                        whole.rows[t], high.table_bytes[t]);
      in_tables += format.table_bytes[t];
    }
    format.bytes = in_tables > 0 ? in_tables
                                 : drawn_out(total(estimate.rows), total(half.rows), low.bytes,
                                             total(whole.rows), high.bytes);
    estimate.bytes += format.bytes;
  }
}

// Returns the seconds that `items` take by two timed samples, the larger one last. The difference
// of two short times is mostly noise, so the slope is held near the larger sample's own rate.
double drawn_out_seconds(double items, const Sample& small, const Sample& large) {
  if (items <= large.items) return large.seconds * items / std::max(1.0, large.items);
  const double rate = large.seconds / std::max(1.0, large.items);
  const double more = large.items - small.items;
  const double slope = more > 0 ? (large.seconds - small.seconds) / more : rate;
  return large.seconds + (items - large.items) * std::clamp(slope, kLeastSlopeShare * rate, rate);
}

double available_memory() {
  std::FILE* file = std::fopen("/proc/meminfo", "r");
  if (file == nullptr) return std::numeric_limits<double>::infinity();
  char line[128];
  long long kilobytes = 0;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::sscanf(line, "MemAvailable: %lld kB", &kilobytes) == 1) break;
  }
  std::fclose(file);
  return kilobytes > 0 ? static_cast<double>(kilobytes) * 1024
                       : std::numeric_limits<double>::infinity();
}

std::string rows_text(double rows) { return grouped(static_cast<uint64_t>(std::llround(rows))); }

Error refused(const std::string& message) { return {ErrorCategory::kInput, message, ""}; }

}  // namespace

double free_bytes(const std::string& folder) {
  fs::path path = fs::absolute(folder.empty() ? "." : folder);
  struct statvfs found {};
  while (::statvfs(path.c_str(), &found) != 0) {
    if (path == path.parent_path()) return std::numeric_limits<double>::infinity();
    path = path.parent_path();
  }
  // What holds no blocks, such as /proc, tells nothing.
  if (found.f_blocks == 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(found.f_bavail) * static_cast<double>(found.f_frsize);
}

Estimate rough_estimate(const Scenario& scenario, const World& world, const RunOptions& options) {
  const Expectation expected = expect(world);
  double customers = 0;
  for (const Persona& persona : scenario.personas)
    customers += static_cast<double>(customer_count(scenario, persona));
  Estimate estimate;
  estimate.items = expected.all.lines;
  const std::array<double, kTableCount> rows = {customers, expected.all.transactions,
                                                expected.all.lines};
  for (int t = 0; t < kTableCount; ++t) estimate.rows[t] = options.tables[t] ? rows[t] : 0;
  for (const std::string& name : options.formats) {
    FormatEstimate& format = estimate.formats.emplace_back();
    format.format = name;
    for (const RowBytes& known : kRowBytes) {
      if (known.format != name) continue;
      for (int t = 0; t < kTableCount; ++t) format.bytes += known.bytes[t] * estimate.rows[t];
    }
    estimate.bytes += format.bytes;
  }
  estimate.memory_bytes = memory_of(scenario, options, rows[1], rows[2]);
  return estimate;
}

namespace {

// Two samples of a scenario, and the share of its items that the larger one holds.
struct Samples {
  Sample half, whole;
  Scenario small;
  double share = 1;
};

Result<Samples> play_samples(const Scenario& scenario, const RunOptions& options,
                             Estimate& estimate) {
  estimate.bytes = 0;
  const bool database =
      std::find(options.formats.begin(), options.formats.end(), "duckdb") != options.formats.end();
  const double wanted = database ? kDatabaseSampleItems : kSampleItems;
  const double share = std::min(1.0, wanted / std::max(1.0, estimate.items));
  const Scenario small = cut(scenario, share);
  Scenario half = small;
  // What the sample was cut in is halved: the difference of the two is the cost of more rows.
  if (small.simulation.customers_per_persona < scenario.simulation.customers_per_persona) {
    half.simulation.customers_per_persona =
        std::max<int64_t>(1, small.simulation.customers_per_persona / 2);
  } else {
    half.simulation.days = std::max(1, small.simulation.days / 2);
  }
  const auto low = play_sample(half, options);
  if (!low) return low.error();
  const auto high = play_sample(small, options);
  if (!high) return high.error();
  draw_out(*low, *high, estimate);
  return Samples{*low, *high, small, share};
}

// Plays the sample, and a larger one where that is quick, until the time for it is used up. The
// play before has loaded what a format needs.
double time_samples(const Scenario& scenario, const RunOptions& options, const Samples& samples,
                    const Estimate& estimate) {
  const auto begin = Clock::now();
  Sample small = samples.whole;
  const double growth =
      std::min({kMostGrowth, kTimedPlaySeconds / std::max(1e-4, small.seconds),
                kMostSampleBytes / std::max(1.0, small.bytes), 1 / samples.share});
  const Scenario larger = cut(scenario, samples.share * std::max(1.0, growth));
  Sample large = small;
  for (int play = 0; play < kMostPlays && seconds_since(begin) + small.seconds < kTimingSeconds;
       ++play) {
    if (const auto again = play_sample(samples.small, options))
      small.seconds = std::min(small.seconds, again->seconds);
    if (growth < 1.5) continue;
    const auto more = play_sample(larger, options);
    if (!more) break;  // no room for it
    if (large.items < more->items || more->seconds < large.seconds) large = *more;
  }
  if (large.items <= small.items) {
    large = small;
    small = samples.half;
  }
  const double floor = std::max(estimate.bytes / kMostBytesASecond,
                                estimate.items / kMostItemsASecond / std::max(1, options.threads));
  return std::max(floor, drawn_out_seconds(estimate.items, small, large));
}

}  // namespace

Result<Estimate> estimate_run(const Scenario& scenario, const World& world,
                              const RunOptions& options) {
  Estimate estimate = rough_estimate(scenario, world, options);
  const auto samples = play_samples(scenario, options, estimate);
  if (!samples) return samples.error();
  estimate.seconds = time_samples(scenario, options, *samples, estimate);
  return estimate;
}

std::string about_duration(double seconds) {
  const auto rounded = [](double value) {
    if (value <= 0) return 0.0;
    const double unit = std::pow(10, std::floor(std::log10(value)));
    return std::round(value / unit) * unit;
  };
  const struct {
    double seconds;
    const char *one, *many;
  } kUnits[] = {{86400, "day", "days"},
                {3600, "hour", "hours"},
                {60, "minute", "minutes"},
                {1, "second", "seconds"}};
  for (const auto& unit : kUnits) {
    // 59.6 minutes are an hour.
    if (seconds < 0.95 * unit.seconds) continue;
    const double count = std::max(1.0, rounded(seconds / unit.seconds));
    return formatted("%.0f ", count) + (count == 1 ? unit.one : unit.many);
  }
  return formatted("%.0f ms", std::max(1.0, rounded(seconds * 1e3)));
}

Result<> check_room(const Scenario& scenario, const World& world, const RunOptions& options,
                    const std::string& folder) {
  const Estimate rough = rough_estimate(scenario, world, options);
  const std::string fewer = "fewer --days or --customers";
  if (rough.items > kMostItems) {
    return refused("this would make about " + rows_text(rough.items) + " items; more than " +
                   rows_text(kMostItems) + " in one run is taken for a slip. Take " + fewer +
                   ", or cut the period: two runs give the rows of one");
  }
  const double memory = available_memory();
  if (rough.memory_bytes * kSureShare > memory) {
    return refused("this needs about " + bytes_text(rough.memory_bytes) + " of memory, and " +
                   bytes_text(memory) + " are free. Take " + fewer + ", or cut the period");
  }
  if (folder.empty() || rough.bytes < 0.3 * free_bytes(folder)) return Done{};
  Estimate close = rough;
  if (const auto samples = play_samples(scenario, options, close); !samples) return samples.error();
  const double room = free_bytes(folder);
  if (close.bytes * kSureShare <= room) return Done{};
  return Error{ErrorCategory::kIo,
               "this would write about " + bytes_text(close.bytes) + " (" +
                   rows_text(table_rows(close)) + " rows), and " + bytes_text(room) +
                   " are free where " + folder + " is. Take " + fewer +
                   ", --format parquet, or another disk by --out; --dry-run tells the size",
               folder};
}

}  // namespace footfall
