#include "analytics/multiple_testing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "analytics/distributions.h"
#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

TEST(AdjustPValues, AgreesWithStatsmodels) {
  std::ifstream file("tests/oracles/statistics.json");
  const nlohmann::json known = nlohmann::json::parse(file)["multitest"];
  const std::vector<double> p = known["p"];
  const auto expect = [&](Correction correction, const char* name) {
    const std::vector<double> adjusted = adjust_p_values(p, correction), values = known[name];
    for (size_t i = 0; i < p.size(); ++i) EXPECT_NEAR(adjusted[i], values[i], 1e-12) << name;
  };
  expect(Correction::kBenjaminiHochberg, "bh");
  expect(Correction::kBenjaminiYekutieli, "by");
  expect(Correction::kHolm, "holm");
}

TEST(AdjustPValues, EdgesAndBrokenValues) {
  EXPECT_TRUE(adjust_p_values({}, Correction::kHolm).empty());
  const std::vector<double> p = {std::nan(""), 0.01, 2, -1};
  const auto adjusted = adjust_p_values(p, Correction::kBenjaminiHochberg);
  EXPECT_EQ(adjusted[0], 1);
  EXPECT_NEAR(adjusted[1], 0.02, 1e-15);
  EXPECT_EQ(adjusted[2], 1);
  EXPECT_EQ(adjusted[3], 0);
}

TEST(Discoveries, StrongestFirstTiesById) {
  const std::vector<TestedRule> rules = {{7, 0.001}, {5, 0.9}, {3, 0.001}, {4, 1e-6}};
  const auto found = discoveries(rules, 0.05);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].id, 4);
  EXPECT_EQ(found[1].id, 3);
  EXPECT_EQ(found[2].id, 7);
  EXPECT_NEAR(found[2].q_value, 0.004 / 3, 1e-12);
}

// Sets of 50 rules with nothing to find: a set with any discovery is a false alarm.
TEST(Discoveries, NothingIsFoundInNoise) {
  constexpr int kSets = 1000;
  SimulatedDraws draws(1);
  int benjamini = 0, holm = 0, uncorrected = 0;
  for (int set = 0; set < kSets; ++set) {
    std::vector<TestedRule> rules(50);
    bool any = false;
    for (TestedRule& rule : rules) {
      rule.p_value = draws.uniform();
      any |= rule.p_value <= 0.05;
    }
    uncorrected += any;
    benjamini += !discoveries(rules, 0.05).empty();
    holm += !discoveries(rules, 0.05, Correction::kHolm).empty();
  }
  EXPECT_GT(uncorrected, 0.85 * kSets);
  EXPECT_LE(benjamini, 71);  // 50 + three standard deviations
  EXPECT_GE(benjamini, 29);  // and not by finding nothing ever
  EXPECT_LE(holm, 71);
}

// With real effects among the rules, the share of false ones among those found stays below q.
TEST(Discoveries, ShareOfFalseOnesIsKept) {
  SimulatedDraws draws(2);
  double false_share = 0, power = 0;
  constexpr int kSets = 500, kReal = 20, kRules = 100;
  for (int set = 0; set < kSets; ++set) {
    std::vector<TestedRule> rules;
    for (int i = 0; i < kRules; ++i) {
      rules.push_back({i, normal_two_sided(draws.normal() + (i < kReal ? 3.5 : 0))});
    }
    const auto found = discoveries(rules, 0.1);
    int wrong = 0;
    for (const Discovery& one : found) wrong += one.id >= kReal;
    false_share += found.empty() ? 0 : double(wrong) / static_cast<double>(found.size()) / kSets;
    power += double(static_cast<int>(found.size()) - wrong) / kReal / kSets;
  }
  EXPECT_LE(false_share, 0.09);  // q × share of nulls is 0.08
  EXPECT_GE(false_share, 0.06);
  EXPECT_GT(power, 0.7);
}

}  // namespace
}  // namespace footfall
