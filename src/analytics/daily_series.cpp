#include "analytics/daily_series.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace footfall {
namespace {

// Anscombe (1948): with it the square root of a Poisson count has nearly constant variance.
constexpr double kAnscombe = 0.375;

// A weekday that is always empty is closed when chance would leave it so more rarely than this.
constexpr double kChanceOfOpen = 0.01;

bool is_observed(const DailySeries& series, size_t index) {
  return series.observed.empty() || series.observed[index];
}

Day day_at(const DailySeries& series, size_t index) {
  return series.first_day + static_cast<Day>(index);
}

std::array<bool, 7> closed_weekdays(const DailySeries& series) {
  std::array<int, 7> seen{}, sold{};
  for (size_t i = 0; i < series.values.size(); ++i) {
    if (!is_observed(series, i)) continue;
    const int weekday = weekday_index(day_at(series, i));
    ++seen[weekday];
    sold[weekday] += series.values[i] > 0;
  }
  const int all_seen = std::accumulate(seen.begin(), seen.end(), 0);
  const int all_sold = std::accumulate(sold.begin(), sold.end(), 0);
  std::array<bool, 7> closed{};
  for (int weekday = 0; weekday < 7; ++weekday) {
    // Rarely bought goods miss a weekday by chance: how often are the other weekdays empty?
    const int others = all_seen - seen[weekday];
    const double empty_rate = (others - all_sold + 0.5) / (others + 1.0);
    closed[weekday] = sold[weekday] == 0 && seen[weekday] >= 2 &&
                      std::pow(empty_rate, seen[weekday]) < kChanceOfOpen;
  }
  return closed;
}

}  // namespace

double to_scale(EffectScale scale, double value) {
  return scale == EffectScale::kLogarithm ? std::log(value)
                                          : std::sqrt(std::max(value, 0.0) + kAnscombe);
}

double from_scale(EffectScale scale, double scaled) {
  if (scale == EffectScale::kLogarithm) return std::exp(scaled);
  return std::max(0.0, std::max(scaled, 0.0) * std::max(scaled, 0.0) - kAnscombe);
}

uint8_t festival_at(const DailySeries& series, size_t index) {
  return series.festivals.empty() ? uint8_t{0} : series.festivals[index];
}

ScaledSeries scale_series(const DailySeries& series, EffectScale scale) {
  const size_t days = series.values.size();
  check(series.observed.empty() || series.observed.size() == days, "a flag for each day");
  check(series.festivals.empty() || series.festivals.size() == days, "a festival flag a day");
  ScaledSeries result;
  int empty = 0;
  result.scale = scale;
  result.closed = closed_weekdays(series);
  result.values.assign(days, 0);
  result.used.assign(days, 0);
  for (size_t i = 0; i < days; ++i) {
    if (!is_observed(series, i) || result.closed[weekday_index(day_at(series, i))]) continue;
    ++result.open_count;
    if (scale == EffectScale::kLogarithm && !(series.values[i] > 0)) {
      result.empty_days.push_back(static_cast<int>(i));
      continue;
    }
    result.used[i] = 1;
    empty += !(series.values[i] > 0);
    ++result.used_count;
    result.values[i] = to_scale(scale, series.values[i]);
  }
  result.intermittent = 4 * empty >= std::max(result.used_count, 1);
  return result;
}

DailySeries first_days(const DailySeries& series, size_t length) {
  DailySeries result{series.first_day, series.values, series.observed, series.festivals};
  result.values.resize(length);
  if (!result.observed.empty()) result.observed.resize(length);
  if (!result.festivals.empty()) result.festivals.resize(length);
  return result;
}

}  // namespace footfall
