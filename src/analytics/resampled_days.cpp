#include "analytics/resampled_days.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analytics/descriptive_statistics.h"
#include "analytics/seasonal_regression.h"
#include "base/random.h"

namespace footfall {
namespace {

constexpr size_t kFewestLarge = 3, kMostHistory = 365;
constexpr double kLargeDeviations = 4, kLargeShare = 0.2;
constexpr double kLargeBesideMedian = 5;  // a cheap look that spares most series the fit

// Returns indices below `count`, `draws` of them, the same for the same path.
std::vector<uint32_t> draw_indices(PhiloxKey key, uint32_t path, uint32_t count, size_t draws) {
  std::vector<uint32_t> indices;
  for (uint32_t block = 0; indices.size() < draws; ++block) {
    for (const uint32_t word : philox({block, path, 0, 0}, key)) {
      if (indices.size() < draws) indices.push_back(scale(word, count));
    }
  }
  return indices;
}

Interval middle_of(std::vector<double> values, double level) {
  std::sort(values.begin(), values.end());
  return {quantile_of_sorted(values, 0.5 - level / 2).value_or(0),
          quantile_of_sorted(values, 0.5 + level / 2).value_or(0)};
}

}  // namespace

bool is_carried_by_large_days(const DailySeries& series, const ScaledSeries& scaled) {
  if (scaled.scale != EffectScale::kLogarithm) return false;
  std::vector<double> figures;
  for (size_t i = 0; i < scaled.used.size(); ++i) {
    if (scaled.used[i]) figures.push_back(series.values[i]);
  }
  const double usual = median(figures).value_or(0);
  double total = 0, above = 0;
  for (const double figure : figures) {
    total += figure;
    above += figure > kLargeBesideMedian * usual ? figure : 0;
  }
  if (!(above > kLargeShare * total)) return false;
  const int bends = std::clamp(static_cast<int>(series.values.size() / 28) - 1, 0, 12);
  const SeasonalRegression model(series, scaled, {true, true, bends});
  size_t large = 0;
  double beyond = 0;
  for (size_t i = 0; i < model.days().size(); ++i) {
    if (model.residuals()[i] <= kLargeDeviations * model.noise()) continue;
    const double figure = series.values[static_cast<size_t>(model.days()[i])];
    ++large;
    beyond += figure * (1 - std::exp(-model.residuals()[i]));
  }
  return large >= kFewestLarge && beyond > kLargeShare * total;
}

void forecast_resampled(const DailySeries& series, const ScaledSeries& scaled,
                        const ForecastOptions& options, Forecast& forecast) {
  std::vector<double> past;
  for (size_t i = series.values.size(); i-- > 0 && past.size() < kMostHistory;) {
    if (scaled.used[i]) past.push_back(series.values[i]);
  }
  const auto count = static_cast<uint32_t>(past.size());
  const auto horizon = static_cast<size_t>(options.horizon);
  const double mean = std::accumulate(past.begin(), past.end(), 0.0) / count;
  forecast.method = ForecastMethod::kResampled;
  for (size_t i = 0; i < horizon; ++i) {
    const Day date = series.first_day + static_cast<Day>(series.values.size() + i);
    ForecastDay day;
    if (!options.is_closed(i) && !scaled.closed[weekday_index(date)])
      day = {mean, middle_of(past, options.level), middle_of(past, options.inner_level)};
    forecast.days.push_back(day);
    forecast.total += day.mean;
  }
  const PhiloxKey key = stream_key(options.seed, "days of a forecast drawn from the past");
  for (int path = 0; path < options.paths; ++path) {
    const auto drawn = draw_indices(key, static_cast<uint32_t>(path), count, count + horizon);
    for (size_t i = 0; i < horizon; ++i) {
      const bool is_open = forecast.days[i].mean > 0;
      forecast.paths.push_back(is_open ? past[drawn[drawn[count + i]]] : 0);
    }
  }
  forecast.total_interval = sum_of_days(forecast, horizon, options).interval;
  if (!options.keep_paths) forecast.paths.clear();
  forecast.notes.emplace_back(
      "a few large days carry the series: days are drawn from those of the past, without trend, "
      "weekdays or festivals");
}

}  // namespace footfall
