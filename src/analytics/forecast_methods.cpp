#include "analytics/forecast_methods.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analytics/descriptive_statistics.h"
#include "analytics/hypothesis_tests.h"
#include "analytics/seasonal_regression.h"
#include "analytics/wandering_level.h"
#include "base/check.h"

namespace footfall {
namespace {

constexpr double kClip = 3;  // deviations beyond which an error counts no more
constexpr double kMadFactor = 1.4826022185056018;
constexpr double kMadEfficiency = 0.37;  // a MAD of n values varies as a deviation of so many
constexpr int kWaves = 3;                // of a year: its thirds
constexpr size_t kMostFestivals = 40;    // told apart; of more, all share one effect

double mad_degrees(double degrees) { return std::max(2.0, kMadEfficiency * degrees); }

double clipped(double error, double limit) { return std::clamp(error, -limit, limit); }

// By the MAD; by squares where a median would see nothing but empty days.
double deviation_of(const std::vector<double>& errors, bool intermittent) {
  std::vector<double> sizes;
  double squares = 0;
  for (const double error : errors) {
    sizes.push_back(std::abs(error));
    squares += error * error / static_cast<double>(errors.size());
  }
  return std::max(intermittent ? std::sqrt(squares) : kMadFactor * median(sizes).value_or(0), 1e-9);
}

void clip_errors(ScaledForecast& forecast, double deviation) {
  for (double& error : forecast.errors) error = clipped(error, 4 * deviation);
}

// The festivals of past and future, where there are several.
std::vector<uint8_t> told_apart(const DailySeries& series, const DaysAhead& ahead) {
  std::set<uint8_t> seen(series.festivals.begin(), series.festivals.end());
  for (int i = 0; i < ahead.count; ++i) seen.insert(ahead.festival(i));
  seen.erase(0);
  if (seen.size() < 2 || seen.size() > kMostFestivals) return {};
  return {seen.begin(), seen.end()};
}

ScaledForecast by_regression(const DailySeries& series, EffectScale scale, const DaysAhead& ahead,
                             bool is_yearly) {
  const ScaledSeries scaled = scale_series(series, scale);
  const SeasonalRegression model(
      series, scaled,
      {true, true, 0, is_yearly ? kWaves : 0, is_yearly, told_apart(series, ahead)});
  const auto days = static_cast<int>(series.values.size());
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < ahead.count; ++i) rows.push_back(model.row(days + i, ahead.festival(i)));
  ScaledForecast forecast =
      forecast_wandering({model.days(), model.targets(), model.design(), model.residuals(),
                          model.prior_variances(), model.noise(), !scaled.intermittent},
                         rows, days);
  clip_errors(forecast, deviation_of(forecast.errors, scaled.intermittent));
  return forecast;
}

// State and parameters of additive, damped Holt-Winters in error-correction form.
struct HoltWinters {
  double alpha, beta, gamma;
  static constexpr double kDamping = 0.95;

  double level = 0, growth = 0;
  std::array<double, 7> season{};

  double next(int weekday) const { return level + kDamping * growth + season[weekday]; }
  void advance(int weekday, double error) {
    level += kDamping * growth + alpha * error;
    growth = kDamping * growth + beta * error;
    season[weekday] += gamma * error;
  }
  // How an error `days` ago moves the expected value now.
  double response(int days) const {
    if (days == 0) return 1;
    const double damped = kDamping * (1 - std::pow(kDamping, days)) / (1 - kDamping);
    return alpha + beta * damped + (days % 7 == 0 ? gamma : 0);
  }
};

struct HoltWintersRun {
  HoltWinters state{};
  std::vector<double> errors;
  double loss = 0;
};

HoltWintersRun run_holt_winters(const DailySeries& series, const ScaledSeries& scaled,
                                const SeasonalRegression& start, HoltWinters state) {
  constexpr size_t kWarmUp = 14;
  const size_t first_weeks = std::min<size_t>(start.days().size(), 4 * 7);
  std::vector<double> early(start.residuals().begin(),
                            start.residuals().begin() + static_cast<long>(first_weeks));
  state.level = start.trend(0) + *median(early);
  for (int day = 0; day < 7; ++day) state.season[day] = start.weekday_effect(day);
  HoltWintersRun run;
  size_t seen = 0;
  for (size_t i = 0; i < scaled.values.size(); ++i) {
    const int weekday = weekday_index(series.first_day + static_cast<Day>(i));
    if (!scaled.used[i]) {
      state.advance(weekday, 0);
      continue;
    }
    const double calendar =
        start.fitted(start.calendar_row(static_cast<int64_t>(i), festival_at(series, i)));
    const double error = scaled.values[i] - calendar - state.next(weekday);
    const double limited = clipped(error, kClip * start.noise());
    state.advance(weekday, limited);
    if (++seen <= kWarmUp) continue;
    run.errors.push_back(error);
    run.loss += limited * limited;
  }
  run.state = state;
  return run;
}

ScaledForecast by_holt_winters(const DailySeries& series, EffectScale scale,
                               const DaysAhead& ahead) {
  const ScaledSeries scaled = scale_series(series, scale);
  const auto days = static_cast<int>(series.values.size());
  const SeasonalRegression start(
      series, scaled,
      {true, false, 0, days >= kDaysOfWave ? kWaves : 0, false, told_apart(series, ahead)});
  HoltWintersRun best;
  for (const double alpha : {0.05, 0.12, 0.25, 0.5}) {
    for (const double beta : {0.0, 0.05}) {
      for (const double gamma : {0.0, 0.1}) {
        HoltWintersRun run = run_holt_winters(series, scaled, start, {alpha, alpha * beta, gamma});
        if (best.errors.empty() || run.loss < best.loss) best = std::move(run);
      }
    }
  }
  ScaledForecast forecast;
  forecast.errors = best.errors;
  forecast.degrees = mad_degrees(static_cast<double>(best.errors.size()) - 10);
  const double noise = deviation_of(best.errors, scaled.intermittent);
  clip_errors(forecast, noise);
  HoltWinters state = best.state;
  std::vector<std::vector<double>> calendar;
  for (int i = 0; i < ahead.count; ++i) {
    const int weekday = weekday_index(series.first_day + days + i);
    calendar.push_back(start.calendar_row(days + i, ahead.festival(i)));
    forecast.mean.push_back(state.next(weekday) + start.fitted(calendar.back()));
    state.advance(weekday, 0);
  }
  for (int i = 0; i < ahead.count; ++i) {
    for (int j = 0; j < ahead.count; ++j) {
      double sum = 0;
      for (int shock = 0; shock <= std::min(i, j); ++shock) {
        sum += best.state.response(i - shock) * best.state.response(j - shock);
      }
      const double known =
          start.noise() * start.noise() * start.covariance(calendar[i], calendar[j]);
      forecast.covariance.push_back(noise * noise * sum + known);
    }
  }
  return forecast;
}

ScaledForecast by_last_week(const DailySeries& series, EffectScale scale, const DaysAhead& ahead) {
  const ScaledSeries scaled = scale_series(series, scale);
  const auto days = static_cast<int>(series.values.size());
  std::vector<double> used_values;
  ScaledForecast forecast;
  for (int i = 0; i < days; ++i) {
    if (!scaled.used[i]) continue;
    used_values.push_back(scaled.values[i]);
    if (i >= 7 && scaled.used[i - 7]) {
      forecast.errors.push_back(scaled.values[i] - scaled.values[i - 7]);
    }
  }
  double noise = deviation_of(forecast.errors, scaled.intermittent);
  if (forecast.errors.empty()) noise = std::max(noise, std::sqrt(describe(used_values).variance));
  forecast.degrees = mad_degrees(static_cast<double>(forecast.errors.size()));
  for (int i = 0; i < ahead.count; ++i) {
    int same = days + i - 7 * (i / 7 + 1);
    while (same >= 0 && !scaled.used[same]) same -= 7;
    forecast.mean.push_back(same >= 0 ? scaled.values[same] : *median(used_values));
    for (int j = 0; j < ahead.count; ++j) {
      const int weeks = std::min(i, j) / 7 + 1;
      forecast.covariance.push_back(i % 7 == j % 7 ? noise * noise * weeks : 0);
    }
  }
  forecast.errors.clear();  // the forecast is a figure that was there, not a mean
  return forecast;
}

ScaledForecast by_mean(const DailySeries& series, EffectScale scale, const DaysAhead& ahead) {
  const ScaledSeries scaled = scale_series(series, scale);
  std::vector<double> values;
  for (size_t i = 0; i < scaled.values.size(); ++i) {
    if (scaled.used[i]) values.push_back(scaled.values[i]);
  }
  const Sample sample = describe(values);
  ScaledForecast forecast;
  forecast.degrees = mad_degrees(sample.count - 1);
  const double variance = std::max(sample.variance, 1e-18);
  for (const double value : values) forecast.errors.push_back(value - sample.mean);
  clip_errors(forecast, std::sqrt(variance));
  forecast.mean.assign(ahead.count, sample.mean);
  for (int i = 0; i < ahead.count; ++i) {
    for (int j = 0; j < ahead.count; ++j) {
      forecast.covariance.push_back(variance * ((i == j) + 1 / sample.count));
    }
  }
  return forecast;
}

}  // namespace

const char* method_name(ForecastMethod method) {
  constexpr const char* kNames[] = {"seasonal naive", "mean",
                                    "regression",     "regression with a yearly season",
                                    "Holt-Winters",   "resampled days"};
  return kNames[static_cast<int>(method)];
}

ScaledForecast forecast_by(ForecastMethod method, const DailySeries& series, EffectScale scale,
                           const DaysAhead& ahead) {
  check(ahead.festivals.empty() || ahead.festivals.size() >= static_cast<size_t>(ahead.count),
        "a festival, or none, for each day ahead");
  check(method != ForecastMethod::kResampled, "resampled days have no distribution on a scale");
  if (method == ForecastMethod::kMean) return by_mean(series, scale, ahead);
  if (method == ForecastMethod::kRegression) return by_regression(series, scale, ahead, false);
  if (method == ForecastMethod::kYearly) return by_regression(series, scale, ahead, true);
  if (method == ForecastMethod::kHoltWinters) return by_holt_winters(series, scale, ahead);
  return by_last_week(series, scale, ahead);
}

double mean_figure(EffectScale scale, double mean, std::span<const double> errors) {
  if (errors.empty()) return from_scale(scale, mean);
  double sum = 0;
  for (const double error : errors) sum += from_scale(scale, mean + error);
  return sum / static_cast<double>(errors.size());
}

}  // namespace footfall
