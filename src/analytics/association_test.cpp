// Expected p-values are scipy's (fisher_exact, chi2_contingency without correction, 1.17.1).
#include "analytics/association.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>

namespace footfall {
namespace {

struct Pair {
  std::optional<std::string> persona;
  int64_t all, left, right, both;
  double low = 2, high = 3;  // of the lift
  double base = 1, free = 1;
  std::optional<double> variance = {}, degrees = {};  // clustered by customer, of both logarithms
};

Frame rated(const std::vector<Pair>& pairs) {
  Frame frame;
  frame.columns = {make_column("persona", ValueKind::kText),
                   make_column("baskets", ValueKind::kInteger),
                   make_column("left_baskets", ValueKind::kInteger),
                   make_column("right_baskets", ValueKind::kInteger),
                   make_column("both_baskets", ValueKind::kInteger),
                   make_column("lift", ValueKind::kReal),
                   make_column("lift_low", ValueKind::kReal),
                   make_column("lift_high", ValueKind::kReal),
                   make_column("base_lift", ValueKind::kReal),
                   make_column("free_share", ValueKind::kReal),
                   make_column("least_lift", ValueKind::kReal),
                   make_column("lift_variance", ValueKind::kReal),
                   make_column("lift_degrees", ValueKind::kReal),
                   make_column("beyond_variance", ValueKind::kReal),
                   make_column("beyond_degrees", ValueKind::kReal)};
  for (const Pair& pair : pairs) {
    const double expected = static_cast<double>(pair.left) * static_cast<double>(pair.right) /
                            static_cast<double>(pair.all);
    frame.add_row(pair.persona, pair.all, pair.left, pair.right, pair.both,
                  static_cast<double>(pair.both) / expected, pair.low, pair.high, pair.base,
                  pair.free, 1.1, pair.variance, pair.degrees, pair.variance, pair.degrees);
  }
  add_significance(frame);
  return frame;
}

TEST(Association, FisherWhereAnExpectedCountIsSmall) {
  const Frame frame = rated({{{}, 10, 4, 6, 3}, {{}, 10, 4, 5, 0}, {{}, 1000, 12, 40, 6}});
  const double expected[] = {120.0 / 210, 10.0 / 210, 2.168159537125492e-06};
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(frame.at("p_value").reals[i], expected[i], 1e-12);
}

TEST(Association, ChiSquareElsewhere) {
  const Frame frame = rated({{{}, 1000, 300, 200, 80}, {{}, 100000, 5000, 7000, 350}});
  EXPECT_NEAR(frame.at("p_value").reals[0], 0.0005599062480061843, 1e-9);
  EXPECT_NEAR(frame.at("p_value").reals[1], 1.0, 1e-12);
}

TEST(Association, BeyondWhatSizesGive) {
  // Means 60, 60 × 1.5, and 0.48 × 1.5: chi-square of 80 about 60 is that of independence; 80 is
  // about what larger baskets give; poisson.sf(5, 0.72) × 2.
  const Frame frame = rated({{{}, 1000, 300, 200, 80, 1.2, 1.5, 1},
                             {{}, 1000, 300, 200, 80, 1.2, 1.5, 1.5},
                             {{}, 1000, 12, 40, 6, 5, 20, 1.5}});
  EXPECT_NEAR(frame.at("beyond_p_value").reals[0], 0.0005599062480061843, 1e-9);
  EXPECT_NEAR(frame.at("beyond_p_value").reals[1], 0.1589563118794033, 1e-9);
  EXPECT_NEAR(frame.at("beyond_p_value").reals[2], 0.00020963376445832716, 1e-12);
  EXPECT_EQ(frame.at("is_significant").integers, (std::vector<int64_t>{1, 0, 1}));
}

TEST(Association, WhatTheFitTakesAway) {
  // Half of the variance is left: z = 20 / sqrt(60 × .7 × .8 / 2); nothing left, nothing to test.
  const Frame frame =
      rated({{{}, 1000, 300, 200, 80, 1.2, 1.5, 1, 0.5}, {{}, 1000, 300, 200, 80, 1.2, 1.5, 1, 0}});
  EXPECT_NEAR(frame.at("beyond_p_value").reals[0], 1.0635492679527371e-06, 1e-15);
  EXPECT_EQ(frame.at("beyond_p_value").reals[1], 1);
}

TEST(Association, CustomersCanOnlyTakeCertaintyAway) {
  // Lift 4/3: t = log(4/3) / 0.2 with 6 degrees, p = 2 × scipy.stats.t.sf(1.43841, 6); the interval
  // is 4/3 × exp(± 0.2 × t.ppf(.975, 6)). A variance of next to nothing changes nothing.
  const Frame frame = rated({{{}, 1000, 300, 200, 80, 1.2, 1.5, 1, 1, 0.04, 6.0},
                             {{}, 1000, 300, 200, 80, 1.2, 1.5, 1, 1, 1e-9, 60.0}});
  EXPECT_NEAR(frame.at("beyond_p_value").reals[0], 0.20036480724457123, 1e-9);
  EXPECT_NEAR(frame.at("lift_low").reals[0], 0.817339849808348, 1e-9);
  EXPECT_NEAR(frame.at("lift_high").reals[0], 2.1750778188468796, 1e-9);
  EXPECT_NEAR(frame.at("beyond_p_value").reals[1], 0.0005599062480061843, 1e-9);
  EXPECT_EQ(frame.at("lift_low").reals[1], 1.2);
  EXPECT_EQ(frame.at("is_significant").integers, (std::vector<int64_t>{0, 1}));
  EXPECT_EQ(frame.find("beyond_degrees"), nullptr);
  // One customer alone: nothing is known, but numbers stay finite.
  const Frame alone = rated({{{}, 1000, 300, 200, 80, 1.2, 1.5, 1, 1, 1e12, 1.0}});
  EXPECT_NEAR(std::log(alone.at("lift_high").reals[0] / alone.at("lift_low").reals[0]), 28, 1e-9);
  EXPECT_GT(alone.at("beyond_p_value").reals[0], 0.99);
}

TEST(Association, NothingToTestIsNoEvidence) {
  const Frame frame = rated({{{}, 10, 0, 5, 0}, {{}, 10, 10, 5, 5}});
  EXPECT_EQ(frame.at("p_value").reals, (std::vector<double>{1, 1}));
  EXPECT_EQ(frame.at("is_significant").integers, (std::vector<int64_t>{0, 0}));
}

TEST(Association, RowsWithinPersonasAreAFamilyOfTheirOwn) {
  // p = .035 stays alone in its family, but would be called beside two that are certain.
  const Pair certain{{}, 1000, 300, 200, 150};
  const Frame frame =
      rated({certain, certain, {"a", 1000, 200, 100, 28}, {"a", 1000, 200, 100, 20}});
  EXPECT_EQ(frame.at("is_significant").integers, (std::vector<int64_t>{1, 1, 0, 0}));
  EXPECT_NEAR(frame.at("q_value").reals[2], 2 * 0.03501498101966249, 1e-9);
  EXPECT_EQ(frame.find("least_lift"), nullptr);
}

TEST(Association, SmallEffectsAreNotCalledHoweverSure) {
  const Frame frame = rated({{{}, 1000000, 300000, 200000, 63000, 1.04, 1.06},
                             {{}, 1000000, 300000, 200000, 40000, 0.65, 0.68}});
  EXPECT_EQ(frame.at("is_significant").integers, (std::vector<int64_t>{0, 1}));
}

}  // namespace
}  // namespace footfall
