#include "analytics/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "analytics/ratio_estimates.h"
#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

using Columns = std::vector<std::vector<double>>;

ResampledSums resample_columns(const Columns& columns, const BootstrapOptions& options = {}) {
  const std::vector<std::span<const double>> views(columns.begin(), columns.end());
  return resample(views, options);
}

double ratio(std::span<const double> sums) { return sums[0] / sums[1]; }

Columns simulate(int customers, uint64_t seed) {
  SimulatedDraws draws(seed);
  Columns columns(2);
  for (int i = 0; i < customers; ++i) {
    const int visits = draws.poisson(4 * draws.gamma(1));
    const double size = 10 + 20 * draws.gamma(2);
    double amount = 0;
    for (int v = 0; v < visits; ++v) amount += size * draws.gamma(3) / 3;
    columns[0].push_back(amount);
    columns[1].push_back(visits);
  }
  return columns;
}

// A column of ones and one that marks each customer show the weights themselves.
TEST(Resample, WeightsAreThoseOfTheSchemes) {
  constexpr int kCustomers = 2000, kReplicates = 500;
  Columns columns(2, std::vector<double>(kCustomers, 1));
  columns[1].assign(kCustomers, 0);
  columns[1][1234] = 1;
  for (const Resampling scheme : {Resampling::kPoisson, Resampling::kMultinomial}) {
    const ResampledSums sums = resample_columns(columns, {kReplicates, 1, scheme});
    double count = 0, squares = 0, one = 0, one_squares = 0, never = 0;
    for (int r = 0; r < kReplicates; ++r) {
      const double n = sums.replicates[2 * r] - kCustomers, w = sums.replicates[2 * r + 1];
      count += n / kReplicates;
      squares += n * n / kReplicates;
      one += w / kReplicates;
      one_squares += w * w / kReplicates;
      never += (w == 0) / double{kReplicates};
    }
    EXPECT_NEAR(one, 1, 0.14);  // three standard errors
    EXPECT_NEAR(one_squares - one * one, 1, 0.25);
    EXPECT_NEAR(never, std::exp(-1), 0.065);
    if (scheme == Resampling::kMultinomial) {
      EXPECT_EQ(squares, 0);  // as many customers as there are, always
    } else {
      EXPECT_NEAR(count, 0, 6);
      EXPECT_NEAR(squares / kCustomers, 1, 0.2);
    }
  }
}

TEST(Resample, SameSeedSameBitsAndOtherSeedOthers) {
  const Columns columns = simulate(3000, 1);
  const ResampledSums first = resample_columns(columns), again = resample_columns(columns);
  EXPECT_EQ(first.replicates, again.replicates);
  EXPECT_NE(first.replicates, resample_columns(columns, {1000, 43}).replicates);
  // More replicates extend the earlier ones: a draw belongs to its address.
  const ResampledSums fewer = resample_columns(columns, {10, 42});
  EXPECT_TRUE(
      std::equal(fewer.replicates.begin(), fewer.replicates.end(), first.replicates.begin()));
}

TEST(Bootstrap, AgreesWithTheDeltaMethod) {
  const Columns columns = simulate(5000, 2);
  const auto delta = ratio_of_sums(columns[0], columns[1]);
  for (const Resampling scheme : {Resampling::kPoisson, Resampling::kMultinomial}) {
    const auto estimate = bootstrap(resample_columns(columns, {2000, 42, scheme}), ratio);
    ASSERT_TRUE(estimate);
    EXPECT_EQ(estimate->value, delta->value);
    EXPECT_NEAR(estimate->standard_error / delta->standard_error, 1, 0.06);
    EXPECT_NEAR(estimate->percentile.low, delta->interval.low, 0.25 * delta->standard_error);
    EXPECT_NEAR(estimate->basic.high, delta->interval.high, 0.25 * delta->standard_error);
  }
}

TEST(Bootstrap, IntervalsCoverTheTruth) {
  constexpr int kWorlds = 200;
  int percentile = 0, basic = 0;
  for (int world = 0; world < kWorlds; ++world) {
    const Columns columns = simulate(400, 100 + world);
    const auto estimate = bootstrap(resample_columns(columns, {400, 42}), ratio);
    const double truth = 10 + 20 * 2.0;  // visits do not depend on the size
    percentile += estimate->percentile.low <= truth && truth <= estimate->percentile.high;
    basic += estimate->basic.low <= truth && truth <= estimate->basic.high;
  }
  EXPECT_GE(percentile, 0.90 * kWorlds);
  EXPECT_LE(percentile, 0.99 * kWorlds);
  EXPECT_GE(basic, 0.89 * kWorlds);
  EXPECT_LE(basic, 0.99 * kWorlds);
}

TEST(Bootstrap, UndefinedReplicatesAreCountedOrRefused) {
  // One customer in three has a denominator: many replicates of three customers have none.
  const Columns rare = {{1, 2, 3}, {0, 0, 1}};
  const auto estimate = bootstrap(resample_columns(rare), ratio);
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->undefined, 368, 60);
  EXPECT_FALSE(bootstrap(resample_columns({{1, 2}, {0, 0}}), ratio));
  const auto empty = bootstrap(resample_columns({{}, {}}), ratio);
  EXPECT_FALSE(empty);
}

}  // namespace
}  // namespace footfall
