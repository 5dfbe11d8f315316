#include "analytics/one_time_customers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

// Customers since their first purchase, `never` of whom do not return.
std::vector<CountHistory> customers(uint64_t seed, int count, double never, double shape) {
  SimulatedDraws draw(seed);
  std::vector<CountHistory> made;
  for (int i = 0; i < count; ++i) {
    const double exposure = 20 + std::floor(200 * draw.uniform());
    const double rate = 0.03 * draw.gamma(shape) / shape;
    const bool returns = draw.uniform() >= never;
    made.push_back({returns ? static_cast<double>(draw.poisson(rate * exposure)) : 0.0, exposure});
  }
  return made;
}

TEST(OneTimeCustomers, AreFoundWhereSomeNeverReturn) {
  for (const uint64_t seed : {1u, 2u, 3u}) {
    const auto fit = fit_one_time(customers(seed, 1500, 0.35, 2));
    ASSERT_TRUE(fit && fit->fitted);
    EXPECT_LT(fit->p_value, 1e-6);
    EXPECT_NEAR(fit->never_share, 0.35, 0.07);
    EXPECT_NEAR(fit->rate, 0.03, 0.005);
  }
}

// One test in twenty may find what is not there; rates differ much in half of the worlds.
TEST(OneTimeCustomers, AreNoneWhereAllReturn) {
  int found = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const auto fit = fit_one_time(customers(seed, 400, 0, seed % 2 == 0 ? 0.7 : 5));
    ASSERT_TRUE(fit && fit->fitted);
    found += fit->p_value < 0.05;
    EXPECT_GT(fit->p_value, 1e-4) << seed;
  }
  EXPECT_LE(found, 6);
}

TEST(OneTimeCustomers, NobodyReturns) {
  const std::vector<CountHistory> none(30, {0, 10});
  const auto fit = fit_one_time(none);
  ASSERT_TRUE(fit);
  EXPECT_FALSE(fit->fitted);
  EXPECT_EQ(fit->p_value, 1);
  EXPECT_EQ(OneTimeFit{}.chance_of_none(0), 1);
}

}  // namespace
}  // namespace footfall
