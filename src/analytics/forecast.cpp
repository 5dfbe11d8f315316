#include "analytics/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "analytics/descriptive_statistics.h"
#include "analytics/distributions.h"
#include "analytics/least_squares.h"
#include "analytics/resampled_days.h"
#include "analytics/seasonal_regression.h"
#include "base/random.h"

namespace footfall {
namespace {

constexpr int kFewestDays = 7;
constexpr int kDaysOfWeekdays = 14;   // from here on weekdays are told apart
constexpr int kDaysOfBacktest = 21;   // the last week is forecast from two before
constexpr int kDaysOfSmoothing = 56;  // from here on Holt-Winters competes, origins have 28 days
constexpr int kMostOrigins = 6;
constexpr double kWorthComplexity = 0.95;  // of the error, for a method with more parameters
constexpr double kPriorDays = 20;          // of calibrated days, before the back-test's

std::vector<ForecastMethod> candidates(int days) {
  if (days < kDaysOfWeekdays) return {ForecastMethod::kMean};
  if (days < kDaysOfSmoothing) return {ForecastMethod::kRegression};
  if (days < kDaysOfYearly) return {ForecastMethod::kRegression, ForecastMethod::kHoltWinters};
  return {ForecastMethod::kYearly, ForecastMethod::kRegression, ForecastMethod::kHoltWinters};
}

// Half the width of a day's interval on the scale.
double reach(const ScaledForecast& forecast, int day, double level) {
  const auto size = forecast.mean.size();
  return student_t_quantile(0.5 + level / 2, forecast.degrees) *
         std::sqrt(forecast.covariance[static_cast<size_t>(day) * (size + 1)]);
}

Interval around(EffectScale scale, bool closed, double mean, double half) {
  if (closed) return {0, 0};
  return {from_scale(scale, mean - half), from_scale(scale, mean + half)};
}

bool closed_on(const ScaledSeries& scaled, const DailySeries& series, int64_t index) {
  return scaled.closed[weekday_index(series.first_day + static_cast<Day>(index))];
}

// What an interval costs: its width, and how far the figure lies outside, so many times that an
// honest one costs the least (Gneiting and Raftery 2007, equation 43).
double interval_score(const Interval& interval, double actual, double level) {
  const double outside = std::max({interval.low - actual, actual - interval.high, 0.0});
  return interval.high - interval.low + 2 / (1 - level) * outside;
}

// Errors of one method over all origins.
struct Score {
  double absolute = 0, symmetric = 0, inside = 0, squares = 0, intervals = 0;
  int days = 0;

  // Errors and intervals, each in units of another method's: below 2 it is better than that.
  double against(const Score& other) const {
    return absolute / other.absolute + (other.intervals > 0 ? intervals / other.intervals : 1);
  }

  double widening() const {
    return std::clamp(std::sqrt((squares + kPriorDays) / (days + kPriorDays)), 1.0, 2.0);
  }
};

void score_origin(ForecastMethod method, const DailySeries& series, EffectScale scale, int origin,
                  int days, double level, Score& score) {
  const DailySeries past = first_days(series, origin);
  const ScaledSeries scaled = scale_series(past, scale);
  DaysAhead ahead{days, {}};
  if (!series.festivals.empty())
    ahead.festivals = std::span(series.festivals).subspan(origin, days);
  const ScaledForecast forecast = forecast_by(method, past, scale, ahead);
  for (int i = 0; i < days; ++i) {
    const int index = origin + i;
    if (!series.observed.empty() && !series.observed[index]) continue;
    const bool closed = closed_on(scaled, series, index);
    const double actual = std::max(series.values[index], 0.0);
    const double mean = closed ? 0 : mean_figure(scale, forecast.mean[i], forecast.errors);
    const double error = std::abs(actual - mean);
    score.absolute += error;
    score.symmetric += actual + mean > 0 ? 2 * error / (actual + mean) : 0;
    ++score.days;
    const double reached = closed ? 0 : reach(forecast, i, level);
    score.intervals +=
        interval_score(around(scale, closed, forecast.mean[i], reached), actual, level);
    if (closed || (scale == EffectScale::kLogarithm && !(actual > 0))) {
      score.inside += actual == mean;
      score.squares += 1;
      continue;
    }
    const double away = std::abs(to_scale(scale, actual) - forecast.mean[i]);
    score.inside += away <= reached;
    const double deviations = away / reached * normal_quantile(0.5 + level / 2);
    score.squares += std::min(deviations * deviations, 9.0);
  }
}

struct Origins {
  int days = 0;             // forecast from each
  std::vector<int> starts;  // latest first
};

Origins plan_backtest(int days, int horizon) {
  Origins plan;
  if (days < kDaysOfBacktest) return plan;
  const int shortest = days >= kDaysOfSmoothing ? 28 : kDaysOfWeekdays;
  plan.days = std::clamp((days - shortest) / 3, 7, std::max(horizon, 7));
  for (int start = days - plan.days; start >= shortest; start -= plan.days) {
    if (static_cast<int>(plan.starts.size()) == kMostOrigins) break;
    plan.starts.push_back(start);
  }
  return plan;
}

// Mean change of the figure from one week to the next, the unit of MASE.
double weekly_change(const DailySeries& series) {
  double sum = 0;
  int pairs = 0;
  for (size_t i = 7; i < series.values.size(); ++i) {
    if (!series.observed.empty() && !(series.observed[i] && series.observed[i - 7])) continue;
    sum += std::abs(series.values[i] - series.values[i - 7]);
    ++pairs;
  }
  return pairs > 0 ? sum / pairs : 0;
}

Score score_method(ForecastMethod method, const DailySeries& series, EffectScale scale,
                   const Origins& plan, double level) {
  Score score;
  for (const int start : plan.starts) {
    if (scale_series(first_days(series, start), scale).used_count < kFewestDays) continue;
    score_origin(method, series, scale, start, plan.days, level, score);
  }
  return score;
}

// Chooses the method by back-test and records how it did.
void choose_method(const DailySeries& series, EffectScale scale, const ForecastOptions& options,
                   int used, Forecast& forecast) {
  const std::vector<ForecastMethod> methods = candidates(used);
  forecast.method = methods.front();
  const Origins plan = plan_backtest(static_cast<int>(series.values.size()), options.horizon);
  const double unit = weekly_change(series);
  if (plan.starts.empty() || used < kDaysOfBacktest || !(unit > 0)) return;
  const Score naive =
      score_method(ForecastMethod::kSeasonalNaive, series, scale, plan, options.level);
  if (naive.days == 0 || !(naive.absolute > 0)) return;
  Score best;
  for (const ForecastMethod method : methods) {
    const Score score = score_method(method, series, scale, plan, options.level);
    if (best.days == 0 || score.against(naive) < kWorthComplexity * best.against(naive)) {
      best = score;
      forecast.method = method;
    }
  }
  Backtest report{static_cast<int>(plan.starts.size()), naive.days};
  report.beats_naive = best.absolute < naive.absolute;
  if (!report.beats_naive) {
    forecast.method = ForecastMethod::kSeasonalNaive;
    best = naive;
    forecast.notes.emplace_back(
        "no method did better than repeating last week's values, so these are used");
  }
  report.mase = best.absolute / best.days / unit;
  report.smape = best.symmetric / best.days;
  report.coverage = best.inside / best.days;
  report.interval_score = best.intervals / best.days / unit;
  report.naive_interval_score = naive.intervals / naive.days / unit;
  report.naive_mase = naive.absolute / naive.days / unit;
  report.naive_smape = naive.symmetric / naive.days;
  forecast.backtest = report;
  forecast.widening = best.widening();
}

// Standard normal draws of one path, two a pair of words (Box & Muller 1958).
void draw_normals(PhiloxKey key, uint32_t path, std::vector<double>& draws) {
  constexpr double kUnit = 1 / 4294967296.0, kTurn = 6.283185307179586;
  for (size_t i = 0; i < draws.size(); i += 4) {
    const PhiloxBlock words = philox({static_cast<uint32_t>(i / 4), path, 0, 0}, key);
    for (size_t pair = 0; pair < 2; ++pair) {
      const double radius = std::sqrt(-2 * std::log((words[2 * pair] + 0.5) * kUnit));
      const double angle = kTurn * kUnit * words[2 * pair + 1];
      if (i + 2 * pair < draws.size()) draws[i + 2 * pair] = radius * std::cos(angle);
      if (i + 2 * pair + 1 < draws.size()) draws[i + 2 * pair + 1] = radius * std::sin(angle);
    }
  }
}

// Simulates futures: joint normal days, with a t's uncertainty about the noise itself.
std::vector<double> simulate_paths(const ScaledForecast& forecast, EffectScale scale,
                                   const std::vector<bool>& closed, double widening,
                                   const ForecastOptions& options) {
  const size_t days = forecast.mean.size();
  const std::vector<double> factor = cholesky_factor(forecast.covariance, days);
  const PhiloxKey key = stream_key(options.seed, "paths of a forecast");
  const double degrees = forecast.degrees, third = 2 / (9 * degrees);
  std::vector<double> paths, draws(days + 1);
  for (int path = 0; path < options.paths; ++path) {
    draw_normals(key, static_cast<uint32_t>(path), draws);
    // Chi-square over its degrees, by Wilson and Hilferty's cube (1931).
    const double cube = std::max(1 - third + draws[days] * std::sqrt(third), 0.05);
    const double stretch = widening / std::sqrt(cube * cube * cube);
    for (size_t i = 0; i < days; ++i) {
      double value = 0;
      for (size_t j = 0; j <= i; ++j) value += factor[i * days + j] * draws[j];
      paths.push_back(closed[i] ? 0 : from_scale(scale, forecast.mean[i] + stretch * value));
    }
  }
  return paths;
}

// On the root scale, cutting at 0 lifts the mean of many paths above the forecast; this undoes it.
void center_paths(const std::vector<ForecastDay>& days, std::vector<double>& paths) {
  const size_t count = paths.size() / days.size();
  for (size_t i = 0; i < days.size(); ++i) {
    double sum = 0;
    for (size_t path = 0; path < count; ++path) sum += paths[path * days.size() + i];
    if (!(sum > 0)) continue;
    const double factor = days[i].mean * static_cast<double>(count) / sum;
    for (size_t path = 0; path < count; ++path) paths[path * days.size() + i] *= factor;
  }
}

Interval middle_of(const std::vector<double>& sorted, double level) {
  return {quantile_of_sorted(sorted, 0.5 - level / 2).value_or(0),
          quantile_of_sorted(sorted, 0.5 + level / 2).value_or(0)};
}

// Festivals ahead that the data do not hold.
void note_festivals(const DailySeries& series, const ForecastOptions& options, Forecast& forecast) {
  std::set<uint8_t> past(series.festivals.begin(), series.festivals.end());
  std::set<uint8_t> ahead(options.festivals.begin(), options.festivals.end());
  past.erase(0);
  ahead.erase(0);
  if (std::includes(past.begin(), past.end(), ahead.begin(), ahead.end())) return;
  forecast.notes.emplace_back(
      past.empty() ? "festivals lie ahead but none in the data: their effect is unknown, and the "
                     "intervals of those days allow for a factor of about 2.7 either way"
                   : "a festival lies ahead that the data do not hold: it takes the effect of the "
                     "others, with wider intervals");
}

void note_limits(const DailySeries& series, const ScaledSeries& scaled,
                 const ForecastOptions& options, Forecast& forecast) {
  if (scaled.used_count < kDaysOfWeekdays) {
    forecast.notes.emplace_back(
        "less than two weeks of data: weekdays cannot be told apart, every day gets the mean");
  } else if (!forecast.backtest) {
    forecast.notes.emplace_back("too short or too even a series to test the forecast on its past");
  }
  note_festivals(series, options, forecast);
  if (options.horizon > static_cast<int>(series.values.size())) {
    forecast.notes.emplace_back("the horizon is longer than the data");
  }
  if (!scaled.empty_days.empty()) {
    forecast.notes.emplace_back("days without sales are taken as accidents that will not recur");
  }
}

void fill_days(const DailySeries& series, const ScaledSeries& scaled,
               const ForecastOptions& options, Forecast& result) {
  const ScaledForecast forecast =
      forecast_by(result.method, series, scaled.scale, {options.horizon, options.festivals});
  std::vector<bool> closed;
  for (int i = 0; i < options.horizon; ++i) {
    closed.push_back(options.is_closed(static_cast<size_t>(i)) ||
                     closed_on(scaled, series, static_cast<int64_t>(series.values.size()) + i));
    ForecastDay day;
    if (!closed.back()) {
      const auto interval = [&](double level) {
        return around(scaled.scale, false, forecast.mean[i],
                      result.widening * reach(forecast, i, level));
      };
      day.mean = mean_figure(scaled.scale, forecast.mean[i], forecast.errors);
      day.interval = interval(options.level);
      day.inner = interval(options.inner_level);
    }
    result.days.push_back(day);
    result.total += day.mean;
  }
  result.paths = simulate_paths(forecast, scaled.scale, closed, result.widening, options);
  if (scaled.scale == EffectScale::kSquareRoot) center_paths(result.days, result.paths);
  result.total_interval = sum_of_days(result, result.days.size(), options).interval;
  if (!options.keep_paths) result.paths.clear();
}

}  // namespace

ForecastSum sum_of_days(const Forecast& forecast, size_t days, const ForecastOptions& options) {
  ForecastSum result;
  for (size_t i = 0; i < days; ++i) result.total += forecast.days[i].mean;
  std::vector<double> sums;
  for (size_t first = 0; first < forecast.paths.size(); first += forecast.days.size()) {
    double sum = 0;
    for (size_t i = 0; i < days; ++i) sum += forecast.paths[first + i];
    sums.push_back(sum);
  }
  std::sort(sums.begin(), sums.end());
  result.interval = middle_of(sums, options.level);
  result.inner = middle_of(sums, options.inner_level);
  return result;
}

Result<Forecast> forecast_daily(const DailySeries& series, const ForecastOptions& options) {
  const auto finite = [](double value) { return std::isfinite(value); };
  if (!std::all_of(series.values.begin(), series.values.end(), finite)) {
    return Error{ErrorCategory::kInput, "a daily series has a value that is not finite", ""};
  }
  const auto fits = [&](const std::vector<uint8_t>& flags) {
    return flags.empty() || flags.size() == static_cast<size_t>(options.horizon);
  };
  if (options.horizon < 1 || !fits(options.festivals) || !fits(options.closed)) {
    return Error{ErrorCategory::kInput,
                 "a forecast needs a horizon of at least a day, and a flag for each", ""};
  }
  const EffectScale scale = choose_scale(series);
  const ScaledSeries scaled = scale_series(series, scale);
  if (scaled.used_count < kFewestDays) {
    return Error{ErrorCategory::kInput,
                 "a forecast needs at least " + std::to_string(kFewestDays) +
                     " days of data; there are " + std::to_string(scaled.used_count),
                 ""};
  }
  Forecast forecast;
  if (is_carried_by_large_days(series, scaled)) {
    forecast_resampled(series, scaled, options, forecast);
    return forecast;
  }
  choose_method(series, scale, options, scaled.used_count, forecast);
  fill_days(series, scaled, options, forecast);
  note_limits(series, scaled, options, forecast);
  return forecast;
}

}  // namespace footfall
