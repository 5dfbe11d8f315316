#include "analytics/wandering_level.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

constexpr int kAhead = 30;

// A level of 5 that moves by `step` times the noise of 0.1 a day, and nothing else.
WanderingSeries draw_walk(SimulatedDraws& draws, int days, double step) {
  WanderingSeries series;
  double level = 5;
  for (int day = 0; day < days; ++day) {
    level += 0.1 * step * draws.normal();
    series.days.push_back(day);
    series.target.push_back(level + 0.1 * draws.normal());
    series.design.push_back(1);
    series.residual.push_back(series.target.back() - 5);
  }
  series.prior = {1e6};
  series.noise = 0.1;
  return series;
}

double variance_of_sum(const ScaledForecast& forecast) {
  double sum = 0;
  for (const double covariance : forecast.covariance) sum += covariance;
  return sum;
}

// Closed form of the local level in its steady state: the filter's variance is p² = step² (p + 1),
// the forecast an average with weights α (1 - α)^k, α = p / (p + 1).
TEST(WanderingLevel, AgreesWithTheClosedFormOfTheSteadyState) {
  SimulatedDraws draws(3);
  const std::vector<std::vector<double>> rows(kAhead, {1.0});
  for (const double step : {0.1, 0.3, 0.7}) {
    const double q = step * step, p = (q + std::sqrt(q * q + 4 * q)) / 2, alpha = p / (p + 1);
    double ratio = 0, gap = 0;
    constexpr int kWorlds = 20;
    for (int world = 0; world < kWorlds; ++world) {
      const WanderingSeries series = draw_walk(draws, 400, step);
      double average = 5;
      for (const double value : series.target) average += alpha * (value - average);
      double variance = kAhead;  // of the days' own noise, then of the level that they share
      for (int i = 0; i < kAhead; ++i) {
        for (int j = 0; j < kAhead; ++j) variance += p - q + q * (std::min(i, j) + 1);
      }
      const ScaledForecast forecast = forecast_wandering(series, rows, 400);
      ratio += std::sqrt(variance_of_sum(forecast) / (0.01 * variance)) / kWorlds;
      gap += std::abs(forecast.mean[0] - average) / kWorlds;
    }
    EXPECT_NEAR(ratio, 1, 0.12) << step;
    EXPECT_LT(gap, 0.02) << step;  // a fifth of the noise
  }
}

TEST(WanderingLevel, ALevelAtRestIsTheMean) {
  SimulatedDraws draws(4);
  const WanderingSeries series = draw_walk(draws, 300, 0);
  double mean = 0;
  for (const double value : series.target) mean += value / 300;
  const ScaledForecast forecast = forecast_wandering(series, {{1.0}, {1.0}}, 300);
  EXPECT_NEAR(forecast.mean[0], mean, 0.02);
  EXPECT_EQ(forecast.mean[0], forecast.mean[1]);
  EXPECT_NEAR(forecast.covariance[0], 0.01, 0.002);
}

TEST(WanderingLevel, SingleDaysFarOffAndGapsMoveLittle) {
  SimulatedDraws draws(5);
  WanderingSeries series = draw_walk(draws, 200, 0.1);
  const std::vector<std::vector<double>> rows(7, {1.0});
  const ScaledForecast before = forecast_wandering(series, rows, 200);
  WanderingSeries odd = series;
  for (const int day : {60, 140, 198}) odd.target[day] += 3, odd.residual[day] += 3;
  const ScaledForecast after = forecast_wandering(odd, rows, 200);
  EXPECT_NEAR(after.mean[0], before.mean[0], 0.05);
  EXPECT_NEAR(std::sqrt(after.covariance[0] / before.covariance[0]), 1, 0.15);
  // Every seventh day unseen: the same level, hardly less sure.
  WanderingSeries gaps{{}, {}, {}, {}, series.prior, series.noise};
  for (int day = 0; day < 200; ++day) {
    if (day % 7 == 6) continue;
    gaps.days.push_back(day);
    gaps.target.push_back(series.target[day]);
    gaps.design.push_back(1);
    gaps.residual.push_back(series.residual[day]);
  }
  const ScaledForecast seen = forecast_wandering(gaps, rows, 200);
  EXPECT_NEAR(seen.mean[0], before.mean[0], 0.05);
  EXPECT_NEAR(std::sqrt(seen.covariance[0] / before.covariance[0]), 1, 0.15);
}

}  // namespace
}  // namespace footfall
