#include "analytics/spend_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

nlohmann::json oracle() {
  std::ifstream file("tests/oracles/btyd.json");
  return nlohmann::json::parse(file)["gammagamma"];
}

std::vector<SpendHistory> cdnow() {
  std::ifstream file("tests/oracles/cdnow.csv");
  std::string line;
  std::getline(file, line);
  std::vector<SpendHistory> customers;
  double repeats, last, observed, mean;
  char comma;
  while (file >> repeats >> comma >> last >> comma >> observed >> comma >> mean) {
    if (repeats > 0 && mean > 0) customers.push_back({repeats, mean});
  }
  return customers;
}

TEST(SpendFit, FindsThePublishedParametersOfCdnow) {
  const auto fit = fit_spend(cdnow());
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->identified) << fit->reason;
  EXPECT_EQ(fit->customers, 946);
  const nlohmann::json known = oracle();
  EXPECT_NEAR(fit->parameters.p, known["params"]["p"], 2e-4);
  EXPECT_NEAR(fit->parameters.q, known["params"]["q"], 1e-4);
  EXPECT_NEAR(fit->parameters.v, known["params"]["v"], 1e-3);
  EXPECT_NEAR(fit->log_likelihood, known["ll_sum"], 1e-6);
  // Standard errors printed by lifetimes 0.11.3.
  EXPECT_NEAR((*fit->standard_error)[0], 1.189687, 2e-3);
  EXPECT_NEAR((*fit->standard_error)[1], 0.290166, 5e-4);
  EXPECT_NEAR((*fit->standard_error)[2], 4.159994, 8e-3);
  EXPECT_NEAR(*fit->correlation, 0.11, 0.005);  // as the literature reports for CDNOW
}

TEST(SpendModel, ExpectedSpendAgreesWithLifetimes) {
  const nlohmann::json known = oracle();
  const SpendParameters parameters{known["params"]["p"], known["params"]["q"],
                                   known["params"]["v"]};
  for (const nlohmann::json& entry : known["cases"]) {
    EXPECT_NEAR(*expected_spend(parameters, {entry["x"], entry["m"]}), entry["E_M"], 1e-10);
  }
}

TEST(SpendModel, SumOfTheCustomersIsTheTotal) {
  const std::vector<SpendHistory> customers = cdnow();
  const auto fit = fit_spend(customers);
  double sum = 0;
  for (const SpendHistory& customer : customers) sum += log_likelihood(fit->parameters, customer);
  EXPECT_NEAR(sum, fit->log_likelihood, 1e-7);
}

TEST(SpendModel, ShrinksTowardsThePopulation) {
  const SpendParameters parameters{6, 4, 15};
  const double population = *expected_spend(parameters, {0, 0});
  EXPECT_NEAR(population, 6.0 * 15 / 3, 1e-12);
  double before = population;
  for (const double purchases : {1.0, 3.0, 10.0, 1000.0}) {
    const double now = *expected_spend(parameters, {purchases, 80});
    EXPECT_GT(now, before);
    before = now;
  }
  EXPECT_NEAR(before, 80, 0.1);
  EXPECT_FALSE(expected_spend({1, 0.8, 5}, {0, 0}));
}

// Binned rows are fitted; the likelihood of all customers must be as good there as nearby.
TEST(SpendFit, ManyCustomersAreBinnedWithoutHarm) {
  SimulatedDraws draws(6);
  std::vector<SpendHistory> customers;
  for (int i = 0; i < 60'000; ++i) {
    const double scale = draws.gamma(4) / 90, purchases = 1 + draws.poisson(3);
    customers.push_back({purchases, draws.gamma(2 * purchases) / scale / purchases});
  }
  const auto fit = fit_spend(customers);
  ASSERT_TRUE(fit && fit->identified);
  const auto total = [&](const SpendParameters& parameters) {
    double sum = 0;
    for (const SpendHistory& customer : customers) sum += log_likelihood(parameters, customer);
    return sum;
  };
  const double best = total(fit->parameters);
  EXPECT_NEAR(fit->log_likelihood, best, 0.1);  // of 60,000 customers
  const auto& [p, q, v] = fit->parameters;
  const auto& error = *fit->standard_error;
  for (const double step : {-0.1, 0.1}) {  // of a standard error
    EXPECT_GT(best, total({p + step * error[0], q, v}));
    EXPECT_GT(best, total({p, q + step * error[1], v}));
    EXPECT_GT(best, total({p, q, v + step * error[2]}));
  }
}

TEST(SpendFit, RecoversKnownTruth) {
  SimulatedDraws draws(5);
  const SpendParameters truth{3, 5, 120};
  std::vector<SpendHistory> customers;
  for (int i = 0; i < 20000; ++i) {
    const double scale = draws.gamma(truth.q) / truth.v;
    const double purchases = 1 + draws.poisson(2);
    customers.push_back({purchases, draws.gamma(truth.p * purchases) / scale / purchases});
  }
  const auto fit = fit_spend(customers);
  ASSERT_TRUE(fit && fit->identified);
  EXPECT_NEAR(fit->parameters.p, truth.p, 3 * (*fit->standard_error)[0]);
  EXPECT_NEAR(fit->parameters.q, truth.q, 3 * (*fit->standard_error)[1]);
  EXPECT_NEAR(fit->parameters.v, truth.v, 3 * (*fit->standard_error)[2]);
  EXPECT_NEAR(*fit->correlation, 0, 0.03);
  std::reverse(customers.begin(), customers.end());
  EXPECT_EQ(fit_spend(customers)->parameters.p, fit->parameters.p);
}

TEST(SpendFit, DegenerateInputsAreNamedAndFinite) {
  const std::vector<std::vector<SpendHistory>> cases = {{},
                                                        {{2, 30}},
                                                        {{2, 30}, {1, 5}},
                                                        std::vector<SpendHistory>(300, {3, 25}),
                                                        std::vector<SpendHistory>(300, {1, 1e9})};
  for (const std::vector<SpendHistory>& customers : cases) {
    const auto fit = fit_spend(customers);
    ASSERT_TRUE(fit);
    EXPECT_FALSE(fit->identified);
    EXPECT_FALSE(fit->reason.empty());
    EXPECT_EQ(fit->fitted, !customers.empty());
    EXPECT_TRUE(std::isfinite(fit->log_likelihood));
    for (const SpendHistory& customer : customers) {
      const auto spend = expected_spend(fit->parameters, customer);
      EXPECT_TRUE(!spend || (std::isfinite(*spend) && *spend > 0));
    }
  }
  // All alike: the customer's own mean is all there is to say.
  const auto alike = fit_spend(cases[3]);
  EXPECT_NEAR(*expected_spend(alike->parameters, {3, 25}), 25, 0.5);
  for (const SpendHistory& bad : {SpendHistory{0, 5}, SpendHistory{1, 0}, SpendHistory{1, -2},
                                  SpendHistory{std::nan(""), 1}}) {
    EXPECT_FALSE(fit_spend(std::vector<SpendHistory>{bad}));
  }
}

}  // namespace
}  // namespace footfall
