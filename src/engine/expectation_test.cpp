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
  EXPECT_NEAR(found.uplifts.festival->mean * 100, 39.0, 0.05);
  EXPECT_NEAR(found.uplifts.weekend->mean * 100, 16.0, 0.05);
}

// A calendar by hand: Mondays to Sundays of two weeks of 100 customers who come with probability
// .2, at weekends .3; the second Tuesday is a festival of .5, the second Saturday one of .6.
TEST(Expectation, MeasuresWhatDaysDoToVisits) {
  World world;
  WorldPersona persona;
  persona.customer_count = 100;
  persona.category_count = 1;
  persona.quantity_low = persona.quantity_range = persona.price_low = persona.price_range = {1};
  DayKind kind;
  kind.probability = {1};
  for (uint8_t d = 0; d < 14; ++d) {
    const bool weekend = d % 7 >= 5, festival = d == 8 || d == 12;
    const double visit = festival ? (weekend ? .6 : .5) : weekend ? .3 : .2;
    world.days.push_back({Day{d}, festival, static_cast<uint8_t>(d % 7 + 1), weekend});
    kind.festival = festival;
    kind.weekend = weekend;
    persona.kinds.push_back(kind);
    persona.kind_of_day.push_back(d);
    persona.visit_limit.push_back(static_cast<uint64_t>(visit * 4294967296));
  }
  world.personas = {persona, persona};
  world.personas[1].customer_count = 300;
  const Expectation found = expect(world);
  for (const Uplifts& uplifts : {found.uplifts, found.persona_uplifts[0]}) {
    EXPECT_NEAR(*uplifts.festival_visits, (.5 / .2 + .6 / .3) / 2 - 1, 1e-8);
    EXPECT_NEAR(*uplifts.weekend_visits, .3 / .2 - 1, 1e-8);
    EXPECT_NEAR(uplifts.festival->mean, 0, 1e-8);
  }
  for (WorldDay& day : world.days) day.festival = 0;
  EXPECT_FALSE(expect(world).uplifts.festival_visits);
}

// Seeds 1001 to 4000, simulated, gave 157.1 +- 2.0 and 1.004M +- 0.013M; 1 to 300 gave 0.968 +-
// 0.040 and 0.779 +- 0.032 for the uplifts.
TEST(Expectation, GivesTheDeviationsOverSeeds) {
  const Expectation found = expect(compile_world(shipped()));
  EXPECT_NEAR(std::sqrt(found.all.transactions_variance), 156, 0.5);
  EXPECT_NEAR(std::sqrt(found.all.revenue_variance) / 1e8, 0.996, 0.0005);
  EXPECT_NEAR(found.uplifts.festival->deviation * 100, 0.97, 0.005);
  EXPECT_NEAR(found.uplifts.weekend->deviation * 100, 0.745, 0.0005);
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

// From Monday, 1 January 2024, on: 100 customers of probability .5, whom a weekday brings × .4 on
// Tuesdays, × 1.6 on Thursdays and not at all on Sundays; closed on Wednesday the 3rd as well.
TEST(Expectation, FollowsWeekdaysAndClosedDays) {
  Scenario scenario = one_category(1);
  scenario.simulation.start_day = 19723;
  scenario.simulation.days = 7;
  scenario.market.visit_weekend = 1;
  scenario.market.weekday_multiplier = {1, 0.4, 1, 1.6, 1, 1, 0};
  scenario.calendar.closed_dates = {scenario.simulation.start_day + 2};
  const Expectation found = expect(compile_world(scenario));
  EXPECT_NEAR(found.all.transactions, 100 * (.5 + .2 + .8 + .5 + .5), 1e-6);
  EXPECT_NEAR(found.all.transactions_variance, 100 * (3 * .25 + .16 + .16), 1e-6);
  EXPECT_EQ(found.day_types[kClosedDay].days, 2);
  EXPECT_EQ(found.day_types[kClosedDay].totals.transactions, 0);
  EXPECT_EQ(found.day_types[day_type(false, false)].days, 4);
  EXPECT_EQ(found.day_types[day_type(false, true)].days, 1);
  EXPECT_NEAR(*found.uplifts.weekend_visits, .5 / ((.5 + .2 + .8 + .5) / 4) - 1, 1e-8);
}

TEST(Expectation, HasNoUpliftWithoutBothKindsOfDays) {
  const Expectation found = expect(compile_world(one_category(0.5)));
  EXPECT_FALSE(found.uplifts.festival);
  EXPECT_FALSE(found.uplifts.weekend);
}

TEST(Expectation, HandCheckedFestivalMultipliers) {
  Scenario scenario = one_category(1);
  scenario.calendar.festivals = {{"Feast", {scenario.simulation.start_day}}};
  scenario.market.quantity_festival = 1.5;
  const ExpectedTotals all = expect(compile_world(scenario)).all;
  EXPECT_NEAR(all.transactions, 75, 1e-6);
  EXPECT_NEAR(all.average_paise(), 2 * 1.5 * 1500 * 1.10, 0.1);
}

TEST(Expectation, SplitsByPersonaAndDayType) {
  const Scenario scenario = shipped();
  const Expectation found = expect(compile_world(scenario));
  double transactions = 0, revenue = 0, variance = 0;
  int days = 0;
  for (const ExpectedDays& type : found.day_types) {
    days += type.days;
    transactions += type.totals.transactions;
    revenue += type.totals.revenue_paise;
    variance += type.totals.revenue_variance;
  }
  EXPECT_EQ(days, 30);
  EXPECT_NEAR(transactions, found.all.transactions, 1e-6);
  EXPECT_NEAR(revenue, found.all.revenue_paise, 1);
  EXPECT_NEAR(variance / found.all.revenue_variance, 1, 1e-9);
  // January 2024: 8 weekend days of 30; Makar Sankranti from the 13th (a Saturday) to the 17th.
  EXPECT_EQ(found.day_types[day_type(false, false)].days, 19);
  EXPECT_EQ(found.day_types[day_type(false, true)].days, 6);
  EXPECT_EQ(found.day_types[day_type(true, false)].days, 3);
  EXPECT_EQ(found.day_types[day_type(true, true)].days, 2);
  // A persona's uplifts are those of a world in which it is alone.
  for (size_t p = 0; p < 5; ++p) {
    Scenario alone = scenario;
    alone.personas = {scenario.personas[p]};
    const Expectation single = expect(compile_world(alone));
    EXPECT_NEAR(found.persona_uplifts[p].festival->mean, single.uplifts.festival->mean, 1e-12);
    EXPECT_NEAR(found.persona_uplifts[p].weekend->deviation, single.uplifts.weekend->deviation,
                1e-12);
  }
}

TEST(Expectation, AveragesHaveADeviation) {
  // One line of one price: the average of a transaction varies as its quantity does.
  Scenario scenario = one_category(1);
  scenario.personas[0].basket_profile[0].price_low_paise = 1000;
  scenario.personas[0].basket_profile[0].price_high_paise = 1000;
  const ExpectedTotals all = expect(compile_world(scenario)).all;
  EXPECT_NEAR(all.average_variance(), 1000.0 * 1000 * (2.0 / 3) / 50, 1);
  EXPECT_EQ(ExpectedTotals().average_variance(), 0);
}

}  // namespace
}  // namespace footfall
