#include "engine/solve.h"

#include <gtest/gtest.h>

#include "model/scenario_yaml.h"

namespace footfall {
namespace {

using enum Target::Figure;

Scenario shipped() { return load_scenario("scenarios/india_retail.yaml")->scenario; }

Expectation solved(const Scenario& scenario, const std::vector<Target>& targets) {
  const auto found = solve(scenario, targets);
  EXPECT_TRUE(found) << found.error().message;
  if (!found) return expect(compile_world(scenario));
  return expect(compile_world(scaled(scenario, found->scales)));
}

std::string refusal(const std::vector<Target>& targets, ErrorCategory category) {
  const auto found = solve(shipped(), targets);
  EXPECT_FALSE(found);
  EXPECT_EQ(found.error().category, category);
  return found.error().message;
}

TEST(Solve, ReachesEveryFigureAtOnce) {
  const Expectation again = solved(shipped(), {{kRevenue, "", 400e6},
                                               {kTransactions, "", 50'000},
                                               {kItems, "", 3.5},
                                               {kFestivalUplift, "", 0.30},
                                               {kAverage, "Senior Citizen", 2000}});
  EXPECT_NEAR(again.all.transactions, 50'000, 50);
  EXPECT_NEAR(again.all.revenue_paise / 100, 400e6, 400e3);
  EXPECT_NEAR(again.all.lines_a_basket(), 3.5, 0.0035);
  EXPECT_NEAR(again.uplifts.festival->mean, 0.30, 1e-3);
  EXPECT_NEAR(again.personas[4].average_paise() / 100, 2000, 2);
}

TEST(Solve, MovesOnePersonaAlone) {
  const Expectation before = expect(compile_world(shipped()));
  const Expectation again = solved(shipped(), {{kTransactions, "Budget Conscious", 9000},
                                               {kItems, "Budget Conscious", 4.2},
                                               {kAverage, "Budget Conscious", 700}});
  EXPECT_NEAR(again.personas[3].transactions, 9000, 9);
  EXPECT_NEAR(again.personas[3].lines_a_basket(), 4.2, 0.0042);
  EXPECT_NEAR(again.personas[3].average_paise() / 100, 700, 0.7);
  for (const size_t other : {0, 1, 2, 4})
    EXPECT_EQ(again.personas[other].revenue_paise, before.personas[other].revenue_paise);
}

TEST(Solve, LetsATargetOfAllMoveWhatPersonasLeave) {
  const Expectation again = solved(
      shipped(), {{kAverage, "", 4000}, {kAverage, "Premium Shopper", 7000}, {kItems, "", 3}});
  EXPECT_NEAR(again.all.average_paise() / 100, 4000, 4);
  EXPECT_NEAR(again.personas[0].average_paise() / 100, 7000, 7);
  EXPECT_NEAR(again.all.lines_a_basket(), 3, 0.003);
}

TEST(Solve, MovesVisitsForRevenueWhenNoPriceIsFree) {
  const Expectation before = expect(compile_world(shipped()));
  const Expectation again = solved(shipped(), {{kAverage, "", 5000}, {kRevenue, "", 200e6}});
  EXPECT_NEAR(again.all.transactions, 40'000, 80);
  EXPECT_LT(again.all.transactions, before.all.transactions);
}

TEST(Solve, ChangesNothingWhenAllIsReached) {
  const auto found = solve(shipped(), {{kItems, "Family Shopper", 4.5952}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->scales.personas[1].item, 1, 2e-3);
  EXPECT_EQ(found->scales.personas[0], PersonaScales());
  Scales none;
  none.personas.resize(5);
  const Scenario same = scaled(shipped(), none);
  EXPECT_EQ(same.personas[0].basket_profile[0].probability, 0.715);
  EXPECT_FALSE(same.personas[0].visit_probability);
}

TEST(Solve, SaysWhatCannotBeReachedAndTheNearest) {
  const auto failure = ErrorCategory::kFailure;
  EXPECT_EQ(refusal({{kTransactions, "", 1e9}}, failure),
            "cannot be reached: transactions = 1000000000 (the nearest is 142500)");
  EXPECT_EQ(refusal({{kItems, "Family Shopper", 9}}, failure),
            "cannot be reached: items.Family Shopper = 9 (the nearest is 7)");
  EXPECT_EQ(refusal({{kItems, "Family Shopper", 0.5}}, failure),
            "cannot be reached: items.Family Shopper = 0.5 (the nearest is 1)");
  EXPECT_NE(refusal({{kAverage, "", 1e9}}, failure).find("average = 1000000000"),
            std::string::npos);
  EXPECT_NE(refusal({{kAverage, "", 5000}, {kRevenue, "", 3e8}, {kTransactions, "", 5e4}}, failure)
                .find("revenue = 300000000 (the nearest is 2500"),
            std::string::npos);
  Scenario quiet = shipped();
  quiet.calendar.festivals.clear();
  EXPECT_EQ(solve(quiet, {{kFestivalUplift, "", 0.3}}).error().category, failure);
}

TEST(Solve, RefusesWhatMakesNoSense) {
  const auto usage = ErrorCategory::kUsage;
  EXPECT_EQ(refusal({{kAverage, "Nobody", 1}}, usage), "no persona is named Nobody");
  EXPECT_EQ(refusal({{kItems, "", 3}, {kItems, "", 4}}, usage),
            "a target must not be given twice: items");
  EXPECT_EQ(refusal({{kFestivalUplift, "Family Shopper", 0.1}}, usage),
            "festival_uplift is of all personas together");
}

}  // namespace
}  // namespace footfall
