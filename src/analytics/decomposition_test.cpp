#include "analytics/decomposition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "analytics/seasonal_regression.h"
#include "analytics/simulated_days_test.h"

namespace footfall {
namespace {

bool contains(const std::vector<Anomaly>& anomalies, int index) {
  return std::any_of(anomalies.begin(), anomalies.end(),
                     [&](const Anomaly& anomaly) { return anomaly.index == index; });
}

TEST(Decompose, FindsKnownEffectsExactlyWithoutNoise) {
  const SimulatedDays world{.growth = 0.002, .noise = 0, .past = 70};
  const auto parts = decompose(world.draw(1).past);
  ASSERT_TRUE(parts);
  const double weekday = std::exp(-0.33 * 2 / 7), weekend = std::exp(0.33 * 5 / 7);
  for (int day = 0; day < 5; ++day) EXPECT_NEAR(parts->weekdays[day].factor, weekday, 1e-4);
  EXPECT_NEAR(parts->weekdays[5].factor, weekend, 1e-4);
  EXPECT_NEAR(parts->festival.factor, std::exp(0.25), 1e-4);
  EXPECT_NEAR(parts->trend[60] / parts->trend[50], std::exp(0.02), 1e-4);
  EXPECT_NEAR(parts->trend[0], std::exp(10 + 0.33 * 2 / 7), 20);
  EXPECT_TRUE(parts->anomalies.empty());
}

TEST(Decompose, OneWildDayBendsNothing) {
  const SimulatedDays world{.past = 60};
  DailySeries series = world.draw(3).past;
  const auto before = decompose(series);
  series.values[40] *= 50;
  const auto after = decompose(series);
  ASSERT_TRUE(before && after);
  EXPECT_NEAR(after->festival.factor / before->festival.factor, 1, 0.03);
  EXPECT_NEAR(after->weekdays[5].factor / before->weekdays[5].factor, 1, 0.03);
  ASSERT_TRUE(contains(after->anomalies, 40));
  const Anomaly& day = after->anomalies.front();
  EXPECT_EQ(day.actual, series.values[40]);
  EXPECT_GT(day.z, 20);
  EXPECT_GT(day.actual, day.usual.high);
  EXPECT_GT(day.expected, day.usual.low);
}

// Days with nothing wrong: a false alarm in about 5 % of series, whatever their length.
TEST(Decompose, FalseAlarmsAreRare) {
  constexpr int kWorlds = 300;
  for (const int days : {14, 30, 90}) {
    for (const double count : {0.0, 3.0}) {
      const SimulatedDays world{.growth = 0.002, .count = count, .past = days};
      int alarms = 0, series_count = 0;
      for (int seed = 0; seed < kWorlds; ++seed) {
        const auto parts = decompose(world.draw(seed).past);
        if (!parts) continue;  // counts near 3 leave some short series below 14 days with sales
        ++series_count;
        alarms += !parts->anomalies.empty();
      }
      EXPECT_GT(series_count, kWorlds / 2);
      EXPECT_LE(alarms, 0.12 * series_count) << days << " days, count " << count;
    }
  }
}

TEST(Decompose, RealAnomaliesAreFound) {
  constexpr int kWorlds = 100;
  for (const int days : {21, 30, 90}) {
    const SimulatedDays world{.past = days};
    int found = 0;
    for (int seed = 0; seed < kWorlds; ++seed) {
      DailySeries series = world.draw(seed).past;
      series.values[days - 3] *= std::exp(-0.8);  // eight deviations
      found += contains(decompose(series)->anomalies, days - 3);
    }
    EXPECT_GE(found, 0.85 * kWorlds) << days;
  }
}

TEST(Decompose, IntervalsOfTheFestivalCoverItsEffect) {
  constexpr int kWorlds = 300;
  for (const int days : {14, 30, 90}) {
    const SimulatedDays world{.past = days};
    int covered = 0;
    for (int seed = 0; seed < kWorlds; ++seed) {
      const Interval interval = decompose(world.draw(seed).past)->festival.interval;
      covered += interval.low <= std::exp(0.25) && std::exp(0.25) <= interval.high;
    }
    EXPECT_GE(covered, 0.90 * kWorlds) << days;
    EXPECT_LE(covered, 0.99 * kWorlds) << days;
  }
}

TEST(Decompose, IntervalsOfWeekdaysCoverTheirEffects) {
  constexpr int kWorlds = 200;
  for (const int days : {14, 30, 90}) {
    const SimulatedDays world{.past = days};
    double covered = 0;
    for (int seed = 0; seed < kWorlds; ++seed) {
      const auto parts = decompose(world.draw(seed).past);
      for (int day = 0; day < 7; ++day) {
        const double truth = std::exp(0.33 * ((day >= 5) - 2.0 / 7));
        const Interval& interval = parts->weekdays[day].interval;
        covered += interval.low <= truth && truth <= interval.high;
      }
    }
    EXPECT_GE(covered, 0.90 * 7 * kWorlds) << days;
    EXPECT_LE(covered, 0.99 * 7 * kWorlds) << days;
  }
}

TEST(Decompose, ClosedWeekdaysAndEmptyDays) {
  const SimulatedDays world{.past = 42};
  DailySeries series = world.draw(5).past;
  for (int i = 6; i < 42; i += 7) series.values[i] = 0;  // Sundays
  series.values[23] = 0;                                 // one Wednesday
  const auto parts = decompose(series);
  ASSERT_TRUE(parts);
  EXPECT_FALSE(parts->weekdays[6].known);
  EXPECT_TRUE(parts->weekdays[5].known);
  EXPECT_EQ(parts->expected[13], 0);
  ASSERT_TRUE(contains(parts->anomalies, 23));
  EXPECT_FALSE(contains(parts->anomalies, 13));
  EXPECT_FALSE(parts->notes.empty());
}

TEST(Decompose, MissingDaysAreNotEmptyDays) {
  const SimulatedDays world{.past = 42};
  DailySeries series = world.draw(6).past;
  series.observed.assign(42, 1);
  series.values[20] = 0;
  series.observed[20] = 0;
  const auto parts = decompose(series);
  ASSERT_TRUE(parts);
  EXPECT_FALSE(contains(parts->anomalies, 20));
}

TEST(Decompose, SaysWhatItCannotTell) {
  EXPECT_FALSE(decompose({}));
  const auto shorter = decompose(SimulatedDays{.past = 13}.draw(1).past);
  ASSERT_FALSE(shorter);
  EXPECT_EQ(shorter.error().category, ErrorCategory::kInput);
  DailySeries series = SimulatedDays{.past = 30}.draw(1).past;
  series.festivals.assign(30, 0);
  const auto parts = decompose(series);
  EXPECT_FALSE(parts->festival.known);
  EXPECT_EQ(parts->notes.size(), 1u);
  series.values[3] = std::nan("");
  EXPECT_FALSE(decompose(series));
  series.values.assign(30, 0);
  EXPECT_FALSE(decompose(series));
  series.values.assign(30, 7);
  const auto constant = decompose(series);
  ASSERT_TRUE(constant);
  EXPECT_TRUE(constant->anomalies.empty());
  EXPECT_NEAR(constant->expected[12], 7, 1e-6);
}

TEST(ChooseScale, LogarithmsForMoneyRootsForSmallCounts) {
  EXPECT_EQ(choose_scale(SimulatedDays{}.draw(1).past), EffectScale::kLogarithm);
  EXPECT_EQ(choose_scale(SimulatedDays{.count = 4}.draw(1).past), EffectScale::kSquareRoot);
  EXPECT_EQ(choose_scale(SimulatedDays{.count = 400}.draw(1).past), EffectScale::kLogarithm);
  DailySeries sparse = SimulatedDays{}.draw(1).past;
  for (size_t i = 0; i < sparse.values.size(); i += 4) sparse.values[i] = 0;
  EXPECT_EQ(choose_scale(sparse), EffectScale::kSquareRoot);
}

TEST(ScaleSeries, RareGoodsHaveNoClosedWeekdays) {
  DailySeries rare;
  rare.first_day = SimulatedDays::kStart;
  rare.values.assign(28, 0);
  rare.values[3] = rare.values[12] = 1;
  for (const bool closed : scale_series(rare, EffectScale::kSquareRoot).closed)
    EXPECT_FALSE(closed);
  for (const EffectScale scale : {EffectScale::kLogarithm, EffectScale::kSquareRoot}) {
    EXPECT_NEAR(from_scale(scale, to_scale(scale, 17)), 17, 1e-12);
  }
  EXPECT_EQ(from_scale(EffectScale::kSquareRoot, -3), 0);
}

}  // namespace
}  // namespace footfall
