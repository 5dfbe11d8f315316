#include "report/measurements.h"

#include "analytics/metric.h"
#include "analytics/quality.h"

namespace footfall {

namespace {

// Transactions take about 100 bytes in memory; text files of more are read again by each metric.
constexpr int64_t kMostKept = 5'000'000;

}  // namespace

Result<> Measurements::prepare() {
  FOOTFALL_TRY(check_quality(analysis_));
  // The user's own transactions lie in memory already.
  if (analysis_.manifest_rows.empty()) return Done{};
  const auto counted = analysis_.session.fetch("SELECT count(*) FROM read_transactions");
  if (!counted) return counted.error();
  if (counted->columns[0].integers[0] > kMostKept) return Done{};
  return analysis_.session.run(
      "CREATE TEMP TABLE kept_transactions AS SELECT * FROM read_transactions; "
      "CREATE OR REPLACE VIEW read_transactions AS SELECT * FROM kept_transactions");
}

Result<const Frame*> Measurements::metric(std::string_view name) {
  return metric(name, {}, std::string(name));
}

Result<const Frame*> Measurements::metric(std::string_view name, const Parameters& parameters,
                                          const std::string& key) {
  if (const auto found = frames_.find(key); found != frames_.end()) return &found->second;
  const Metric* metric = find_metric(name);
  if (metric == nullptr) return static_cast<const Frame*>(nullptr);
  if (const std::string missing = lacking(analysis_, *metric); !missing.empty()) {
    absent_[std::string(name)] = missing;
    return static_cast<const Frame*>(nullptr);
  }
  auto frame = run_metric(analysis_, name, parameters);
  if (!frame) return frame.error();
  return &(frames_[key] = std::move(*frame));
}

std::optional<double> number_at(const Frame& frame, std::string_view column, size_t row) {
  const FrameColumn* found = frame.find(column);
  if (found == nullptr || row >= frame.rows || found->kind == ValueKind::kText ||
      found->missing(row)) {
    return {};
  }
  return found->number(row);
}

std::string text_at(const Frame& frame, std::string_view column, size_t row) {
  const FrameColumn* found = frame.find(column);
  if (found == nullptr || row >= frame.rows || found->kind != ValueKind::kText ||
      found->missing(row)) {
    return "";
  }
  return found->texts[row];
}

std::optional<Day> day_at(const Frame& frame, std::string_view column, size_t row) {
  const auto number = number_at(frame, column, row);
  if (!number) return {};
  return static_cast<Day>(*number);
}

}  // namespace footfall
