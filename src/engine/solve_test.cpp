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

// A world of one cheap category, whose price can only move in steps of half a cent.
Scenario penny_shop(const std::string& price_range) {
  return parse_scenario(
             "personas: [{name: A, frequency: daily, preferred_time: [1pm-2pm], "
             "basket_profile: {a: {probability: 1, quantity: [1, 1], price_range: " +
                 price_range + "}}}]\nmarket: {price_multiplier: {festival: [1, 1]}}\n",
             "penny.yaml")
      ->scenario;
}

TEST(Solve, MovesPricesInHalfCents) {
  const auto found = solve(penny_shop("[1.00, 1.00]"), {{kAverage, "", 3.785}});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->missed, "");
  EXPECT_NEAR(found->expected.all.average_paise(), 378.5, 0.01);
  const Category& category = found->scenario.personas[0].basket_profile[0];
  EXPECT_EQ(category.price_low_paise + category.price_high_paise, 757);
  EXPECT_LE(category.price_low_paise, category.price_high_paise);
}

TEST(Solve, TakesTheNearestWithinOnePercentAndSaysSo) {
  // 0.5725 lies between 57 and 57.5 cents.
  const auto found = solve(penny_shop("[0.30, 0.30]"), {{kAverage, "", 0.5725}});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_NEAR(found->expected.all.average_paise(), 57.25, 0.26);
  EXPECT_NE(found->missed.find("average = 0.5725 (the nearest is 0.57"), std::string::npos);
  const auto other = solve(penny_shop("[0.30, 0.30]"), {{kAverage, "", 0.5710}});
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_NEAR(other->expected.all.average_paise(), 57, 0.01);  // nearer than 57.5
  const auto third = solve(penny_shop("[0.30, 0.30]"), {{kAverage, "", 0.5739}});
  ASSERT_TRUE(third) << third.error().message;
  EXPECT_NEAR(third->expected.all.average_paise(), 57.5, 0.01);  // nearer than 57
  // 1.3 cents lie between 1 and 1.5: too far from both.
  const auto far = solve(penny_shop("[0.01, 0.01]"), {{kAverage, "", 0.0127}});
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().category, ErrorCategory::kFailure);
}

TEST(Solve, TellsWhatAProbabilityOf1Holds) {
  const auto found = solve(shipped(), {{kTransactions, "", 120'000}});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_NEAR(found->expected.all.transactions, 120'000, 120);
  const AppliedScales& premium = found->applied[0];
  EXPECT_TRUE(premium.visit_is_1);
  EXPECT_NEAR(premium.visit, 1 / 0.8155, 1e-9);
  EXPECT_FALSE(found->applied[4].visit_is_1);
  EXPECT_GT(found->applied[4].visit, premium.visit);
  const auto items = solve(shipped(), {{kItems, "Family Shopper", 6.3}});
  ASSERT_TRUE(items) << items.error().message;
  EXPECT_GT(items->applied[1].items_at_1, 0u);
}

TEST(Solve, KeepsPricesInOrderWhenScaled) {
  Scenario world = shipped();
  for (Category& category : world.personas[0].basket_profile)
    category.price_high_paise = category.price_low_paise;
  Scales scales;
  scales.personas.resize(5);
  for (const double price : {0.001, 0.0137, 0.5, 0.99999, 1.0, 1.00001, 3.3}) {
    scales.personas[0].price = price;
    const Scenario out = scaled(world, scales);
    for (size_t c = 0; c < out.personas[0].basket_profile.size(); ++c) {
      const Category& category = out.personas[0].basket_profile[c];
      EXPECT_LE(category.price_low_paise, category.price_high_paise);
      EXPECT_NEAR(static_cast<double>(category.price_low_paise),
                  static_cast<double>(world.personas[0].basket_profile[c].price_low_paise) * price,
                  1.0);
    }
    if (price == 1.0) {
      EXPECT_EQ(out.personas[0].basket_profile[0].price_low_paise,
                world.personas[0].basket_profile[0].price_low_paise);
    }
  }
}

TEST(Solve, RefusesWhatMakesNoSense) {
  const auto usage = ErrorCategory::kUsage;
  EXPECT_EQ(
      refusal({{kAverage, "Nobody", 1}}, usage).find("no persona is named Nobody; there are "), 0);
  EXPECT_EQ(refusal({{kAverage, "Famly Shoper", 1}}, usage),
            "no persona is named Famly Shoper; did you mean Family Shopper?");
  EXPECT_EQ(refusal({{kItems, "", 3}, {kItems, "", 4}}, usage),
            "a target must not be given twice: items");
  EXPECT_EQ(refusal({{kFestivalUplift, "Family Shopper", 0.1}}, usage),
            "festival_uplift is of all personas together");
}

}  // namespace
}  // namespace footfall
