#include "analytics/usual_baskets.h"

#include <gtest/gtest.h>

#include <cmath>

#include "analytics/descriptive_statistics.h"
#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

struct Shop {
  std::vector<LogBaskets> baskets;
  std::vector<double> truth, next;  // true mean of logarithms; mean of ten more purchases
};

// Customers buy 1 + Poisson times, some far more often than others; noise is skewed (gamma), and
// differs by customer.
Shop simulate(SimulatedDraws& draws, int customers, double spread) {
  Shop shop;
  for (int i = 0; i < customers; ++i) {
    const double truth = 3 + spread * draws.normal(), noise = 0.2 + 0.8 * draws.uniform();
    const auto draw = [&] { return truth + noise * (draws.gamma(1) - 1); };
    LogBaskets baskets;
    baskets.count = 1 + draws.poisson(4 * draws.gamma(0.6));
    for (int purchase = 0; purchase < static_cast<int>(baskets.count); ++purchase) {
      const double value = draw();
      baskets.sum += value;
      baskets.squares += value * value;
    }
    double next = 0;
    for (int purchase = 0; purchase < 10; ++purchase) next += draw() / 10;
    shop.baskets.push_back(baskets);
    shop.truth.push_back(truth);
    shop.next.push_back(next);
  }
  return shop;
}

// p is uniform or larger where all customers draw alike: 5 of 1,000 above 1 % would be 3.3 standard
// deviations, so no more than 20 are called.
TEST(UsualBaskets, ChanceIsNotCalledADifference) {
  SimulatedDraws draws(11);
  int below = 0, called = 0;
  for (int world = 0; world < 1000; ++world) {
    const UsualBaskets found = find_usual_baskets(simulate(draws, 200, 0).baskets);
    below += found.p_value < 0.01;
    called += found.differ;
    if (!found.differ) {
      EXPECT_EQ(found.scores, std::vector<double>(200));
    }
  }
  EXPECT_LE(below, 20);
  EXPECT_LE(called, below);
}

TEST(UsualBaskets, DifferencesAreFoundAndMeasured) {
  SimulatedDraws draws(12);
  double spread = 0;
  for (int world = 0; world < 50; ++world) {
    const UsualBaskets found = find_usual_baskets(simulate(draws, 400, 0.5).baskets);
    EXPECT_TRUE(found.differ);
    spread += found.spread / 50;
  }
  EXPECT_NEAR(spread, 0.5, 0.02);
  // Sure, but too small to speak of.
  const UsualBaskets small = find_usual_baskets(simulate(draws, 20000, 0.08).baskets);
  EXPECT_LT(small.p_value, 0.01);
  EXPECT_FALSE(small.differ);
}

// What a customer's score promises is what further purchases bring: slope 1, which that of raw
// means is not.
TEST(UsualBaskets, ScoresPromiseNoMoreThanComes) {
  SimulatedDraws draws(13);
  const Shop shop = simulate(draws, 20000, 0.4);
  const UsualBaskets found = find_usual_baskets(shop.baskets);
  ASSERT_TRUE(found.differ);
  double product = 0, square = 0, raw_product = 0, raw_square = 0, mean = 0;
  for (size_t i = 0; i < shop.baskets.size(); ++i) {
    const double score = found.scores[i] * found.unit, next = shop.next[i] - 3;
    const double raw = shop.baskets[i].sum / shop.baskets[i].count - 3;
    product += score * next;
    square += score * score;
    raw_product += raw * next;
    raw_square += raw * raw;
    mean += found.scores[i];
  }
  EXPECT_NEAR(product / square, 1, 0.05);
  EXPECT_LT(raw_product / raw_square, 0.75);
  EXPECT_NEAR(mean, 0, 1e-6);
}

TEST(UsualBaskets, NothingToCompare) {
  EXPECT_FALSE(find_usual_baskets({}).differ);
  const std::vector<LogBaskets> once(100, {1, 3, 9}), none(5, LogBaskets{});
  EXPECT_FALSE(find_usual_baskets(once).differ);
  EXPECT_FALSE(find_usual_baskets(none).differ);
  // Two plans, always paid in full: no noise at all.
  std::vector<LogBaskets> plans(60, {4, 4, 4});
  plans.resize(100, {4, 8, 16});
  const UsualBaskets found = find_usual_baskets(plans);
  EXPECT_TRUE(found.differ);
  EXPECT_EQ(found.noise, 0);
  EXPECT_NEAR(found.scores[99] - found.scores[0], 1 / found.unit, 1e-9);
}

}  // namespace
}  // namespace footfall
