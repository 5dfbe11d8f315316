// Holds the forecast of a daily figure (revenue, demand of a category): days and their sum with
// prediction intervals, by the method that a rolling back-test finds best, and how that compares
// with simply repeating last week.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analytics/forecast_methods.h"
#include "analytics/interval.h"
#include "base/result.h"

namespace footfall {

struct ForecastOptions {
  int horizon = 30;                     // days
  double level = 0.95;                  // of the intervals
  double inner_level = 0.8;             // of the narrower ones beside them
  std::vector<uint8_t> festivals = {};  // numbers, of the days ahead; empty: none
  std::vector<uint8_t> closed = {};     // days ahead known to be closed, as flags; empty: none
  int paths = 2000;                     // simulated futures behind the interval of the sum
  bool keep_paths = false;              // return them, e.g. for reorder points
  uint64_t seed = 42;

  bool is_closed(size_t day_ahead) const { return !closed.empty() && closed[day_ahead] != 0; }
};

struct ForecastDay {
  double mean = 0;
  Interval interval, inner;
};

// How the method would have done, from several origins in the past, on days it had not seen.
struct Backtest {
  int origins = 0, days = 0;
  double mase =
      0;  // mean error / mean error of last week's values within the series (Hyndman 2006)
  double smape = 0;           // mean of 2 |error| / (|actual| + |forecast|), in [0, 2]
  double coverage = 0;        // share of days inside their interval, before it was widened
  double interval_score = 0;  // mean width and misses, scaled as mase (Gneiting, Raftery 2007)
  double naive_mase = 0, naive_smape = 0, naive_interval_score = 0;
  bool beats_naive = false;  // the best method's mase is lower; otherwise the naive one is used
};

// Of several days together: narrower than their intervals' sum.
struct ForecastSum {
  double total = 0;
  Interval interval, inner;
};

struct Forecast {
  ForecastMethod method = ForecastMethod::kMean;
  std::vector<ForecastDay> days;
  double total = 0;
  Interval total_interval;
  std::optional<Backtest> backtest;  // none below 21 days, or where nothing ever changes
  double widening = 1;               // of the intervals, by what the back-test showed
  std::vector<std::string> notes;    // limits of this forecast, a sentence each
  std::vector<double> paths;         // paths × horizon figures, row by row, when kept
};

// Errors: kInput for fewer than 7 observed days, values that are not finite, or festival flags that
// do not fit the horizon.
Result<Forecast> forecast_daily(const DailySeries& series, const ForecastOptions& options = {});

// The first `days` days together. REQUIRES: a forecast that kept its paths, of the same options;
// days within its horizon.
ForecastSum sum_of_days(const Forecast& forecast, size_t days, const ForecastOptions& options = {});

}  // namespace footfall
