#include "engine/explain.h"

#include <gtest/gtest.h>

#include "engine/simulate.h"
#include "model/scenario_yaml.h"

namespace footfall {
namespace {

Scenario shipped() { return load_scenario("scenarios/india_retail.yaml")->scenario; }

// Expects row `row` of a segment and its items from `item` on to be what the explanation says.
void expect_row(const World& world, const Explanation& why, const Segment& s, size_t row,
                size_t item) {
  const Batch& t = s.transactions;
  const Batch& i = s.items;
  ASSERT_TRUE(why.visits);
  ASSERT_EQ(why.transaction_id, t.value(0, row));
  ASSERT_EQ(why.customer_id, t.value(1, row));
  ASSERT_EQ(why.at.customer.persona_index, t.value(2, row));
  ASSERT_EQ(int64_t{why.day.day} * 86400 + why.second_of_day, t.value(3, row));
  ASSERT_EQ(why.day.festival, t.value(8, row));
  ASSERT_EQ(why.lines, t.value(9, row));
  ASSERT_EQ(why.units, t.value(10, row));
  ASSERT_EQ(why.amount, t.value(11, row));
  for (const CategoryDraw& draw : why.categories) {
    if (!draw.bought) continue;
    ASSERT_EQ(i.value(0, item), why.transaction_id);
    ASSERT_EQ(world.words[2][2][static_cast<size_t>(i.value(2, item))], draw.name);
    ASSERT_EQ(i.value(3, item), draw.quantity);
    ASSERT_EQ(i.value(4, item), draw.unit_price);
    ASSERT_EQ(i.value(5, item), draw.amount);
    ++item;
  }
}

TEST(Explain, EqualsTheRowsOfRandomTransactions) {
  Scenario scenario = shipped();
  scenario.simulation.days = 40;
  scenario.market.quantity_festival = 1.3;
  scenario.market.weekday_multiplier = {1, 0.5, 1, 1, 1.1, 1, 1};
  const World world = compile_world(scenario);
  int fallbacks = 0, festivals = 0;
  for (uint32_t p = 0; p < world.personas.size(); ++p) {
    const Block block{p, 128, 512};
    const Window window{3, 35};
    Segment segment;
    simulate_block(world, *kernels(), block, window, segment);
    const size_t rows = segment.transactions.rows();
    std::vector<size_t> item_of(rows + 1, 0);
    for (size_t row = 0; row < rows; ++row)
      item_of[row + 1] = item_of[row] + static_cast<size_t>(segment.transactions.value(9, row));
    for (uint32_t n = 0; n < 500; ++n) {
      const size_t row = scale(philox({n, p, 0, 0}, {1, 2})[0], static_cast<uint32_t>(rows));
      const auto at = find_visit(world, segment.transactions.value(0, row));
      ASSERT_TRUE(at) << at.error().message;
      const Explanation why = explain_transaction(scenario, world, *at);
      ASSERT_NO_FATAL_FAILURE(expect_row(world, why, segment, row, item_of[row]));
      fallbacks += why.fallback;
      festivals += why.day.festival != 0;
    }
  }
  EXPECT_GT(fallbacks, 0);
  EXPECT_GT(festivals, 0);
}

TEST(Explain, VisitsExactlyWhenARowExists) {
  Scenario scenario = shipped();
  scenario.simulation.customers_per_persona = 100;
  scenario.market.weekday_multiplier[4] = 0.3;
  scenario.calendar.closed_mask = 0b1000000;
  scenario.calendar.closed_dates = {scenario.simulation.start_day + 9};
  const World world = compile_world(scenario);
  const Window month{0, 30};
  Segment segment;
  simulate_block(world, *kernels(), {2, 0, 100}, month, segment);
  size_t row = 0;
  for (uint32_t day = 0; day < 30; ++day) {
    for (uint32_t customer = 0; customer < 100; ++customer) {
      const bool stored =
          row < segment.transactions.rows() &&
          segment.transactions.value(0, row) ==
              transaction_id(world.days[day].day, customer_id(world.personas[2].slot, customer), 0);
      ASSERT_EQ(visits(world, {{2, customer}, day}), stored) << day << " " << customer;
      row += stored;
    }
  }
  EXPECT_EQ(row, segment.transactions.rows());
}

TEST(Explain, UnknownIdentifiersSayWhy) {
  const World world = compile_world(shipped());
  const auto why = [&](int64_t id) {
    const auto found = find_visit(world, id);
    return found ? std::string() : found.error().message;
  };
  const Day day = world.days[0].day;
  EXPECT_EQ(why(transaction_id(day, customer_id(1, 0), 0)), "");
  EXPECT_NE(why(transaction_id(day - 1, customer_id(1, 0), 0)).find("outside the period"),
            std::string::npos);
  EXPECT_NE(why(transaction_id(day, customer_id(98, 0), 0)).find("slot 98"), std::string::npos);
  EXPECT_NE(why(transaction_id(day, customer_id(1, 1000), 0)).find("1000 customers, not 1001"),
            std::string::npos);
  EXPECT_NE(why(transaction_id(day, customer_id(1, 0), 3)).find("trip 3"), std::string::npos);
  EXPECT_NE(why(-1).find("not a transaction"), std::string::npos);
  EXPECT_NE(why(INT64_MAX).find("not a transaction"), std::string::npos);
  EXPECT_FALSE(find_customer(world, 0));
  EXPECT_FALSE(find_customer(world, 100'000'000));  // the last number of slot 0
  EXPECT_TRUE(find_customer(world, customer_id(1, 999)));
}

}  // namespace
}  // namespace footfall
