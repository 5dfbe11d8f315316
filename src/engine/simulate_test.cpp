#include "engine/simulate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/scenario_yaml.h"
#include "table/content_hash.h"

namespace footfall {
namespace {

Scenario shipped() { return load_scenario("scenarios/india_retail.yaml")->scenario; }

// Plays whole days over blocks of `size` customers and hashes rows in output order.
Hash128 item_hash(const Scenario& scenario, const Kernels& kernels, uint32_t size,
                  uint32_t window_days) {
  const World world = compile_world(scenario);
  ContentHash hash(Table::kItems, world.words[2]);
  for (uint32_t d = 0; d < world.days.size(); d += window_days) {
    const Window window{
        d, std::min<uint32_t>(window_days, static_cast<uint32_t>(world.days.size()) - d)};
    std::vector<std::unique_ptr<Segment>> segments;
    for (uint32_t p = 0; p < world.personas.size(); ++p) {
      for (uint32_t first = 0; first < world.personas[p].customer_count; first += size) {
        const Block block{p, first, std::min(size, world.personas[p].customer_count - first)};
        segments.push_back(std::make_unique<Segment>());
        simulate_block(world, kernels, block, window, *segments.back());
      }
    }
    for (uint32_t i = 0; i < window.count; ++i) {
      for (const auto& segment : segments) {
        Batch day(Table::kItems, segment->items.rows());
        day.append(segment->items, segment->item_begin[i],
                   segment->item_begin[i + 1] - segment->item_begin[i]);
        hash.add(day);
      }
    }
  }
  return hash.digest();
}

TEST(Simulate, EveryKernelBlockAndWindowGiveTheSameRows) {
  Scenario scenario = shipped();
  scenario.simulation.customers_per_persona = 333;
  const Hash128 expected = item_hash(scenario, *scalar_kernels(), 4096, 30);
  int tested = 0;
  for (const char* name : {"scalar", "avx2", "avx512"}) {
    const Kernels* found = kernels(name);
    if (found == nullptr) {
      std::printf("SKIPPED kernel %s: this machine lacks it\n", name);
      continue;
    }
    ++tested;
    for (const uint32_t size : {64u, 128u, 4096u}) {
      for (const uint32_t days : {1u, 7u, 30u}) {
        EXPECT_EQ(to_hex(item_hash(scenario, *found, size, days)), to_hex(expected))
            << name << size << days;
      }
    }
  }
  EXPECT_GE(tested, 1);
}

TEST(Simulate, OddCategoryCountsAgreeAcrossKernels) {
  for (const int categories : {1, 2, 15, 16, 17, 33, 70}) {
    Scenario scenario = shipped();
    scenario.simulation.customers_per_persona = 70;
    scenario.personas.resize(1);
    const Category model = scenario.personas[0].basket_profile[0];
    scenario.personas[0].basket_profile.clear();
    for (int c = 0; c < categories; ++c) {
      Category category = model;
      category.name = "c" + std::to_string(c);
      category.probability = c % 7 == 3 ? 0 : 0.1 + 0.8 * c / categories;
      scenario.personas[0].basket_profile.push_back(category);
    }
    const Hash128 expected = item_hash(scenario, *scalar_kernels(), 4096, 30);
    for (const char* name : {"avx2", "avx512"}) {
      const Kernels* found = kernels(name);
      if (found) {
        EXPECT_EQ(to_hex(item_hash(scenario, *found, 64, 30)), to_hex(expected))
            << name << categories;
      }
    }
  }
}

TEST(Simulate, PeopleAreDrawnAlikeByEveryKernel) {
  const PhiloxKey key = stream_key(42, "Tester");
  for (const char* name : {"scalar", "avx2", "avx512"}) {
    const Kernels* found = kernels(name);
    if (found == nullptr) continue;
    for (const uint32_t count : {1u, 15u, 64u}) {
      PeopleTile tile;
      found->draw_people(key, 99'999'900, count, tile);
      for (uint32_t i = 0; i < count; ++i) {
        EXPECT_EQ(tile.of(i), person_words(key, 99'999'900 + i)) << name << ' ' << i;
      }
    }
  }
}

TEST(Simulate, TransactionsAreTheSumsOfTheirItems) {
  Scenario scenario = shipped();
  const World world = compile_world(scenario);
  const Block block{1, 0, 1000};
  const Window window{0, 30};
  Segment segment;
  simulate_block(world, *kernels(), block, window, segment);
  const Batch &t = segment.transactions, &i = segment.items;
  size_t item = 0;
  for (size_t row = 0; row < t.rows(); ++row) {
    int64_t amount = 0, units = 0;
    const int64_t lines = t.value(9, row);
    ASSERT_GE(lines, 1);
    for (int64_t line = 1; line <= lines; ++line, ++item) {
      ASSERT_EQ(i.value(0, item), t.value(0, row));
      ASSERT_EQ(i.value(1, item), line);
      ASSERT_EQ(i.value(5, item), i.value(3, item) * i.value(4, item));
      amount += i.value(5, item);
      units += i.value(3, item);
    }
    ASSERT_EQ(t.value(11, row), amount);
    ASSERT_EQ(t.value(10, row), units);
    if (row > 0) {
      ASSERT_GT(t.value(0, row), t.value(0, row - 1));
    }
  }
  EXPECT_EQ(item, i.rows());
}

TEST(Simulate, MoreCustomersLeaveTheOthersUnchanged) {
  Scenario scenario = shipped();
  scenario.simulation.customers_per_persona = 100;
  const World small = compile_world(scenario);
  scenario.simulation.customers_per_persona = 500;
  scenario.simulation.days = 40;
  scenario.personas.erase(scenario.personas.begin() + 1);  // and without Family Shopper
  const World large = compile_world(scenario);
  const Window month{0, 30};
  Segment a, b;
  simulate_block(small, *kernels(), {2, 0, 100}, month, a);
  simulate_block(large, *kernels(), {1, 0, 100}, month, b);
  ASSERT_EQ(a.items.rows(), b.items.rows());
  for (size_t row = 0; row < a.items.rows(); ++row) {
    for (const size_t column : {0u, 1u, 3u, 4u, 5u}) {
      ASSERT_EQ(a.items.value(column, row), b.items.value(column, row)) << column << " " << row;
    }
  }
}

// The published table of the default scenario; bands for one run as documented (3 sigma).
TEST(Simulate, DefaultScenarioMeetsItsClosedForm) {
  const double transactions[] = {25944, 6716, 16378, 7621, 3440},
               lines[] = {3.19, 4.60, 2.10, 3.80, 3.50}, average[] = {8588, 5362, 1229, 1070, 2625};
  const World world = compile_world(shipped());
  double total = 0, revenue = 0;
  for (uint32_t p = 0; p < 5; ++p) {
    const Block block{p, 0, 1000};
    const Window window{0, 30};
    Segment segment;
    simulate_block(world, *kernels(), block, window, segment);
    double amount = 0;
    const double count = static_cast<double>(segment.transactions.rows());
    for (size_t row = 0; row < segment.transactions.rows(); ++row)
      amount += static_cast<double>(segment.transactions.value(11, row)) / 100;
    EXPECT_NEAR(count, transactions[p], 4 * std::sqrt(transactions[p])) << p;
    EXPECT_NEAR(static_cast<double>(segment.items.rows()) / count, lines[p], 0.05) << p;
    EXPECT_NEAR(amount / count / average[p], 1, 0.022) << p;
    total += count;
    revenue += amount;
  }
  EXPECT_NEAR(total / 60100, 1, 0.008);
  EXPECT_NEAR(revenue / 296.1e6, 1, 0.01);
}

}  // namespace
}  // namespace footfall
