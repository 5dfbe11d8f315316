#include "analytics/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "analytics/simulated_days_test.h"

namespace footfall {
namespace {

struct Coverage {
  double days = 0, totals = 0, ratio = 0, beats = 0;
  double inner_days = 0, inner_totals = 0;  // of 80 % intervals
  double width = 0;                         // of the total's interval, over the total
  double error = 0;                         // of the total, mean absolute over the total
};

// Shares of futures inside their 95 % intervals.
Coverage measure(const SimulatedDays& world, int worlds) {
  Coverage coverage;
  double forecast_sum = 0, actual_sum = 0;
  for (int seed = 1; seed <= worlds; ++seed) {
    const SimulatedDays::Series series = world.draw(seed);
    ForecastOptions options;
    options.festivals = series.future_festivals;
    options.paths = 500;
    options.keep_paths = true;
    const auto forecast = forecast_daily(series.past, options);
    if (!forecast) {
      ADD_FAILURE() << forecast.error().message;
      return coverage;
    }
    const double total = std::accumulate(series.future.begin(), series.future.end(), 0.0);
    for (int day = 0; day < world.ahead; ++day) {
      const Interval &interval = forecast->days[day].interval, &inner = forecast->days[day].inner;
      coverage.inner_days += (inner.low <= series.future[day] && series.future[day] <= inner.high) /
                             (double(world.ahead) * worlds);
      coverage.days += (interval.low <= series.future[day] && series.future[day] <= interval.high) /
                       (double(world.ahead) * worlds);
    }
    const ForecastSum sum = sum_of_days(*forecast, forecast->days.size(), options);
    coverage.inner_totals += (sum.inner.low <= total && total <= sum.inner.high) / double(worlds);
    coverage.width += (sum.interval.high - sum.interval.low) / forecast->total / worlds;
    coverage.error += std::abs(forecast->total / total - 1) / worlds;
    coverage.totals +=
        (forecast->total_interval.low <= total && total <= forecast->total_interval.high) /
        double(worlds);
    coverage.beats += (forecast->backtest && forecast->backtest->beats_naive) / double(worlds);
    forecast_sum += forecast->total;
    actual_sum += total;
  }
  coverage.ratio = forecast_sum / actual_sum;
  return coverage;
}

TEST(Forecast, IntervalsOfDaysCoverFutures) {
  constexpr int kWorlds = 80;
  for (const int past : {14, 30, 75}) {
    for (const SimulatedDays& world :
         {SimulatedDays{.past = past}, SimulatedDays{.growth = 0.002, .past = past},
          SimulatedDays{.heavy_tails = 5, .past = past}, SimulatedDays{.count = 3, .past = past},
          SimulatedDays{.wander = 0.01, .past = past},
          SimulatedDays{.wander = 0.03, .past = past}}) {
      const Coverage coverage = measure(world, kWorlds);
      const std::string name =
          std::to_string(past) + " days, growth " + std::to_string(world.growth) + ", count " +
          std::to_string(world.count) + ", wander " + std::to_string(world.wander);
      EXPECT_GE(coverage.days, 0.90) << name;
      EXPECT_LE(coverage.days, 0.995) << name;
      EXPECT_GE(coverage.totals, 0.88) << name;
      EXPECT_NEAR(coverage.ratio, 1, 0.06) << name;
    }
  }
}

// Steps from month to month and a smooth wave, seen once or twice before, and neither of them.
TEST(Forecast, IntervalsHoldWhatASeasonBrings) {
  constexpr int kWorlds = 25, kKinds = 4;
  for (const int past : {370, 460, 740}) {
    Coverage all;
    for (const SimulatedDays& world :
         {SimulatedDays{.past = past}, SimulatedDays{.wave = 0.4, .past = past},
          SimulatedDays{.months = 0.3, .past = past},
          SimulatedDays{.months = 0.2, .wander = 0.01, .past = past}}) {
      const Coverage one = measure(world, kWorlds);
      all.days += one.days / kKinds;
      all.inner_days += one.inner_days / kKinds;
      all.totals += one.totals / kKinds;
      all.inner_totals += one.inner_totals / kKinds;
      // A level at rest leaves little open: thirty days of 10 % noise, and what a month's effect
      // is.
      if (world.wander == 0 && past > 400) {
        EXPECT_LT(one.width, 0.25) << past << ", wave " << world.wave;
        EXPECT_LT(one.error, 0.04) << past << ", wave " << world.wave;
      }
    }
    EXPECT_NEAR(all.days, 0.95, 0.02) << past;
    EXPECT_NEAR(all.inner_days, 0.80, 0.04) << past;
    EXPECT_NEAR(all.totals, 0.95, 0.05) << past;
    EXPECT_NEAR(all.inner_totals, 0.80, 0.11) << past;
  }
}

TEST(Forecast, BeatsLastWeekWhereThereIsAPattern) {
  EXPECT_GE(measure({.past = 90}, 40).beats, 0.95);
  // A walk without pattern or noise: repeating the past is hard to beat, and it must say so at
  // times.
  const SimulatedDays walk{.weekend = 0, .festival = 0, .wander = 0.1, .noise = 0, .past = 60};
  EXPECT_LE(measure(walk, 40).beats, 0.97);
}

TEST(Forecast, UsesLastWeekAndSaysSoWhenNothingBeatsIt) {
  // Each week repeats the one before it, up to a level that jumps every three weeks.
  DailySeries series;
  series.first_day = SimulatedDays::kStart;
  for (int i = 0; i < 42; ++i) {
    series.values.push_back((i < 26 ? 100 : 1000) * (1 + 0.1 * ((i * 5) % 7)));
  }
  const auto forecast = forecast_daily(series, {.horizon = 7});
  ASSERT_TRUE(forecast && forecast->backtest);
  EXPECT_EQ(forecast->method, ForecastMethod::kSeasonalNaive);
  EXPECT_FALSE(forecast->backtest->beats_naive);
  EXPECT_NE(forecast->notes[0].find("last week"), std::string::npos);
  for (int day = 0; day < 7; ++day) {
    EXPECT_NEAR(forecast->days[day].mean, series.values[35 + day], 1e-6);
  }
}

TEST(Forecast, ContinuesAKnownPatternWithoutNoise) {
  const SimulatedDays world{.growth = 0.001, .noise = 0, .past = 84};
  const SimulatedDays::Series series = world.draw(1);
  ForecastOptions options;
  options.festivals = series.future_festivals;
  const auto forecast = forecast_daily(series.past, options);
  ASSERT_TRUE(forecast);
  for (int day = 0; day < 30; ++day) {
    EXPECT_NEAR(forecast->days[day].mean / series.future[day], 1, 0.01) << day;
  }
  EXPECT_TRUE(forecast->backtest->beats_naive);
  EXPECT_LT(forecast->backtest->mase, 0.1);
}

TEST(Forecast, AYearlySeasonNeedsAYear) {
  // The wave's bottom lies behind, and the days ahead rise by a third.
  const SimulatedDays three_years{.wave = 0.4, .past = 2 * 365 + 220, .ahead = 90};
  const SimulatedDays one_year{.wave = 0.4, .past = 365 + 220, .ahead = 90};
  const SimulatedDays less{.wave = 0.4, .past = 220, .ahead = 90};
  ForecastOptions options;
  options.horizon = 90;
  for (const SimulatedDays& world : {three_years, one_year, less}) {
    const SimulatedDays::Series series = world.draw(1);
    const bool knows = world.past > 365;
    options.festivals = series.future_festivals;
    const auto forecast = forecast_daily(series.past, options);
    ASSERT_TRUE(forecast);
    const double total = std::accumulate(series.future.begin(), series.future.end(), 0.0);
    EXPECT_EQ(forecast->method == ForecastMethod::kYearly, knows);
    if (knows) {
      EXPECT_NEAR(forecast->total / total, 1, 0.04);
    } else {
      EXPECT_LT(forecast->total / total, 0.9);
    }
  }
}

TEST(Forecast, ShortSeriesSayWhatTheyCannotDo) {
  const auto none = forecast_daily(SimulatedDays{.past = 6}.draw(1).past);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().category, ErrorCategory::kInput);
  const auto ten = forecast_daily(SimulatedDays{.past = 10}.draw(1).past);
  ASSERT_TRUE(ten);
  EXPECT_EQ(ten->method, ForecastMethod::kMean);
  EXPECT_FALSE(ten->backtest);
  EXPECT_NE(ten->notes[0].find("two weeks"), std::string::npos);
  EXPECT_EQ(ten->days[0].mean, ten->days[5].mean);
  const auto fifteen = forecast_daily(SimulatedDays{.past = 15}.draw(1).past);
  EXPECT_FALSE(fifteen->backtest);
  EXPECT_FALSE(fifteen->notes.empty());
  EXPECT_TRUE(forecast_daily(SimulatedDays{.past = 21}.draw(1).past)->backtest);
}

TEST(Forecast, UnknownFestivalsWidenTheirDays) {
  SimulatedDays::Series series = SimulatedDays{.festival = 0, .past = 60}.draw(1);
  series.past.festivals.clear();
  ForecastOptions options;
  options.festivals = series.future_festivals;
  const auto forecast = forecast_daily(series.past, options);
  ASSERT_TRUE(forecast);
  const auto width = [&](int day) {
    return forecast->days[day].interval.high / forecast->days[day].interval.low;
  };
  EXPECT_GT(width(11), 2 * width(18));
  EXPECT_NE(forecast->notes[0].find("festivals lie ahead"), std::string::npos);
}

TEST(Forecast, ClosedMissingAndEmptyDays) {
  DailySeries series = SimulatedDays{.past = 63}.draw(2).past;
  for (int i = 6; i < 63; i += 7) series.values[i] = 0;  // Sundays
  const auto closed = forecast_daily(series, {.horizon = 14});
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->days[6].mean, 0);
  EXPECT_EQ(closed->days[13].interval.high, 0);
  EXPECT_GT(closed->days[5].interval.low, 0);

  DailySeries missing = SimulatedDays{.past = 63}.draw(2).past;
  const double before = forecast_daily(missing, {.horizon = 14})->total;
  missing.observed.assign(63, 1);
  for (const int day : {17, 18, 40}) {
    missing.observed[day] = 0;
    missing.values[day] = 0;
  }
  EXPECT_NEAR(forecast_daily(missing, {.horizon = 14})->total / before, 1, 0.03);

  series.values.assign(63, 0);
  const auto nothing = forecast_daily(series, {.horizon = 14});
  ASSERT_TRUE(nothing);
  EXPECT_NEAR(nothing->total, 0, 1e-9);
  EXPECT_FALSE(nothing->backtest);
  series.values.assign(63, 5);
  const auto constant = forecast_daily(series, {.horizon = 14});
  EXPECT_NEAR(constant->total, 70, 0.1);
}

TEST(Forecast, NothingIsExpectedOfDaysKnownToBeClosed) {
  const DailySeries series = SimulatedDays{.past = 63}.draw(2).past;
  ForecastOptions options{.horizon = 4, .keep_paths = true};
  const auto open = forecast_daily(series, options);
  options.closed = {0, 1, 0, 0};
  const auto closed = forecast_daily(series, options);
  ASSERT_TRUE(open && closed);
  for (size_t day = 0; day < 4; ++day) {
    EXPECT_EQ(closed->days[day].mean, day == 1 ? 0 : open->days[day].mean);
    EXPECT_EQ(closed->days[day].interval.high, day == 1 ? 0 : open->days[day].interval.high);
  }
  EXPECT_NEAR(closed->total, open->total - open->days[1].mean, 1e-9);
  for (size_t i = 1; i < closed->paths.size(); i += 4) EXPECT_EQ(closed->paths[i], 0);
  options.closed = {1};
  EXPECT_FALSE(forecast_daily(series, options)) << "a flag for each day";
}

TEST(Forecast, NothingIsNanAndIntervalsAreOrdered) {
  SimulatedDraws draws(9);
  for (int world = 0; world < 200; ++world) {
    DailySeries series;
    series.first_day = SimulatedDays::kStart + world;
    const int days = 7 + world / 3;
    for (int i = 0; i < days; ++i) {
      const double kind = draws.uniform();
      series.values.push_back(kind < 0.2 ? 0 : kind < 0.3 ? -5 : std::exp(8 * draws.normal()));
      series.festivals.push_back(draws.uniform() < 0.1);
      series.observed.push_back(draws.uniform() < 0.9);
    }
    ForecastOptions options;
    options.paths = 50;
    const auto forecast = forecast_daily(series, options);
    if (!forecast) continue;
    for (const ForecastDay& day : forecast->days) {
      EXPECT_TRUE(std::isfinite(day.mean) && std::isfinite(day.interval.high)) << world;
      EXPECT_GE(day.interval.low, 0);
      EXPECT_LE(day.interval.low, day.interval.high);
    }
    EXPECT_LE(forecast->total_interval.low, forecast->total_interval.high);
    EXPECT_TRUE(std::isfinite(forecast->total_interval.high));
  }
}

TEST(Forecast, SameSeedSameBitsAndPathsAddUp) {
  const DailySeries series = SimulatedDays{.past = 60}.draw(1).past;
  ForecastOptions options;
  options.keep_paths = true;
  const auto first = forecast_daily(series, options), again = forecast_daily(series, options);
  EXPECT_EQ(first->paths, again->paths);
  ASSERT_EQ(first->paths.size(), 2000u * 30);
  options.seed = 7;
  const auto other = forecast_daily(series, options);
  EXPECT_NE(first->paths, other->paths);
  EXPECT_NEAR(first->total_interval.high / other->total_interval.high, 1, 0.01);
  const double mean = std::accumulate(first->paths.begin(), first->paths.end(), 0.0) / 2000;
  EXPECT_NEAR(mean / first->total, 1, 0.01);
}

TEST(Forecast, WrongOptionsAreErrors) {
  const DailySeries series = SimulatedDays{}.draw(1).past;
  EXPECT_FALSE(forecast_daily(series, {.horizon = 0}));
  ForecastOptions options;
  options.festivals = {1, 0};
  EXPECT_FALSE(forecast_daily(series, options));
  DailySeries broken = series;
  broken.values[2] = INFINITY;
  EXPECT_FALSE(forecast_daily(broken));
}

}  // namespace
}  // namespace footfall
