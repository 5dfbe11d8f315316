// Any plan covers every customer of the table once and every customer-day once, in row order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "model/scenario_yaml.h"
#include "run/random_world_test.h"

namespace footfall {
namespace {

PlanOptions drawn_options() {
  PlanOptions options;
  options.block_customers = drawn<uint32_t>(1, 300);
  options.chunk_items = drawn(1, 3'000);
  options.window_days = drawn<uint32_t>(0, 50);
  options.customers = drawn(0, 1) == 1;
  options.whole_months = drawn(0, 1) == 1;
  return options;
}

// Returns the first customer's identifier of a block.
int64_t first_id(const World& world, Block block) {
  return customer_id(world.personas[block.persona_index].slot, block.first);
}

RC_GTEST_PROP(PlanProperty, BlocksHoldEveryCustomerOnce, ()) {
  const World world = compile_world(drawn_scenario());
  const Plan plan = make_plan(world, drawn_options());
  std::vector<uint64_t> customers(world.personas.size());
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    const Block& block = plan.blocks[b];
    RC_ASSERT(block.count > 0u);
    RC_ASSERT(block.first % kCustomersPerGroup == 0u);
    RC_ASSERT(block.first == customers[block.persona_index]);
    customers[block.persona_index] += block.count;
    if (b > 0) RC_ASSERT(first_id(world, block) > first_id(world, plan.blocks[b - 1]));
  }
  for (size_t p = 0; p < customers.size(); ++p)
    RC_ASSERT(customers[p] == world.personas[p].customer_count);
}

RC_GTEST_PROP(PlanProperty, ChunksHoldEveryDayOfEveryBlockOnceInOrder, ()) {
  const World world = compile_world(drawn_scenario());
  const PlanOptions options = drawn_options();
  const Plan plan = make_plan(world, options);
  uint32_t next_day = 0;
  size_t next_block = 0, next_customers = 0;
  for (size_t c = 0; c < plan.chunks.size(); ++c) {
    const Chunk chunk = plan.chunks[c];
    RC_ASSERT(chunk.first_block < chunk.last_block);
    if (chunk.kind == Chunk::Kind::kCustomers) {
      RC_ASSERT(options.customers && next_day == 0u && next_block == 0u);
      RC_ASSERT(chunk.first_block == next_customers);
      next_customers = chunk.last_block;
      continue;
    }
    RC_ASSERT(chunk.window.first == next_day && chunk.first_block == next_block);
    RC_ASSERT(chunk.window.count == 1u ||
              (next_block == 0u && chunk.last_block == plan.blocks.size()));
    if (options.window_days > 0) RC_ASSERT(chunk.window.count <= options.window_days);
    if (options.whole_months) {
      const Day first = world.days[chunk.window.first].day;
      RC_ASSERT(civil_from_day(first).month ==
                civil_from_day(first + static_cast<Day>(chunk.window.count) - 1).month);
    }
    next_block = chunk.last_block == plan.blocks.size() ? 0 : chunk.last_block;
    if (next_block == 0) next_day += chunk.window.count;
  }
  RC_ASSERT(next_customers == (options.customers ? plan.blocks.size() : 0));
  if (!plan.blocks.empty()) RC_ASSERT(next_day == world.days.size());
  RC_ASSERT(next_block == 0u);
}

// Without a window asked for, no chunk expects more items than it may by more than one block or
// day.
RC_GTEST_PROP(PlanProperty, ChunksStaySmall, ()) {
  const World world = compile_world(drawn_scenario());
  PlanOptions options = drawn_options();
  options.window_days = 0;
  const Plan plan = make_plan(world, options);
  std::vector<double> block_items;
  for (const Block& block : plan.blocks)
    block_items.push_back(expected_items_a_day(world.personas[block.persona_index]) * block.count);
  for (size_t c = 0; c < plan.chunks.size(); ++c) {
    const Chunk chunk = plan.chunks[c];
    if (chunk.kind == Chunk::Kind::kCustomers) continue;
    const auto begin = block_items.begin() + static_cast<long>(chunk.first_block);
    const auto end = block_items.begin() + static_cast<long>(chunk.last_block);
    const double items = std::accumulate(begin, end, 0.0) * chunk.window.count;
    RC_ASSERT(items <=
              options.chunk_items * (1 + 1e-9) + (chunk.window.count == 1 ? *(end - 1) : 0));
  }
}

// What a plan expects is what a run gives, on average: within a fifth for thousands of items.
TEST(Plan, ExpectsTheItemsThatCome) {
  Scenario scenario = load_scenario("scenarios/india_retail.yaml")->scenario;
  World world = compile_world(scenario);
  double expected = 0;
  for (const WorldPersona& persona : world.personas)
    expected += expected_items_a_day(persona) * persona.customer_count * 30;
  RunOptions options;
  options.formats = {"null"};
  const auto totals = run_simulation(scenario, world, options);
  ASSERT_TRUE(totals);
  EXPECT_NEAR(static_cast<double>(totals->tables[2].rows) / expected, 1, 0.2);
}

}  // namespace
}  // namespace footfall
