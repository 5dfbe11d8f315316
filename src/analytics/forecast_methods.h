// Holds the single ways to forecast a daily series, each as a joint normal distribution of the days
// ahead on the series' scale, so that one code makes intervals of days and of sums. Sources:
// Hyndman, Koehler, Ord, Snyder (2008), "Forecasting with Exponential Smoothing".
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "analytics/daily_series.h"

namespace footfall {

enum class ForecastMethod {
  kSeasonalNaive,  // the last same weekday: the yardstick
  kMean,           // one level; all that less than two weeks allow
  kRegression,     // trend × weekday × festival, its rest smoothed exponentially
  kHoltWinters     // damped trend and weekdays that evolve: ETS(A, Ad, A)
};

const char* method_name(ForecastMethod method);

struct ScaledForecast {
  std::vector<double> mean;        // of the days ahead, on the scale
  std::vector<double> covariance;  // row by row
  double degrees = 1;              // with which the noise was estimated
  std::vector<double> errors;      // one day ahead, within the series; clipped at 4 deviations
};

// What lies ahead: festival flags of the days after the series (empty: none), as many days as
// asked.
struct DaysAhead {
  int count = 0;
  std::span<const uint8_t> festivals;

  bool festival(int index) const { return !festivals.empty() && festivals[index] != 0; }
};

// REQUIRES: at least one used day on `scale`.
ScaledForecast forecast_by(ForecastMethod method, const DailySeries& series, EffectScale scale,
                           const DaysAhead& ahead);

// E[figure] when its scaled value is expected at `mean`, by smearing the errors (Duan 1983).
double mean_figure(EffectScale scale, double mean, std::span<const double> errors);

}  // namespace footfall
