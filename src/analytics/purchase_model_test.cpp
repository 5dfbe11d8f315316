#include "analytics/purchase_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analytics/customer_value.h"
#include "analytics/purchase_counts.h"
#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

nlohmann::json oracle(const std::string& name) {
  std::ifstream file("tests/oracles/" + name);
  return nlohmann::json::parse(file);
}

std::vector<PurchaseHistory> cdnow() {
  std::ifstream file("tests/oracles/cdnow.csv");
  std::string line;
  std::getline(file, line);
  std::vector<PurchaseHistory> customers;
  PurchaseHistory one;
  char comma;
  while (file >> one.repeats >> comma >> one.last >> comma >> one.observed) {
    std::getline(file, line);
    customers.push_back(one);
  }
  return customers;
}

PurchaseHistory history_of(const nlohmann::json& entry) {
  return {entry["x"], entry["tx"], entry["T"]};
}

// Customers who follow the model exactly, in continuous time.
std::vector<PurchaseHistory> simulate(const PurchaseParameters& truth, int count, double horizon,
                                      uint64_t seed) {
  SimulatedDraws draws(seed);
  std::vector<PurchaseHistory> customers;
  for (int i = 0; i < count; ++i) {
    const double rate = draws.gamma(truth.r) / truth.alpha;
    const double leaving = draws.gamma(truth.a), staying = draws.gamma(truth.b);
    const double p = leaving / (leaving + staying);
    PurchaseHistory customer{0, 0, horizon * (0.5 + 0.5 * draws.uniform())};
    double time = 0;
    bool alive = truth.model == DropoutModel::kAfterRepeat || draws.uniform() >= p;
    while (alive) {
      time -= std::log(draws.uniform()) / rate;
      if (time > customer.observed) break;
      ++customer.repeats;
      customer.last = time;
      alive = draws.uniform() >= p;
    }
    customers.push_back(customer);
  }
  return customers;
}

// Shoppers of the classic model: each day with one probability, and nobody ever leaves.
std::vector<PurchaseHistory> daily_coin(double probability, int count, int days, uint64_t seed) {
  SimulatedDraws draws(seed);
  std::vector<PurchaseHistory> customers;
  for (int i = 0; i < count; ++i) {
    int first = -1;
    PurchaseHistory customer;
    for (int day = 0; day < days; ++day) {
      if (draws.uniform() >= probability) continue;
      if (first < 0) {
        first = day;
      } else {
        ++customer.repeats;
        customer.last = day - first;
      }
    }
    if (first < 0) continue;
    customer.observed = days - 1 - first;
    customers.push_back(customer);
  }
  return customers;
}

TEST(PurchaseModel, LikelihoodAndForecastsOfThePaperAgreeWithLifetimes) {
  const nlohmann::json bgnbd = oracle("btyd.json")["bgnbd"], &fitted = bgnbd["params"];
  const PurchaseParameters parameters{fitted["r"], fitted["alpha"], fitted["a"], fitted["b"]};
  for (const nlohmann::json& entry : bgnbd["cases"]) {
    const PurchaseHistory customer = history_of(entry);
    EXPECT_NEAR(log_likelihood(parameters, customer), entry["ll"], 1e-9);
    EXPECT_NEAR(probability_alive(parameters, customer), entry["p_alive"], 1e-12);
    EXPECT_NEAR(expected_purchases(parameters, customer, 39), entry["E_purchases_next_39"], 1e-10);
    EXPECT_NEAR(expected_purchases(parameters, 39), entry["E_total_up_to_39"], 1e-10);
  }
}

TEST(PurchaseModel, ModifiedModelAgreesWithLifetimes) {
  const nlohmann::json mbg = oracle("btyd_more.json")["mbgnbd"], &p = mbg["params"];
  const PurchaseParameters parameters{p["r"], p["alpha"], p["a"], p["b"],
                                      DropoutModel::kAfterPurchase};
  for (const nlohmann::json& entry : mbg["cases"]) {
    const PurchaseHistory customer = history_of(entry);
    EXPECT_NEAR(log_likelihood(parameters, customer), entry["ll"], 1e-9);
    EXPECT_NEAR(probability_alive(parameters, customer), entry["p_alive"], 1e-12);
    EXPECT_NEAR(expected_purchases(parameters, customer, 39), entry["E"], 1e-9);
  }
  EXPECT_NEAR(expected_purchases(parameters, 39), mbg["E39_fresh"], 1e-9);
}

// The closed form at 60 digits: poles at a = 1, thousands of purchases, horizons of 10^6 scales.
TEST(PurchaseModel, ExpectationHoldsAtExtremes) {
  const nlohmann::json extremes = oracle("btyd_more.json")["expected"];
  for (const nlohmann::json& entry : extremes) {
    const PurchaseParameters parameters{entry["r"], entry["alpha"], entry["a"], entry["b"]};
    const double expected = entry["expected"];
    EXPECT_NEAR(expected_purchases(parameters, history_of(entry), entry["t"]) / expected, 1, 1e-8)
        << entry;
  }
}

TEST(PurchaseModel, NoHorizonNoPurchasesAndMoreWithTime) {
  const PurchaseParameters parameters{0.25, 4, 0.8, 2.4};
  const PurchaseHistory customer{3, 20, 30};
  EXPECT_EQ(expected_purchases(parameters, customer, 0), 0);
  double before = 0;
  for (int step = 0; step < 26; ++step) {  // 1 to 580,000
    const double now = expected_purchases(parameters, customer, std::pow(1.7, step));
    EXPECT_GT(now, before);
    before = now;
  }
}

TEST(PurchaseFit, FindsThePublishedParametersOfCdnow) {
  const auto fit = fit_purchases(cdnow());
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->identified) << fit->reason;
  EXPECT_EQ(fit->customers, 2357);
  EXPECT_EQ(fit->repeat_customers, 946);
  const PurchaseParameters& p = fit->parameters;
  const nlohmann::json bgnbd = oracle("btyd.json")["bgnbd"];
  EXPECT_NEAR(p.r, bgnbd["params"]["r"], 1e-6);
  EXPECT_NEAR(p.alpha, bgnbd["params"]["alpha"], 1e-5);
  EXPECT_NEAR(p.a, bgnbd["params"]["a"], 1e-5);
  EXPECT_NEAR(p.b, bgnbd["params"]["b"], 1e-5);
  EXPECT_NEAR(fit->log_likelihood, bgnbd["ll_sum"], 1e-6);
  EXPECT_GE(fit->log_likelihood, double{bgnbd["ll_sum"]} - 1e-8);
  const nlohmann::json errors = oracle("btyd_more.json")["bgnbd_standard_errors"];
  EXPECT_NEAR((*fit->standard_error)[0], errors["r"], 2e-5);
  EXPECT_NEAR((*fit->standard_error)[1], errors["alpha"], 2e-4);
  EXPECT_NEAR((*fit->standard_error)[2], errors["a"], 2e-4);
  EXPECT_NEAR((*fit->standard_error)[3], errors["b"], 5e-4);
}

TEST(PurchaseFit, FindsTheModifiedModelOfCdnow) {
  const auto fit = fit_purchases(cdnow(), DropoutModel::kAfterPurchase);
  ASSERT_TRUE(fit && fit->identified);
  const nlohmann::json known = oracle("btyd_more.json")["mbgnbd_fit"];
  EXPECT_NEAR(fit->parameters.r, known["r"], 1e-4);
  EXPECT_NEAR(fit->parameters.alpha, known["alpha"], 1e-3);
  EXPECT_NEAR(fit->parameters.a, known["a"], 1e-4);
  EXPECT_NEAR(fit->parameters.b, known["b"], 1e-3);
  EXPECT_NEAR(fit->log_likelihood, known["ll"], 1e-6);
}

TEST(PurchaseFit, SumOfTheCustomersIsTheTotal) {
  const std::vector<PurchaseHistory> customers = cdnow();
  const auto fit = fit_purchases(customers);
  double sum = 0;
  for (const PurchaseHistory& customer : customers)
    sum += log_likelihood(fit->parameters, customer);
  EXPECT_NEAR(sum, fit->log_likelihood, 1e-7);
}

TEST(PurchaseFit, OrderOfCustomersChangesNoBit) {
  std::vector<PurchaseHistory> customers = cdnow();
  const auto fit = fit_purchases(customers);
  std::reverse(customers.begin(), customers.end());
  std::rotate(customers.begin(), customers.begin() + 500, customers.end());
  const auto again = fit_purchases(customers);
  EXPECT_EQ(fit->parameters.b, again->parameters.b);
  EXPECT_EQ(fit->log_likelihood, again->log_likelihood);
}

TEST(PurchaseFit, UnitOfTimeOnlyScalesAlpha) {
  std::vector<PurchaseHistory> customers = cdnow();
  const auto weeks = fit_purchases(customers);
  for (PurchaseHistory& customer : customers) {
    customer.last *= 7;
    customer.observed *= 7;
  }
  const auto days = fit_purchases(customers);
  EXPECT_NEAR(days->parameters.alpha / weeks->parameters.alpha, 7, 1e-5);
  EXPECT_NEAR(days->parameters.a, weeks->parameters.a, 1e-6);
}

// The truth lies within three standard errors in each of the parameters, for both models.
TEST(PurchaseFit, RecoversKnownTruth) {
  for (const DropoutModel model : {DropoutModel::kAfterRepeat, DropoutModel::kAfterPurchase}) {
    const PurchaseParameters truth{0.6, 12, 0.8, 2.5, model};
    const auto fit = fit_purchases(simulate(truth, 20000, 365, 7), model);
    ASSERT_TRUE(fit && fit->identified) << fit->reason;
    const auto& error = *fit->standard_error;
    EXPECT_NEAR(fit->parameters.r, truth.r, 3 * error[0]);
    EXPECT_NEAR(fit->parameters.alpha, truth.alpha, 3 * error[1]);
    EXPECT_NEAR(fit->parameters.a, truth.a, 3 * error[2]);
    EXPECT_NEAR(fit->parameters.b, truth.b, 3 * error[3]);
  }
}

TEST(PurchaseFit, SaysThatNobodyLeavesWhereNobodyLeaves) {
  std::vector<PurchaseHistory> customers;
  for (const double probability : {0.8155, 0.4775, 0.209, 0.1003}) {
    const auto more = daily_coin(probability, 500, 120, 11);
    customers.insert(customers.end(), more.begin(), more.end());
  }
  const auto fit = fit_purchases(customers);
  ASSERT_TRUE(fit && fit->fitted);
  EXPECT_FALSE(fit->identified);
  EXPECT_NE(fit->reason.find("nobody is seen to leave"), std::string::npos) << fit->reason;
  EXPECT_FALSE(fit->standard_error);
  // Whatever the flat likelihood leaves open, the forecast must be near the truth.
  double expected = 0;
  for (const PurchaseHistory& customer : customers) {
    expected += expected_purchases(fit->parameters, customer, 30);
    EXPECT_GT(probability_alive(fit->parameters, customer), 0.5);
  }
  const double truth = 500 * 30 * (0.8155 + 0.4775 + 0.209 + 0.1003);
  EXPECT_NEAR(expected / truth, 1, 0.02);
}

struct Degenerate {
  const char* name;
  std::vector<PurchaseHistory> customers;
  bool fitted;
};

TEST(PurchaseFit, DegenerateInputsAreNamedAndFinite) {
  std::vector<PurchaseHistory> some_without_time(300, PurchaseHistory{});
  for (int i = 0; i < 100; ++i) {
    some_without_time[i] = {double(i % 5), i % 5 ? double(i % 7 + 1) : 0.0, 30};
  }
  const Degenerate cases[] = {
      {"nobody", {}, false},
      {"one customer", {{3, 10, 20}}, true},
      {"two customers", {{3, 10, 20}, {0, 0, 5}}, true},
      {"no time", std::vector<PurchaseHistory>(20, PurchaseHistory{}), false},
      {"some without time", some_without_time, true},
      {"one-time buyers", std::vector<PurchaseHistory>(500, {0, 0, 30}), true},
      {"all alike", std::vector<PurchaseHistory>(500, {4, 20, 30}), true},
      {"every day", std::vector<PurchaseHistory>(500, {29, 29, 29}), true},
      {"once more at once", std::vector<PurchaseHistory>(500, {1, 1e-6, 300}), true},
  };
  for (const DropoutModel model : {DropoutModel::kAfterRepeat, DropoutModel::kAfterPurchase}) {
    for (const Degenerate& entry : cases) {
      const auto fit = fit_purchases(entry.customers, model);
      ASSERT_TRUE(fit) << entry.name;
      EXPECT_EQ(fit->fitted, entry.fitted) << entry.name;
      EXPECT_FALSE(fit->identified) << entry.name;
      EXPECT_FALSE(fit->reason.empty()) << entry.name;
      EXPECT_TRUE(std::isfinite(fit->log_likelihood)) << entry.name;
      for (const PurchaseHistory& customer : entry.customers) {
        const double alive = probability_alive(fit->parameters, customer);
        const double ahead = expected_purchases(fit->parameters, customer, 30);
        EXPECT_TRUE(alive >= 0 && alive <= 1) << entry.name << " " << alive;
        EXPECT_TRUE(std::isfinite(ahead) && ahead >= 0) << entry.name << " " << ahead;
      }
    }
  }
}

TEST(PurchaseFit, ImpossibleHistoriesAreErrors) {
  const double nan = std::nan("");
  for (const PurchaseHistory& bad :
       {PurchaseHistory{-1, 0, 5}, PurchaseHistory{1, 6, 5}, PurchaseHistory{0.5, 1, 5},
        PurchaseHistory{1, 0, 5}, PurchaseHistory{0, 2, 5}, PurchaseHistory{nan, 1, 5},
        PurchaseHistory{1, nan, 5}, PurchaseHistory{1, 1, nan}}) {
    const auto fit = fit_purchases(std::vector<PurchaseHistory>{{0, 0, 9}, bad});
    ASSERT_FALSE(fit);
    EXPECT_EQ(fit.error().category, ErrorCategory::kInput);
    EXPECT_EQ(fit.error().place, "customer 1");
  }
}

TEST(CustomerValue, AgreesWithLifetimes) {
  const nlohmann::json clv = oracle("btyd_more.json")["clv"], &bg = clv["bgnbd"];
  const PurchaseParameters parameters{bg["r"], bg["alpha"], bg["a"], bg["b"]};
  // lifetimes spends the Gamma-Gamma mean of p 6.249, q 3.744, v 15.444.
  const auto spend = [](double x, double m) {
    return (15.444 * 6.249 + 6.249 * x * m) / (6.249 * x + 3.744 - 1);
  };
  const ValueHorizon horizon{clv["period_weeks"], 12, 0.01};
  for (const nlohmann::json& entry : clv["cases"]) {
    const double value =
        customer_value(parameters, history_of(entry), spend(entry["x"], entry["m"]), horizon);
    EXPECT_NEAR(value / double{entry["clv"]}, 1, 1e-9);
  }
}

TEST(CustomerValue, WithoutDiscountIsSpendTimesPurchases) {
  const PurchaseParameters parameters{0.25, 4, 0.8, 2.4};
  const PurchaseHistory customer{3, 20, 30};
  EXPECT_NEAR(customer_value(parameters, customer, 50, {7, 10, 0, 0.4}),
              0.4 * 50 * expected_purchases(parameters, customer, 70), 1e-9);
  EXPECT_EQ(customer_value(parameters, customer, 50, {7, 0, 0.1}), 0);
}

TEST(PurchaseCounts, RecoversTheRepeatRateOfCdnow) {
  std::vector<CountHistory> counts;
  for (const PurchaseHistory& customer : cdnow()) counts.push_back({customer.repeats, 1});
  const auto fit = fit_counts(counts);
  ASSERT_TRUE(fit && fit->identified);
  double mean = 0, likelihood = 0;
  for (const CountHistory& customer : counts) {
    mean += customer.count / static_cast<double>(counts.size());
    likelihood += std::log(count_probability(fit->r, fit->alpha, customer));
  }
  EXPECT_NEAR(fit->r / fit->alpha, mean, 1e-6);
  EXPECT_NEAR(likelihood, fit->log_likelihood, 1e-6);
  const nlohmann::json known = oracle("statistics.json")["nbd_cdnow"];
  EXPECT_NEAR(fit->r, known["r"], 1e-4);
  EXPECT_NEAR(*fit->r_error / double{known["r_se"]}, 1, 0.01);
  EXPECT_NEAR(fit->log_likelihood, known["ll"], 1e-4);
}

TEST(PurchaseCounts, PoissonCountsAreNotIdentified) {
  const std::vector<CountHistory> equal(200, {4, 1});
  const auto fit = fit_counts(equal);
  ASSERT_TRUE(fit && fit->fitted);
  EXPECT_FALSE(fit->identified);
  EXPECT_NEAR(fit->r / fit->alpha, 4, 1e-3);
  EXPECT_FALSE(fit_counts(std::vector<CountHistory>{})->fitted);
  EXPECT_FALSE(fit_counts(std::vector<CountHistory>(9, {0, 1}))->fitted);
  EXPECT_FALSE(fit_counts(std::vector<CountHistory>{{1, 0}}));
}

TEST(PurchaseCounts, RegularityTellsClocksFromChance) {
  SimulatedDraws draws(3);
  std::vector<double> chance, erlang;
  for (int i = 0; i < 20000; ++i) {
    chance.push_back(draws.uniform());  // two exponential gaps: uniform fraction
    const double first = draws.gamma(3), second = draws.gamma(3);
    erlang.push_back(first / (first + second));
  }
  EXPECT_NEAR(*regularity(chance), 1, 0.05);
  EXPECT_NEAR(*regularity(erlang), 3, 0.15);
  EXPECT_FALSE(regularity(std::vector<double>(5, 0.5)));
}

}  // namespace
}  // namespace footfall
