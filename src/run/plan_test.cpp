#include "run/plan.h"

#include <gtest/gtest.h>

#include "model/scenario_yaml.h"

namespace footfall {
namespace {

World world_of(int days, int64_t customers) {
  auto loaded = load_scenario("scenarios/india_retail.yaml");
  EXPECT_TRUE(loaded);
  loaded->scenario.simulation.days = days;
  loaded->scenario.simulation.customers_per_persona = customers;
  return compile_world(loaded->scenario);
}

// Every block has every day once, in order of days, then of blocks; customers come first.
TEST(PlanTest, ChunksCoverEveryBlockAndDayInOrder) {
  const struct {
    int days;
    int64_t customers;
    PlanOptions options;
  } cases[] = {
      {30, 1000, {}},
      {1, 1, {}},
      {17, 20'000, {.block_customers = 512, .chunk_items = 1e4}},
      {17, 20'000, {.block_customers = 512, .chunk_items = 1e4, .customers = false}},
      {15, 20'000, {.block_customers = 512, .chunk_items = 1e4, .window_days = 7}},
      {90, 300, {.window_days = 13, .whole_months = true}},
      {90, 20'000, {.block_customers = 4096, .whole_months = true}},
  };
  for (const auto& each : cases) {
    const World world = world_of(each.days, each.customers);
    const Plan plan = make_plan(world, each.options);
    const size_t blocks = plan.blocks.size();
    size_t index = 0;
    for (size_t b = 0; each.options.customers && b < blocks; ++b, ++index) {
      const Chunk chunk = plan.chunks[index];
      EXPECT_EQ(chunk.kind, Chunk::Kind::kCustomers);
      EXPECT_EQ(chunk.first_block, b);
      EXPECT_EQ(chunk.last_block, b + 1);
    }
    for (uint32_t day = 0; day < world.days.size();) {
      size_t block = 0;
      uint32_t count = 0;
      while (block < blocks) {
        ASSERT_LT(index, plan.chunks.size());
        const Chunk chunk = plan.chunks[index++];
        EXPECT_EQ(chunk.kind, Chunk::Kind::kDays);
        EXPECT_EQ(chunk.window.first, day);
        EXPECT_EQ(chunk.first_block, block);
        ASSERT_GT(chunk.last_block, block);
        EXPECT_TRUE(count == 0 || count == chunk.window.count);
        count = chunk.window.count;
        block = chunk.last_block;
      }
      EXPECT_EQ(block, blocks);
      ASSERT_GT(count, 0u);
      day += count;
    }
    EXPECT_EQ(index, plan.chunks.size());
  }
}

// The largest request there is: its chunks are counted, not kept.
TEST(PlanTest, AnyNumberOfChunks) {
  const World world = world_of(89'000, kMaxCustomersPerPersona);
  const Plan plan = make_plan(world, {});
  EXPECT_GT(plan.chunks.size(), 500'000'000u);
  const Chunk last = plan.chunks[plan.chunks.size() - 1];
  EXPECT_EQ(last.window.first, 88'999u);
  EXPECT_EQ(last.last_block, plan.blocks.size());
}

}  // namespace
}  // namespace footfall
