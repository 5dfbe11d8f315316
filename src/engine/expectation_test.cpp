#include "engine/expectation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/scenario_yaml.h"

namespace footfall {
namespace {

Scenario shipped() { return load_scenario("scenarios/india_retail.yaml")->scenario; }

TEST(Expectation, GivesThePublishedTable) {
  const Expectation found = expect(compile_world(shipped()));
  struct Row {
    double transactions, lines, average, share, share_rounding;
  };
  // Family Shopper's average is 5,361.45, confirmed by enumerating every basket.
  constexpr Row kPublished[] = {{25944, 3.19, 8588, 75.2, 0.05},
                                {6716, 4.60, 5361, 12.2, 0.05},
                                {16378, 2.10, 1229, 6.8, 0.05},
                                {7621, 3.80, 1070, 2.75, 0.005},
                                {3440, 3.50, 2625, 3.05, 0.005}};
  ASSERT_EQ(found.personas.size(), 5u);
  for (size_t p = 0; p < 5; ++p) {
    const ExpectedTotals& totals = found.personas[p];
    const Row& row = kPublished[p];
    EXPECT_NEAR(totals.transactions, row.transactions, 0.5) << p;
    EXPECT_NEAR(totals.lines_a_basket(), row.lines, 0.005) << p;
    EXPECT_NEAR(totals.average_paise() / 100, row.average, 0.5) << p;
    EXPECT_NEAR(totals.revenue_paise / found.all.revenue_paise * 100, row.share, row.share_rounding)
        << p;
  }
  EXPECT_NEAR(found.all.transactions, 60100, 50);
  EXPECT_NEAR(found.all.revenue_paise / 1e8, 296.1, 0.05);
  EXPECT_NEAR(found.festival->mean * 100, 39.0, 0.05);
  EXPECT_NEAR(found.weekend->mean * 100, 16.0, 0.05);
}

// Seeds 1 to 300, simulated, gave 148 +- 6, 0.946M +- 0.039M, 0.968 +- 0.040 and 0.779 +- 0.032.
TEST(Expectation, GivesTheDeviationsOverSeeds) {
  const Expectation found = expect(compile_world(shipped()));
  EXPECT_NEAR(std::sqrt(found.all.transactions_variance), 156, 0.5);
  EXPECT_NEAR(std::sqrt(found.all.revenue_variance) / 1e8, 0.996, 0.0005);
  EXPECT_NEAR(found.festival->deviation * 100, 0.97, 0.005);
  EXPECT_NEAR(found.weekend->deviation * 100, 0.745, 0.0005);
}

Scenario one_category(double probability) {
  Scenario scenario;
  scenario.simulation.days = 1;
  scenario.simulation.start_day = 19724;  // a Tuesday
  scenario.simulation.customers_per_persona = 100;
  Persona persona;
  persona.name = "One";
  persona.slot = 1;
  persona.visit_probability = 0.5;
  persona.preferred_time = {{0, 3600}};
  persona.basket_profile = {{"bread", probability, 1, 3, 1000, 2000}};
  scenario.personas = {persona};
  return scenario;
}

TEST(Expectation, CountsOneLineOfAnEmptyDraw) {
  for (const double probability : {0.01, 0.5, 0.9}) {
    const ExpectedTotals all = expect(compile_world(one_category(probability))).all;
    EXPECT_NEAR(all.transactions, 50, 1e-6);
    EXPECT_NEAR(all.lines_a_basket(), 1, 1e-9);
    EXPECT_NEAR(all.average_paise(), 2 * 1500, 1e-6);
  }
}

TEST(Expectation, HasNoUpliftWithoutBothKindsOfDays) {
  const Expectation found = expect(compile_world(one_category(0.5)));
  EXPECT_FALSE(found.festival);
  EXPECT_FALSE(found.weekend);
}

TEST(Expectation, HandCheckedFestivalMultipliers) {
  Scenario scenario = one_category(1);
  scenario.calendar.festivals = {{"Feast", {scenario.simulation.start_day}}};
  scenario.market.quantity_festival = 1.5;
  const ExpectedTotals all = expect(compile_world(scenario)).all;
  EXPECT_NEAR(all.transactions, 75, 1e-6);
  EXPECT_NEAR(all.average_paise(), 2 * 1.5 * 1500 * 1.10, 0.1);
}

TEST(Solve, ReachesEveryFigureAtOnce) {
  const std::vector<Target> targets = {{Target::Figure::kRevenue, "", 400e6},
                                       {Target::Figure::kTransactions, "", 50000},
                                       {Target::Figure::kFestivalUplift, "", 0.30},
                                       {Target::Figure::kAverage, "Senior Citizen", 2000}};
  const auto solved = solve(shipped(), targets);
  ASSERT_TRUE(solved) << solved.error().message;
  const Expectation again = expect(compile_world(scaled(shipped(), solved->scales)));
  EXPECT_NEAR(again.all.transactions, 50000, 50);
  EXPECT_NEAR(again.all.revenue_paise / 100, 400e6, 400e3);
  EXPECT_NEAR(again.festival->mean, 0.30, 1e-3);
  EXPECT_NEAR(again.personas[4].average_paise() / 100, 2000, 2);
}

TEST(Solve, MovesVisitsWhenNoPriceIsFree) {
  const auto solved = solve(one_category(0.5), {{Target::Figure::kAverage, "One", 60},
                                                {Target::Figure::kRevenue, "", 1500}});
  ASSERT_TRUE(solved) << solved.error().message;
  EXPECT_NEAR(solved->expected.all.transactions, 25, 0.1);
}

TEST(Solve, SaysWhatCannotBeReached) {
  const auto much = solve(shipped(), {{Target::Figure::kTransactions, "", 1e9}});
  ASSERT_FALSE(much);
  EXPECT_EQ(much.error().category, ErrorCategory::kFailure);
  EXPECT_NE(much.error().message.find("transactions = 1e+09"), std::string::npos);
  const auto feast = solve(one_category(0.5), {{Target::Figure::kFestivalUplift, "", 0.3}});
  ASSERT_FALSE(feast);
  EXPECT_EQ(feast.error().category, ErrorCategory::kFailure);
  const auto nobody = solve(shipped(), {{Target::Figure::kAverage, "Nobody", 1}});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().category, ErrorCategory::kUsage);
}

}  // namespace
}  // namespace footfall
