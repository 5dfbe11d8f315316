// Holds Measurements: the metrics of one report, each computed once, whoever asks for it. What the
// data do not allow is absent, with the reason in words.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analytics/analysis.h"
#include "analytics/frame.h"
#include "analytics/session.h"
#include "base/date.h"
#include "base/result.h"

namespace footfall {

class Measurements {
 public:
  // REQUIRES: `analysis` outlives this.
  explicit Measurements(Analysis& analysis) : analysis_(analysis) {}

  // Checks the data and keeps the transactions in memory where they are few. Errors: as
  // check_quality.
  Result<> prepare();

  // Returns a metric with its default parameters, or nothing where the data lack what it needs.
  // Pointers stay valid. Errors: as run_metric.
  Result<const Frame*> metric(std::string_view name);

  // Returns a metric with other parameters, kept under `key`.
  Result<const Frame*> metric(std::string_view name, const Parameters& parameters,
                              const std::string& key);

  // Returns why each metric that was asked for is absent, by name.
  const std::map<std::string, std::string>& absent() const { return absent_; }

  const Analysis& analysis() const { return analysis_; }
  Session& session() { return analysis_.session; }

 private:
  Analysis& analysis_;
  std::map<std::string, Frame> frames_;
  std::map<std::string, std::string> absent_;
};

// Each returns a cell, nothing where it is missing or there is no such column or row.
std::optional<double> number_at(const Frame& frame, std::string_view column, size_t row);
std::string text_at(const Frame& frame, std::string_view column, size_t row);
std::optional<Day> day_at(const Frame& frame, std::string_view column, size_t row);

}  // namespace footfall
