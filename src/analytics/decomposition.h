// Holds what a daily series is made of (trend × weekday × festival × rest) and which days stand out
// of it. The model is that of analytics/seasonal_regression.h; anomalies are its robust residuals.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "analytics/daily_series.h"
#include "analytics/interval.h"
#include "base/result.h"

namespace footfall {

struct Effect {
  double factor = 1;   // multiplies the figure
  Interval interval;   // at 95 %
  bool known = false;  // false: no such day in the series, or the weekday is closed
};

struct Anomaly {
  int index = 0;  // of the day within the series
  double actual = 0, expected = 0;
  Interval usual;  // where 95 % of such days would lie
  double z = 0;    // residual / (MAD scale × sqrt(1 - leverage))
  double p_value = 1, q_value = 1;
};

struct Decomposition {
  EffectScale scale = EffectScale::kLogarithm;
  std::vector<double> trend;       // a day: the figure of an average weekday without festival
  std::vector<double> expected;    // a day: the median by the model; 0 on closed weekdays
  std::array<Effect, 7> weekdays;  // Monday first, relative to the average weekday
  Effect festival;                 // relative to the same weekday without one
  double noise = 0;                // standard deviation of the rest on the scale
  std::vector<Anomaly> anomalies;  // q_value <= the level asked for, in order of days
  std::vector<std::string> notes;  // what could not be told, a sentence each
};

struct DecompositionOptions {
  double anomaly_level = 0.05;  // expected share of false ones among the anomalies (BH)
};

// Fits and lists anomalies by Benjamini & Hochberg over all days. The trend is a line that may bend
// every 28 days, at most 24 times. Errors: kInput for fewer than 14 days with sales, or values that
// are not finite.
Result<Decomposition> decompose(const DailySeries& series,
                                const DecompositionOptions& options = {});

}  // namespace footfall
