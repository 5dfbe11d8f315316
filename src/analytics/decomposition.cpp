#include "analytics/decomposition.h"

#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "analytics/multiple_testing.h"
#include "analytics/seasonal_regression.h"

namespace footfall {
namespace {

constexpr int kFewestDays = 14;
constexpr size_t kDaysOfBend = 28;
constexpr int kMostBends = 24;
// A day without sales has no logarithm; it is as unlikely as this.
// The MAD of n residuals varies as a standard deviation of 0.37 n would.
constexpr double kMadEfficiency = 0.37;
constexpr double kEmptyDayP = 1e-9, kEmptyDayZ = -6.1;

RegressionShape shape_for(size_t days) {
  const int bends = static_cast<int>(days / kDaysOfBend) - 1;
  return {true, true, std::clamp(bends, 0, kMostBends)};
}

// The ratio of two figures whose scaled values differ by `effect` around `level`.
double factor_of(EffectScale scale, double level, double effect) {
  if (scale == EffectScale::kLogarithm) return std::exp(effect);
  const double base = from_scale(scale, level);
  return base > 0 ? from_scale(scale, level + effect) / base : 1;
}

Effect effect_of(EffectScale scale, double level, double effect, double reach) {
  return {factor_of(scale, level, effect),
          {factor_of(scale, level, effect - reach), factor_of(scale, level, effect + reach)},
          true};
}

void set_effects(const DailySeries& series, const ScaledSeries& scaled,
                 const SeasonalRegression& model, Decomposition& result) {
  const double t = student_t_quantile(0.975, std::max(1.0, kMadEfficiency * model.degrees()));
  double open = 0, mean = 0, level = 0;
  for (int weekday = 0; weekday < 7; ++weekday) {
    open += !scaled.closed[weekday];
    mean += scaled.closed[weekday] ? 0 : model.weekday_effect(weekday);
  }
  mean /= open;
  std::array<int, 7> seen{};
  int festivals = 0;
  for (const int index : model.days()) {
    ++seen[weekday_index(series.first_day + index)];
    festivals += festival_at(series, index) != 0;
    level += model.trend(index) / static_cast<double>(model.days().size());
  }
  for (int weekday = 0; weekday < 7; ++weekday) {
    if (seen[weekday] == 0) continue;
    result.weekdays[weekday] =
        effect_of(result.scale, level + mean, model.weekday_effect(weekday) - mean,
                  t * model.weekday_contrast_error(weekday, scaled.closed));
  }
  if (festivals > 0) {
    result.festival =
        effect_of(result.scale, level + mean, model.festival_effect(), t * model.festival_error());
  } else {
    result.notes.emplace_back("no festival day in the series: its effect is unknown");
  }
  for (size_t i = 0; i < series.values.size(); ++i) {
    const auto index = static_cast<int64_t>(i);
    const int weekday = weekday_index(series.first_day + static_cast<Day>(i));
    result.trend.push_back(from_scale(result.scale, model.trend(index) + mean));
    result.expected.push_back(
        scaled.closed[weekday]
            ? 0
            : from_scale(result.scale, model.expected(index, festival_at(series, i))));
  }
}

Anomaly judge(const DailySeries& series, const SeasonalRegression& model, EffectScale scale,
              int index) {
  Anomaly day;
  day.index = index;
  day.actual = series.values[index];
  const double expected = model.expected(index, festival_at(series, index));
  const double reach = model.noise() * student_t_quantile(0.975, model.degrees());
  day.expected = from_scale(scale, expected);
  day.usual = {from_scale(scale, expected - reach), from_scale(scale, expected + reach)};
  return day;
}

void find_anomalies(const DailySeries& series, const ScaledSeries& scaled,
                    const SeasonalRegression& model, double level, Decomposition& result) {
  const double degrees = std::max(1.0, kMadEfficiency * model.degrees());
  std::vector<Anomaly> days;
  for (size_t i = 0; i < model.days().size(); ++i) {
    Anomaly day = judge(series, model, scaled.scale, model.days()[i]);
    // A day that alone carries an effect has no residual to judge by.
    const double left = std::max(1 - model.leverages()[i], 1e-3);
    day.z = model.residuals()[i] / (model.noise() * std::sqrt(left));
    day.p_value = student_t_two_sided(day.z, degrees);
    days.push_back(day);
  }
  for (const int index : scaled.empty_days) {
    Anomaly day = judge(series, model, scaled.scale, index);
    day.z = kEmptyDayZ;
    day.p_value = kEmptyDayP;
    days.push_back(day);
  }
  std::vector<double> p_values;
  for (const Anomaly& day : days) p_values.push_back(day.p_value);
  const auto adjusted = adjust_p_values(p_values, Correction::kBenjaminiHochberg);
  for (size_t i = 0; i < days.size(); ++i) {
    days[i].q_value = adjusted[i];
    if (adjusted[i] <= level) result.anomalies.push_back(days[i]);
  }
  std::sort(result.anomalies.begin(), result.anomalies.end(),
            [](const Anomaly& a, const Anomaly& b) { return a.index < b.index; });
}

}  // namespace

Result<Decomposition> decompose(const DailySeries& series, const DecompositionOptions& options) {
  if (!std::all_of(series.values.begin(), series.values.end(),
                   [](double value) { return std::isfinite(value); })) {
    return Error{ErrorCategory::kInput, "a daily series has a value that is not finite", ""};
  }
  const ScaledSeries scaled = scale_series(series, choose_scale(series));
  const auto sold = std::count_if(series.values.begin(), series.values.end(),
                                  [](double value) { return value > 0; });
  if (sold < kFewestDays || scaled.used_count < kFewestDays) {
    return Error{ErrorCategory::kInput,
                 "trend, weekdays and festivals cannot be told apart on fewer than " +
                     std::to_string(kFewestDays) + " days with sales",
                 ""};
  }
  const SeasonalRegression model(series, scaled, shape_for(series.values.size()));
  Decomposition result;
  result.scale = scaled.scale;
  result.noise = model.noise();
  set_effects(series, scaled, model, result);
  find_anomalies(series, scaled, model, options.anomaly_level, result);
  if (!scaled.empty_days.empty()) {
    result.notes.emplace_back("days without sales on open weekdays are anomalies by definition");
  }
  return result;
}

}  // namespace footfall
