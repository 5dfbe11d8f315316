#include "analytics/resampled_days.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace footfall {
namespace {

// Days of about 100, a share of them with a log-normal sale of some thousands beside it.
DailySeries shop_of_large_sales(uint64_t seed, size_t days, double share) {
  std::mt19937_64 words(seed);
  const auto uniform = [&] { return (static_cast<double>(words() >> 11) + 0.5) * 0x1p-53; };
  const auto normal = [&] {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  };
  DailySeries series;
  series.first_day = 19'723;  // a Monday
  for (size_t i = 0; i < days; ++i) {
    double value = 100 * std::exp(0.1 * normal());
    if (uniform() < share) value += std::exp(8 + 0.8 * normal());
    series.values.push_back(value);
  }
  return series;
}

double sum_of(const std::vector<double>& values, size_t begin, size_t end) {
  double sum = 0;
  for (size_t i = begin; i < end; ++i) sum += values[i];
  return sum;
}

TEST(ResampledDays, ToldFromEvenSeries) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const DailySeries large = shop_of_large_sales(seed, 200, 0.12);
    const DailySeries even = shop_of_large_sales(seed, 200, 0);
    EXPECT_TRUE(is_carried_by_large_days(large, scale_series(large, EffectScale::kLogarithm)));
    EXPECT_FALSE(is_carried_by_large_days(even, scale_series(even, EffectScale::kLogarithm)));
  }
  // Growth to twenty times is a trend, and festivals are known days.
  DailySeries growing = shop_of_large_sales(1, 200, 0);
  for (size_t i = 0; i < growing.values.size(); ++i)
    growing.values[i] *= std::exp(3 * static_cast<double>(i) / 200);
  EXPECT_FALSE(is_carried_by_large_days(growing, scale_series(growing, EffectScale::kLogarithm)));
  DailySeries festive = shop_of_large_sales(1, 200, 0);
  festive.festivals.assign(200, 0);
  for (size_t i = 100; i < 110; ++i) festive.values[i] *= 8, festive.festivals[i] = 1;
  EXPECT_FALSE(is_carried_by_large_days(festive, scale_series(festive, EffectScale::kLogarithm)));
}

// The sum of a month that was not seen lies in the interval as often as it claims, or nearly: a
// sample of two dozen large sales knows little of the largest.
TEST(ResampledDays, IntervalsOfSumsHoldTheMonthThatComes) {
  int held = 0;
  double expected = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    const DailySeries whole = shop_of_large_sales(seed, 230, 0.12);
    const auto forecast = forecast_daily(first_days(whole, 200));
    ASSERT_TRUE(forecast);
    EXPECT_EQ(forecast->method, ForecastMethod::kResampled);
    const double truth = sum_of(whole.values, 200, 230);
    held += forecast->total_interval.low <= truth && truth <= forecast->total_interval.high;
    expected += forecast->total / 100;
  }
  EXPECT_GE(held, 85);
  EXPECT_LE(held, 99);
  // Means of log-normals: e^(mean + variance / 2).
  const double mean = 100 * std::exp(0.005) + 0.12 * std::exp(8.32);
  EXPECT_NEAR(expected / (30 * mean), 1, 0.08);
  RecordProperty("held", held);
}

TEST(ResampledDays, ClosedWeekdaysBringNothing) {
  DailySeries series = shop_of_large_sales(3, 210, 0.15);
  for (size_t i = 6; i < series.values.size(); i += 7) series.values[i] = 0;
  const auto forecast = forecast_daily(series, {.horizon = 14});
  ASSERT_TRUE(forecast);
  EXPECT_EQ(forecast->method, ForecastMethod::kResampled);
  for (size_t i = 0; i < 14; ++i) EXPECT_EQ(forecast->days[i].mean > 0, i % 7 != 6) << i;
}

}  // namespace
}  // namespace footfall
