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
  kRegression,     // trend × weekday × festival around a level that wanders
  kYearly,         // the same with months and a yearly wave
  kHoltWinters,    // damped trend and weekdays that evolve: ETS(A, Ad, A)
  kResampled       // days drawn from the past, of a series that a few large days carry
};

const char* method_name(ForecastMethod method);

struct ScaledForecast {
  std::vector<double> mean;        // of the days ahead, on the scale
  std::vector<double> covariance;  // row by row
  double degrees = 1;              // of freedom, that the estimate of the noise is worth
  std::vector<double> errors;      // one day ahead, within the series; clipped at 4 deviations
};

// From so many days on a yearly wave can be told from a trend: two years, less a few weeks.
inline constexpr int kDaysOfWave = 700;
// From so many days on a yearly season is tried.
inline constexpr int kDaysOfYearly = 365;

// What lies ahead: numbers of festivals of the days after the series, as in DailySeries (empty:
// none), as many days as asked.
struct DaysAhead {
  int count = 0;
  std::span<const uint8_t> festivals;

  uint8_t festival(int index) const { return festivals.empty() ? uint8_t{0} : festivals[index]; }
};

// REQUIRES: at least one used day on `scale`; a method with a distribution on the scale, which
// kResampled has not.
ScaledForecast forecast_by(ForecastMethod method, const DailySeries& series, EffectScale scale,
                           const DaysAhead& ahead);

// E[figure] when its scaled value is expected at `mean`, by smearing the errors (Duan 1983).
double mean_figure(EffectScale scale, double mean, std::span<const double> errors);

}  // namespace footfall
