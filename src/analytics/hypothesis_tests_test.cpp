#include "analytics/hypothesis_tests.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "analytics/distributions.h"

namespace footfall {
namespace {

// Values of SciPy and statsmodels.
nlohmann::json oracle(const char* part) {
  std::ifstream file("tests/oracles/statistics.json");
  return nlohmann::json::parse(file)[part];
}

std::vector<double> flatten(const nlohmann::json& table) {
  std::vector<double> values;
  for (const nlohmann::json& row : table) values.insert(values.end(), row.begin(), row.end());
  return values;
}

TEST(Distributions, AgreeWithSciPy) {
  const nlohmann::json known = oracle("distributions");
  for (const auto& row : known["norm_ppf"]) EXPECT_NEAR(normal_quantile(row[0]), row[1], 1e-12);
  for (const auto& row : known["norm2"]) {
    EXPECT_NEAR(normal_two_sided(row[0]) / double{row[1]}, 1, 1e-10);
  }
  for (const auto& row : known["t_ppf"]) {
    EXPECT_NEAR(student_t_quantile(row[0], row[1]) / double{row[2]}, 1, 1e-9);
  }
  for (const auto& row : known["t2"]) {
    EXPECT_NEAR(student_t_two_sided(row[0], row[1]) / double{row[2]}, 1, 1e-10);
  }
  for (const auto& row : known["chi2"]) {
    EXPECT_NEAR(chi_square_upper(row[0], row[1]) / double{row[2]}, 1, 1e-10);
  }
  for (const auto& row : known["beta"]) {
    EXPECT_NEAR(beta_regularized(row[0], row[1], row[2]) / double{row[3]}, 1, 1e-9);
  }
  for (const auto& row : known["lgamma"]) {
    EXPECT_NEAR(log_gamma(row[0]), row[1], 1e-12 * (1 + std::abs(double{row[1]})));
    EXPECT_NEAR(digamma(row[0]), row[2], 1e-12 * (1 + std::abs(double{row[2]})));
  }
  EXPECT_NEAR(normal_cdf(normal_quantile(0.3)), 0.3, 1e-15);
}

TEST(WelchTest, AgreesWithSciPy) {
  const nlohmann::json known = oracle("welch");
  const std::vector<double> a = known["a"], b = known["b"];
  const auto test = welch_test(describe(a), describe(b));
  ASSERT_TRUE(test);
  EXPECT_NEAR(describe(a).variance, known["var_a"], 1e-12);
  EXPECT_NEAR(test->t, known["t"], 1e-12);
  EXPECT_NEAR(test->degrees, known["df"], 1e-10);
  EXPECT_NEAR(test->p_value, known["p"], 1e-12);
  EXPECT_NEAR(test->difference, known["diff_a_minus_b"], 1e-12);
  EXPECT_NEAR(test->interval.low, known["ci95"][0], 1e-10);
  EXPECT_NEAR(test->interval.high, known["ci95"][1], 1e-10);
}

TEST(WelchTest, UndefinedWithoutSpreadOrValues) {
  const Sample flat{5, 2, 0}, one{1, 2, 0}, fine{5, 2, 1};
  EXPECT_FALSE(welch_test(flat, flat));
  EXPECT_FALSE(welch_test(one, fine));
  EXPECT_TRUE(welch_test(flat, fine));
  EXPECT_EQ(describe({}).count, 0);
  EXPECT_EQ(describe(std::vector<double>{3}).variance, 0);
}

TEST(CompareShares, AgreesWithStatsmodels) {
  for (const nlohmann::json& known : oracle("two_prop")) {
    const Share first{known["x1"], known["n1"]}, second{known["x2"], known["n2"]};
    const auto test = compare_shares(first, second);
    ASSERT_TRUE(test);
    EXPECT_NEAR(test->z, known["z"], 1e-12);
    EXPECT_NEAR(test->p_value, known["p"], 1e-12);
    EXPECT_NEAR(test->interval.low, known["low"], 1e-12);
    EXPECT_NEAR(test->interval.high, known["high"], 1e-12);
    const auto wilson = share_interval(first);
    EXPECT_NEAR(wilson->low, known["wilson1"][0], 1e-12);
    EXPECT_NEAR(wilson->high, known["wilson1"][1], 1e-12);
  }
  EXPECT_FALSE(compare_shares({0, 10}, {0, 20}));
  EXPECT_FALSE(compare_shares({1, 0}, {1, 20}));
  EXPECT_FALSE(share_interval({0, 0}));
}

TEST(ChiSquare, IndependenceAgreesWithSciPy) {
  for (const nlohmann::json& known : oracle("chi2")) {
    const auto test = chi_square_independence(flatten(known["table"]), known["table"][0].size());
    ASSERT_TRUE(test);
    EXPECT_NEAR(test->statistic, known["chi2"], 1e-10);
    EXPECT_NEAR(test->p_value, known["p"], 1e-12);
    EXPECT_EQ(test->degrees, known["df"]);
    EXPECT_NEAR(test->smallest_expected, known["min_expected"], 1e-12);
    EXPECT_NEAR(test->cramers_v, known["v"], 1e-12);
  }
  EXPECT_FALSE(chi_square_independence(std::vector<double>{1, 2, 0, 0}, 2));
  EXPECT_FALSE(chi_square_independence(std::vector<double>{0, 0, 0, 0}, 2));
}

TEST(ChiSquare, FitAgreesWithSciPy) {
  for (const nlohmann::json& known : oracle("fit")) {
    const std::vector<double> counts = known["obs"], weights = known["w"];
    const auto test = chi_square_fit(counts, weights);
    ASSERT_TRUE(test);
    EXPECT_NEAR(test->statistic, known["chi2"], 1e-10);
    EXPECT_NEAR(test->p_value, known["p"], 1e-12);
  }
  EXPECT_FALSE(chi_square_fit(std::vector<double>{3, 4}, std::vector<double>{1, 0}));
  EXPECT_FALSE(chi_square_fit(std::vector<double>{0, 0}, std::vector<double>{1, 1}));
}

TEST(FisherExact, AgreesWithSciPy) {
  for (const nlohmann::json& known : oracle("fisher")) {
    const double p = known["p"];
    EXPECT_NEAR(fisher_exact(known["table"]), p, 1e-9 * p + 1e-300) << known;
  }
  EXPECT_EQ(fisher_exact({0, 0, 0, 0}), 1);
}

// Under the null the test must reject at most as often as it promises, over all tables of a margin.
TEST(FisherExact, HoldsItsLevel) {
  double rejected = 0;
  for (int64_t a = 0; a <= 20; ++a) {
    const double weight = std::exp(-log_gamma(a + 1.0) - log_gamma(21.0 - a) - log_gamma(21.0 - a) -
                                   log_gamma(a + 11.0));
    double all = 0;
    for (int64_t k = 0; k <= 20; ++k) {
      all += std::exp(-log_gamma(k + 1.0) - log_gamma(21.0 - k) - log_gamma(21.0 - k) -
                      log_gamma(k + 11.0));
    }
    if (fisher_exact({a, 20 - a, 20 - a, 10 + a}) <= 0.05) rejected += weight / all;
  }
  EXPECT_LE(rejected, 0.05);
  EXPECT_GT(rejected, 0.001);
}

}  // namespace
}  // namespace footfall
