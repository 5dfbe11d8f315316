// Threads, blocks, chunks, windows, formats and instruction sets change no value: a run has one
// content hash a table, whatever the ways to it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/scenario_yaml.h"
#include "run/random_world_test.h"

namespace footfall {
namespace {

std::vector<const Kernels*> kernels_of_this_machine() {
  std::vector<const Kernels*> found;
  for (const char* name : {"scalar", "avx2", "avx512"}) {
    if (const Kernels* one = kernels(name)) {
      found.push_back(one);
    } else {
      std::printf("SKIPPED kernel %s: this machine lacks it\n", name);
    }
  }
  return found;
}

std::vector<std::string> hashes_of(const Scenario& scenario, const RunOptions& options) {
  World world = compile_world(scenario);
  const auto totals = run_simulation(scenario, world, options);
  check(static_cast<bool>(totals), "a small run succeeds");
  std::vector<std::string> hashes;
  for (const TableTotals& table : totals->tables)
    hashes.push_back(std::to_string(table.rows) + " rows " + to_hex(table.content));
  return hashes;
}

RunOptions plain() {
  RunOptions options;
  options.kernels = scalar_kernels();
  options.formats = {"null"};
  return options;
}

PlanOptions drawn_plan() {
  PlanOptions plan;
  plan.block_customers = drawn<uint32_t>(1, 600);
  plan.chunk_items = drawn(1, 5'000);
  plan.window_days = drawn<uint32_t>(0, 50);
  return plan;
}

RC_GTEST_PROP(DeterminismProperty, ThreadsPlansAndKernelsChangeNothing, ()) {
  const Scenario scenario = drawn_scenario();
  const auto expected = hashes_of(scenario, plain());
  for (const Kernels* one : kernels_of_this_machine()) {
    RunOptions options = plain();
    options.kernels = one;
    options.threads = *rc::gen::element(1, 2, 3, 7);
    options.plan = drawn_plan();
    const auto found = hashes_of(scenario, options);
    RC_ASSERT(found == expected);
  }
}

RC_GTEST_PROP(DeterminismProperty, FormatsChangeNothing, ()) {
  const Scenario scenario = drawn_scenario();
  const auto expected = hashes_of(scenario, plain());
  const TestFolder folder;
  RunOptions options;
  options.formats = {"csv", "jsonl"};
  options.sink.folder = folder.path();
  options.threads = drawn(1, 3);
  options.plan = drawn_plan();
  const auto found = hashes_of(scenario, options);
  RC_ASSERT(found == expected);
}

RC_GTEST_PROP(DeterminismProperty, TextFilesAreTheSameBytes, ()) {
  const Scenario scenario = drawn_scenario();
  std::vector<std::string> expected;
  for (const int threads : {1, 2, 7}) {
    const TestFolder folder;
    RunOptions options;
    options.formats = {"csv", "jsonl"};
    options.sink.folder = folder.path();
    options.threads = threads;
    options.plan = drawn_plan();
    hashes_of(scenario, options);
    std::vector<std::string> found;
    for (const char* table : {"customers", "transactions", "items"}) {
      for (const char* format : {".csv", ".jsonl"})
        found.push_back(text_of(folder.path() + "/" + table + format));
    }
    if (threads == 1) expected = found;
    RC_ASSERT(found == expected);
    RC_ASSERT(!found[0].empty());
  }
}

RC_GTEST_PROP(DeterminismProperty, AnotherSeedIsAnotherWorld, ()) {
  Scenario scenario = drawn_scenario();
  scenario.personas[0].weight = 1;
  const auto one = hashes_of(scenario, plain());
  scenario.simulation.seed ^= uint64_t{1} << drawn(0, 63);
  RC_ASSERT(hashes_of(scenario, plain())[0] != one[0]);
}

// The shipped world, larger than the random ones: several chunks, and baskets of every kind of day.
TEST(Determinism, DefaultWorldOverAYear) {
  Scenario scenario = load_scenario("scenarios/india_retail.yaml")->scenario;
  scenario.simulation.customers_per_persona = 130;
  scenario.simulation.days = 366;
  const auto expected = hashes_of(scenario, plain());
  for (const Kernels* one : kernels_of_this_machine()) {
    for (const int threads : {1, 2, 7}) {
      for (const uint32_t block : {64u, 8192u}) {
        RunOptions options = plain();
        options.kernels = one;
        options.threads = threads;
        options.plan.block_customers = block;
        options.plan.chunk_items = 20'000;
        EXPECT_EQ(hashes_of(scenario, options), expected)
            << one->name << " " << threads << " " << block;
      }
    }
  }
}

}  // namespace
}  // namespace footfall
