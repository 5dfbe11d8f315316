#include "analytics/reorder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

// A textbook case: 20 a day ± 5, 9 days, 97.5 %: 180 + 1.96 × 15 = 209.4.
TEST(ReorderPoint, NormalDemandByHand) {
  const auto point = reorder_point_of_normal(20, 5, {0.975, 9});
  ASSERT_TRUE(point);
  EXPECT_NEAR(point->expected_demand, 180, 1e-9);
  EXPECT_NEAR(point->safety_stock, 1.959964 * 15, 1e-4);
  EXPECT_NEAR(point->point, 209.39946, 1e-4);
  EXPECT_NEAR(point->expected_shortage, 15 * 0.0094453, 1e-4);  // table of the unit normal loss
  // Lead time 9 ± 2 and a week between reviews: sqrt(16 × 25 + 20² × 4) = sqrt(2000).
  const auto slow = reorder_point_of_normal(20, 5, {0.975, 9, 2, 7});
  EXPECT_NEAR(slow->expected_demand, 320, 1e-9);
  EXPECT_NEAR(slow->safety_stock, 1.959964 * std::sqrt(2000), 1e-4);
  // At one half there is no safety stock; without spread there is none at any level.
  EXPECT_NEAR(reorder_point_of_normal(20, 5, {0.5, 9})->safety_stock, 0, 1e-9);
  EXPECT_NEAR(reorder_point_of_normal(20, 0, {0.99, 9})->point, 180, 1e-9);
}

// The quantile of simulated normal demand approaches the closed form.
TEST(ReorderPoint, PathsAgreeWithTheClosedForm) {
  SimulatedDraws draws(1);
  constexpr int kPaths = 20000, kHorizon = 20;
  std::vector<double> paths;
  paths.reserve(kPaths * kHorizon);
  for (int i = 0; i < kPaths * kHorizon; ++i) paths.push_back(20 + 5 * draws.normal());
  for (const ReorderPolicy& policy :
       {ReorderPolicy{0.95, 9}, ReorderPolicy{0.99, 4, 0, 7}, ReorderPolicy{0.95, 9, 2}}) {
    const auto sampled = reorder_point_of_paths(paths, kHorizon, policy);
    const auto normal = reorder_point_of_normal(20, 5, policy);
    ASSERT_TRUE(sampled);
    EXPECT_NEAR(sampled->point / normal->point, 1, 0.01);
    EXPECT_NEAR(sampled->expected_demand / normal->expected_demand, 1, 0.005);
    EXPECT_NEAR(sampled->expected_shortage, normal->expected_shortage,
                0.12 * normal->expected_shortage);
    EXPECT_TRUE(sampled->reliable);
  }
  // A broken day counts in proportion.
  const std::vector<double> even(10, 4);
  EXPECT_NEAR(reorder_point_of_paths(even, 10, {0.9, 2.5})->point, 10, 1e-12);
}

// What the level promises: new cycles exceed the point as rarely.
TEST(ReorderPoint, HistoryKeepsTheServiceLevel) {
  SimulatedDraws draws(2);
  std::vector<double> history;
  history.reserve(3000);
  for (int i = 0; i < 3000; ++i)
    history.push_back(draws.poisson(2) * (draws.uniform() < 0.1 ? 5 : 1));
  const auto point = reorder_point_of_history(history, {0.95, 5});
  ASSERT_TRUE(point);
  EXPECT_TRUE(point->reliable);
  int short_cycles = 0;
  constexpr int kCycles = 4000;
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    double demand = 0;
    for (int day = 0; day < 5; ++day) {
      demand += draws.poisson(2) * (draws.uniform() < 0.1 ? 5 : 1);
    }
    short_cycles += demand > point->point;
  }
  EXPECT_NEAR(short_cycles / double(kCycles), 0.05, 0.015);
}

TEST(ReorderPoint, FewCyclesAreNotReliable) {
  const std::vector<double> month = {3, 5, 2, 8, 1, 9, 4, 3, 5, 2, 8, 1, 9, 4, 3,
                                     5, 2, 8, 1, 9, 4, 3, 5, 2, 8, 1, 9, 4, 3, 5};
  const auto point = reorder_point_of_history(month, {0.95, 7});
  ASSERT_TRUE(point);
  EXPECT_FALSE(point->reliable);
  EXPECT_NEAR(point->expected_demand, 32, 1e-9);  // every seven days hold the same
}

TEST(ReorderPoint, NothingWhereUndefined) {
  const std::vector<double> week(7, 1);
  for (const ReorderPolicy& bad :
       {ReorderPolicy{0}, ReorderPolicy{1}, ReorderPolicy{0.9, 0}, ReorderPolicy{0.9, 7, -1},
        ReorderPolicy{0.9, 7, 0, -1}, ReorderPolicy{std::nan("")}}) {
    EXPECT_FALSE(reorder_point_of_normal(1, 1, bad));
    EXPECT_FALSE(reorder_point_of_history(week, bad));
    EXPECT_FALSE(reorder_point_of_paths(week, 7, bad));
  }
  EXPECT_FALSE(reorder_point_of_normal(-1, 1, {}));
  EXPECT_FALSE(reorder_point_of_normal(1, std::nan(""), {}));
  EXPECT_FALSE(reorder_point_of_history(week, {0.9, 8}));
  EXPECT_FALSE(reorder_point_of_history({}, {}));
  EXPECT_FALSE(reorder_point_of_paths(week, 7, {0.9, 7, 1}));
  EXPECT_FALSE(reorder_point_of_paths({}, 7, {}));
}

}  // namespace
}  // namespace footfall
