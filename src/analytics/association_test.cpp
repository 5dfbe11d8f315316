// Expected values are scipy's (fisher_exact, chi2_contingency without correction, 1.17.1) and
// statsmodels' (multipletests fdr_bh).
#include "analytics/association.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(Association, FisherWhereAnExpectedCountIsSmall) {
  EXPECT_NEAR(independence_p_value({10, 4, 6, 3}), 120.0 / 210.0, 1e-12);
  EXPECT_NEAR(independence_p_value({10, 4, 5, 0}), 10.0 / 210.0, 1e-12);
  EXPECT_NEAR(independence_p_value({1000, 12, 40, 6}), 2.168159537125492e-06, 1e-12);
}

TEST(Association, ChiSquareElsewhere) {
  EXPECT_NEAR(independence_p_value({1000, 300, 200, 80}), 0.0005599062480061843, 1e-9);
  EXPECT_NEAR(independence_p_value({100000, 5000, 7000, 350}), 1.0, 1e-12);
}

TEST(Association, NothingToTestIsNoEvidence) {
  EXPECT_EQ(independence_p_value({10, 0, 5, 0}), 1.0);
  EXPECT_EQ(independence_p_value({10, 10, 5, 5}), 1.0);
}

TEST(Association, FalseDiscoveryRate) {
  const std::vector<double> q = false_discovery({0.01, 0.04, 0.03, 0.005, 0.5});
  const double expected[] = {0.025, 0.05, 0.05, 0.025, 0.5};
  for (size_t i = 0; i < q.size(); ++i) EXPECT_NEAR(q[i], expected[i], 1e-12);
  EXPECT_TRUE(false_discovery({}).empty());
}

}  // namespace
}  // namespace footfall
