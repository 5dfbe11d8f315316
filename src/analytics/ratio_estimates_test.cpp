#include "analytics/ratio_estimates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

// Cluster-robust errors of the rows' mean, by statsmodels: the same linearisation.
TEST(RatioOfSums, AgreesWithClusteredRegression) {
  std::ifstream file("tests/oracles/statistics.json");
  const nlohmann::json known = nlohmann::json::parse(file)["ratio"];
  const std::vector<double> y = known["y"], x = known["x"];
  const auto ratio = ratio_of_sums(y, x);
  ASSERT_TRUE(ratio);
  EXPECT_NEAR(ratio->value, known["value"], 1e-10);
  EXPECT_NEAR(ratio->standard_error, known["se_cluster_robust"], 1e-10);
  EXPECT_NEAR(ratio->interval.low, known["ci"][0], 1e-9);
  EXPECT_NEAR(ratio->interval.high, known["ci"][1], 1e-9);
}

TEST(RatioOfSums, NothingWhereUndefined) {
  EXPECT_FALSE(ratio_of_sums(std::vector<double>{1, 2}, std::vector<double>{0, 0}));
  EXPECT_FALSE(ratio_of_sums(std::vector<double>{1}, std::vector<double>{1}));
  EXPECT_FALSE(ratio_of_sums({}, {}));
  // A customer without either counts for nothing.
  const auto with = ratio_of_sums(std::vector<double>{1, 5, 2, 0}, std::vector<double>{1, 2, 2, 0});
  const auto without = ratio_of_sums(std::vector<double>{1, 5, 2}, std::vector<double>{1, 2, 2});
  EXPECT_EQ(with->interval.high, without->interval.high);
}

struct Sales {
  std::vector<double> treated_amount, treated_visits, other_amount, other_visits;

  UpliftInput input() const { return {treated_amount, treated_visits, other_amount, other_visits}; }
};

// Customers of unequal size, whose visits on treated days are worth `uplift` more.
Sales simulate(double uplift, int customers, uint64_t seed) {
  SimulatedDraws draws(seed);
  Sales sales;
  for (int i = 0; i < customers; ++i) {
    const double size = 20 * draws.gamma(1.5), rate = draws.gamma(1);
    const auto visit_all = [&](int visits, double factor) {
      double amount = 0;
      for (int v = 0; v < visits; ++v) amount += factor * size * draws.gamma(2);
      return amount;
    };
    const int treated = draws.poisson(2 * rate), other = draws.poisson(8 * rate);
    sales.treated_visits.push_back(treated);
    sales.treated_amount.push_back(visit_all(treated, 1 + uplift));
    sales.other_visits.push_back(other);
    sales.other_amount.push_back(visit_all(other, 1));
  }
  return sales;
}

TEST(UpliftOfRatios, IntervalsCoverTheTruth) {
  int covered = 0, excludes_none = 0;
  constexpr int kWorlds = 400;
  for (int world = 0; world < kWorlds; ++world) {
    const auto estimate = uplift_of_ratios(simulate(0.39, 300, 1000 + world).input());
    ASSERT_TRUE(estimate);
    covered += estimate->interval.low <= 0.39 && 0.39 <= estimate->interval.high;
    const auto nothing = uplift_of_ratios(simulate(0, 300, 9000 + world).input());
    excludes_none += nothing->interval.low > 0 || nothing->interval.high < 0;
  }
  EXPECT_GE(covered, 0.915 * kWorlds);  // 0.95 less three standard deviations
  EXPECT_LE(covered, 0.985 * kWorlds);
  EXPECT_LE(excludes_none, 0.085 * kWorlds);
}

TEST(UpliftOfRatios, NothingWhereUndefined) {
  const std::vector<double> some = {1, 2}, none = {0, 0};
  EXPECT_FALSE(uplift_of_ratios({none, none, some, some}));
  EXPECT_FALSE(uplift_of_ratios({some, some, some, none}));
  const auto equal = uplift_of_ratios({some, some, some, some});
  ASSERT_TRUE(equal);
  EXPECT_EQ(equal->value, 0);
}

}  // namespace
}  // namespace footfall
