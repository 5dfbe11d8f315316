// Holds the forecast of series that a few large days carry, such as a jeweller's: their logarithms
// know nothing of what most of the money comes from, so days are drawn from those that were.
#pragma once
#include "analytics/daily_series.h"
#include "analytics/forecast.h"

namespace footfall {

// Returns whether at least three days lie more than four robust deviations above what trend,
// weekdays and festivals explain, and hold more than a fifth of the figure beyond it.
bool is_carried_by_large_days(const DailySeries& series, const ScaledSeries& scaled);

// Fills days, totals and paths. A path draws a sample of the used days of the last year with
// replacement, then its days out of that sample, so that what is not known about the mean is in it
// (Efron 1979). Closed weekdays bring nothing. There is no trend, weekday or festival.
void forecast_resampled(const DailySeries& series, const ScaledSeries& scaled,
                        const ForecastOptions& options, Forecast& forecast);

}  // namespace footfall
