#include "run/run.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "model/scenario_yaml.h"
#include "run/random_world_test.h"

namespace footfall {
namespace {

Scenario small_world() {
  Scenario scenario = load_scenario("scenarios/india_retail.yaml")->scenario;
  scenario.simulation.customers_per_persona = 200;
  return scenario;
}

RunOptions to_null() {
  RunOptions options;
  options.formats = {"null"};
  return options;
}

Result<RunTotals> play(const Scenario& scenario, const RunOptions& options) {
  World world = compile_world(scenario);
  return run_simulation(scenario, world, options);
}

Result<RunTotals> play_small(const RunOptions& options) { return play(small_world(), options); }

TEST(Run, TotalsAreThoseOfTheTables) {
  const TestFolder folder;
  RunOptions options;
  options.sink.folder = folder.path();
  const auto totals = play_small(options);
  ASSERT_TRUE(totals);
  uint64_t customers = 0, transactions = 0, lines = 0;
  int64_t revenue = 0;
  for (const PersonaTotals& persona : totals->personas) {
    EXPECT_EQ(persona.customers, 200u);
    customers += persona.customers;
    transactions += persona.transactions;
    lines += persona.lines;
    revenue += persona.revenue_paise;
  }
  EXPECT_EQ(totals->tables[0].rows, customers);
  EXPECT_EQ(totals->tables[1].rows, transactions);
  EXPECT_EQ(totals->tables[2].rows, lines);
  int64_t paise = 0;
  for (const Row& row : rows_of(folder.path() + "/transactions.csv")) {
    const std::string& amount = row.back();
    paise += std::stoll(amount.substr(0, amount.size() - 3) + amount.substr(amount.size() - 2));
  }
  EXPECT_EQ(paise, revenue);
  ASSERT_EQ(totals->files.size(), 3u);
  for (size_t t = 0; t < 3; ++t) {
    const WrittenFile& file = totals->files[t];
    EXPECT_EQ(file.table, schema_of(static_cast<Table>(t)).name);
    EXPECT_EQ(file.rows, totals->tables[t].rows);
    EXPECT_EQ(file.bytes, text_of(folder.path() + "/" + file.path).size());
    EXPECT_EQ(totals->tables[t].first_day, 19723);
    EXPECT_EQ(totals->tables[t].last_day, 19723 + 29);
  }
}

TEST(Run, TablesThatNobodyAskedForChangeNothing) {
  const auto all = play_small(to_null());
  ASSERT_TRUE(all);
  for (size_t t = 0; t < 3; ++t) {
    RunOptions options = to_null();
    options.tables = {t == 0, t == 1, t == 2};
    const auto one = play_small(options);
    ASSERT_TRUE(one);
    EXPECT_EQ(to_hex(one->tables[t].content), to_hex(all->tables[t].content)) << t;
    for (size_t p = 0; p < 5; ++p) {
      EXPECT_EQ(one->personas[p].customers, 200u);
      EXPECT_EQ(one->personas[p].revenue_paise, all->personas[p].revenue_paise);
    }
  }
}

TEST(Run, ProgressGrowsToTheEnd) {
  for (const int threads : {1, 3}) {
    double last = 0;
    uint64_t items = 0;
    RunOptions options = to_null();
    options.threads = threads;
    options.plan.chunk_items = 3'000;
    options.progress = [&](double done, uint64_t so_far) {
      EXPECT_GE(done, last);
      EXPECT_GE(so_far, items);
      last = done;
      items = so_far;
    };
    const auto totals = play_small(options);
    ASSERT_TRUE(totals);
    EXPECT_DOUBLE_EQ(last, 1);
    EXPECT_EQ(items, totals->tables[2].rows);
  }
}

TEST(Run, StopsWhenAsked) {
  for (const int threads : {1, 2, 7}) {
    std::atomic<bool> stop = false;
    RunOptions options = to_null();
    options.threads = threads;
    options.plan.chunk_items = 2'000;
    options.stop = &stop;
    options.progress = [&](double done, uint64_t) { stop = done > 0.3; };
    const auto totals = play_small(options);
    ASSERT_FALSE(totals) << threads;
    EXPECT_EQ(totals.error().category, ErrorCategory::kInterrupted);
  }
}

TEST(Run, SaysWhichFormatsThereAre) {
  RunOptions options;
  options.formats = {"xls"};
  const auto totals = play_small(options);
  ASSERT_FALSE(totals);
  EXPECT_EQ(totals.error().category, ErrorCategory::kUsage);
  EXPECT_NE(totals.error().message.find("jsonl"), std::string::npos);
}

TEST(Run, AFolderThatIsNotThereIsAnError) {
  for (const int threads : {1, 2}) {
    for (const char* format : {"csv", "jsonl"}) {
      const TestFolder folder;
      RunOptions options;
      options.threads = threads;
      options.formats = {"null", format};
      options.sink.folder = folder.path() + "/absent";
      const auto totals = play_small(options);
      ASSERT_FALSE(totals);
      EXPECT_EQ(totals.error().category, ErrorCategory::kIo);
      EXPECT_NE(totals.error().message.find("absent"), std::string::npos) << totals.error().message;
    }
  }
}

// /dev/full takes no byte: the first flush of a table fails, on whatever thread that is.
TEST(Run, AFullDiskIsAnError) {
  for (const int threads : {1, 2, 7}) {
    const TestFolder folder;
    ASSERT_EQ(::symlink("/dev/full", (folder.path() + "/items.csv").c_str()), 0);
    RunOptions options;
    options.threads = threads;
    options.sink.folder = folder.path();
    const auto totals = play_small(options);
    ASSERT_FALSE(totals) << threads;
    EXPECT_EQ(totals.error().category, ErrorCategory::kIo);
  }
}

TEST(Run, AWorldWithoutVisitsHasEmptyTables) {
  Scenario scenario = small_world();
  for (Persona& persona : scenario.personas) persona.visit_probability = 0;
  const auto totals = play(scenario, to_null());
  ASSERT_TRUE(totals);
  EXPECT_EQ(totals->tables[0].rows, 1000u);
  EXPECT_EQ(totals->tables[1].rows, 0u);
  EXPECT_EQ(totals->tables[2].rows, 0u);
}

TEST(Run, APersonaWithoutCustomersIsNobody) {
  Scenario scenario = small_world();
  scenario.personas[1].weight = 0;
  const auto totals = play(scenario, to_null());
  ASSERT_TRUE(totals);
  EXPECT_EQ(totals->personas[1].customers, 0u);
  EXPECT_EQ(totals->personas[1].transactions, 0u);
  EXPECT_EQ(totals->tables[0].rows, 800u);
}

// The largest basket: 500 categories, each of the largest amount that a line can hold.
TEST(Run, TheLargestAmountsAreExact) {
  Scenario scenario = small_world();
  scenario.personas.resize(1);
  scenario.simulation.customers_per_persona = 3;
  scenario.simulation.days = 2;
  Persona& persona = scenario.personas[0];
  persona.visit_probability = 1;
  scenario.market.visit_cap = 1;
  persona.basket_profile.clear();
  for (int c = 0; c < kMaxCategories; ++c) {
    Category category;
    category.name = "c" + std::to_string(c);
    category.probability = 1;
    category.quantity_low = category.quantity_high = kMaxQuantity;
    category.price_low_paise = category.price_high_paise = kMaxLinePaise / kMaxQuantity;
    persona.basket_profile.push_back(category);
  }
  const auto totals = play(scenario, to_null());
  ASSERT_TRUE(totals);
  EXPECT_EQ(totals->tables[2].rows, 3u * 2 * kMaxCategories);
  EXPECT_EQ(totals->personas[0].revenue_paise,
            int64_t{3} * 2 * kMaxCategories * (kMaxLinePaise / kMaxQuantity) * kMaxQuantity);
}

}  // namespace
}  // namespace footfall
