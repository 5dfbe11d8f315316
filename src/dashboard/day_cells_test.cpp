#include "dashboard/day_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "analytics/analysis.h"
#include "analytics/metric_sources.h"
#include "dashboard/cubes.h"
#include "dashboard/dimension_tables.h"

namespace footfall {
namespace {

constexpr Day kFirst = 19'723;  // 2024-01-01
constexpr int kDays = 5;

LiveWorld small_world() {
  LiveWorld world{kFirst, kDays, {6, 7}, {0, 1, 1, 0, 0}, {}};
  for (int t = 0; t < kTableCount; ++t)
    world.words[static_cast<size_t>(t)].resize(schema_of(static_cast<Table>(t)).columns.size());
  world.words[0][5] = {"Here", "There", "Nowhere"};
  world.words[1][2] = {"Often", "Seldom"};
  world.words[1][8] = {"", "Fair"};
  world.words[2][2] = {"bread", "milk", "tea"};
  return world;
}

struct Rows {
  Batch customers{Table::kCustomers, 64}, transactions{Table::kTransactions, 1024},
      items{Table::kItems, 8192};
};

// Rows of two personas over five days; a basket may hold a category twice.
Rows random_rows() {
  Rows rows;
  std::mt19937 draw(7);
  size_t t = 0, i = 0;
  for (size_t c = 0; c < 40; ++c) {
    rows.customers.values<int64_t>(0)[c] =
        static_cast<int64_t>(c % 2 + 1) * 100'000'000 + static_cast<int64_t>(c / 2) + 1;
    rows.customers.values<uint16_t>(5)[c] = static_cast<uint16_t>(c % 3 == 0 ? 1 : 0);
  }
  rows.customers.set_rows(40);
  for (int day = 0; day < kDays; ++day) {
    for (size_t c = 0; c < 40; ++c) {
      if (draw() % 3 == 0) continue;
      const int64_t customer = rows.customers.values<int64_t>(0)[c];
      const int64_t id = ((kFirst + day) * 10'000'000'000 + customer) * 10;
      const size_t lines = 1 + draw() % 25;
      int64_t amount = 0, units = 0;
      for (size_t line = 0; line < lines; ++line, ++i) {
        rows.items.values<int64_t>(0)[i] = id;
        rows.items.values<uint16_t>(2)[i] = static_cast<uint16_t>(draw() % 3);
        const auto quantity = static_cast<uint8_t>(1 + draw() % 4);
        rows.items.values<uint8_t>(3)[i] = quantity;
        rows.items.values<int32_t>(5)[i] = static_cast<int32_t>(draw() % 100'000);
        amount += rows.items.values<int32_t>(5)[i];
        units += quantity;
      }
      rows.transactions.values<int64_t>(0)[t] = id;
      rows.transactions.values<int64_t>(1)[t] = customer;
      rows.transactions.values<uint8_t>(2)[t] = static_cast<uint8_t>(c % 2);
      rows.transactions.values<int32_t>(4)[t] = kFirst + day;
      rows.transactions.values<uint8_t>(5)[t] = static_cast<uint8_t>(8 + draw() % 12);
      rows.transactions.values<uint8_t>(8)[t] = day == 1 || day == 2 ? 1 : 0;
      rows.transactions.values<uint16_t>(9)[t] = static_cast<uint16_t>(lines);
      rows.transactions.values<int32_t>(10)[t] = static_cast<int32_t>(units);
      rows.transactions.values<int64_t>(11)[t] = amount;
      ++t;
    }
  }
  rows.transactions.set_rows(t);
  rows.items.set_rows(i);
  return rows;
}

// Cells by the names of their values, so that the numbering does not matter.
using NamedCells = std::map<std::vector<std::string>, std::vector<int64_t>>;

std::string name_of_value(const DashboardDimensions& dimensions, Dimension dimension, size_t i) {
  if (dimension == Dimension::kPersona) return dimensions.personas[i];
  if (dimension == Dimension::kCity) return dimensions.cities[i];
  if (dimension == Dimension::kCategory) return dimensions.categories[i];
  if (dimension == Dimension::kSpend) return std::to_string(dimensions.spend_edges[i]);
  return std::to_string(i);
}

void add_named(const Cube& cube, const DashboardDimensions& dimensions, NamedCells& cells) {
  EXPECT_TRUE(std::is_sorted(cube.key.begin(), cube.key.end()));
  for (size_t row = 0; row < cube.key.size(); ++row) {
    std::vector<std::string> place;
    int64_t rest = cube.key[row];
    for (auto d = cube.dimensions.rbegin(); d != cube.dimensions.rend(); ++d) {
      place.push_back(
          name_of_value(dimensions, *d, static_cast<size_t>(rest % dimensions.size(*d))));
      rest /= dimensions.size(*d);
    }
    std::vector<int64_t> sums;
    for (const auto& [name, values] : cube.measures) sums.push_back(values[row]);
    EXPECT_TRUE(cells.emplace(place, sums).second) << "a cell came twice";
  }
}

// The rows as an Analysis, by SQL that knows nothing of DayCells.
Result<Analysis> analysis_of(const Rows& rows, const LiveWorld& world) {
  SessionOptions options;
  options.threads = 1;
  auto session = Session::open(options);
  if (!session) return session.error();
  Analysis analysis{std::move(*session), {}, {}, {}};
  analysis.capabilities = {true, true, true, true, true, true, true, true, true, "", ""};
  const auto table = [&](const std::string& name, const Batch& batch, std::vector<size_t> columns) {
    Frame frame;
    frame.rows = batch.rows();
    for (const size_t c : columns) {
      frame.columns.emplace_back();
      frame.columns.back().name = batch.schema().columns[c].name;
      frame.columns.back().kind = ValueKind::kInteger;
      for (size_t r = 0; r < batch.rows(); ++r)
        frame.columns.back().integers.push_back(batch.value(c, r));
    }
    return analysis.session.create_table(name, frame);
  };
  FOOTFALL_TRY(table("c", rows.customers, {0, 5}));
  FOOTFALL_TRY(table("t", rows.transactions, {0, 1, 2, 4, 5, 8, 9, 10, 11}));
  FOOTFALL_TRY(table("i", rows.items, {0, 2, 3, 5}));
  FOOTFALL_TRY(analysis.session.run("CREATE TYPE money AS DECIMAL(18, 2)"));
  FOOTFALL_TRY(analysis.session.run(metric_source("macros")));
  FOOTFALL_TRY(analysis.session.run(
      "CREATE VIEW customers AS SELECT customer_id, ['Here', 'There', 'Nowhere'][city + 1] AS city "
      "FROM c; CREATE VIEW read_transactions AS SELECT transaction_id, customer_id, ['Often', "
      "'Seldom'][persona + 1] AS persona, DATE '1970-01-01' + date::INTEGER AS date, hour, "
      "isodow(DATE '1970-01-01' + date::INTEGER) AS weekday, false AS is_weekend, ['', "
      "'Fair'][festival + 1] AS festival, lines, units, (amount / 100)::money AS amount FROM t; "
      "CREATE VIEW read_items AS SELECT transaction_id, 1 AS line, ['bread', 'milk', "
      "'tea'][category + 1] AS category, quantity, NULL::money AS unit_price, (amount / "
      "100)::money AS amount FROM i; CREATE TABLE period AS SELECT DATE '2024-01-01' AS "
      "first_date, DATE '2024-01-05' AS last_date, 5 AS days"));
  FOOTFALL_TRY(make_views(analysis));
  EXPECT_EQ(world.days, kDays);
  return analysis;
}

TEST(DayCells, AllDaysTogetherAreTheCubesOfTheDocument) {
  const Rows rows = random_rows();
  const LiveWorld world = small_world();
  auto analysis = analysis_of(rows, world);
  if (!analysis && analysis.error().category == ErrorCategory::kUnavailable)
    GTEST_SKIP() << "SKIPPED: no DuckDB";
  ASSERT_TRUE(analysis) << analysis.error().message;
  const auto dimensions = read_dimensions(*analysis, 100);
  ASSERT_TRUE(dimensions) << dimensions.error().message;
  const auto tables = make_cube_tables(*analysis, *dimensions, 100, 1'000'000);
  ASSERT_TRUE(tables) << tables.error().message;

  DayCells live(world);
  live.add_customers(rows.customers);
  std::map<std::string, NamedCells> told;
  size_t item = 0;
  for (size_t row = 0, begin = 0; row < rows.transactions.rows(); ++row) {
    const bool ends = row + 1 == rows.transactions.rows() ||
                      rows.transactions.value(4, row + 1) != rows.transactions.value(4, row);
    if (!ends) continue;
    size_t lines = 0;
    for (size_t r = begin; r <= row; ++r)
      lines += static_cast<size_t>(rows.transactions.value(9, r));
    live.add(Batch::view(rows.transactions, begin, row + 1 - begin),
             Batch::view(rows.items, item, lines));
    begin = row + 1;
    item += lines;
    const LiveCells cells = live.take();
    EXPECT_EQ(cells.last_day, rows.transactions.value(4, row) - kFirst);
    EXPECT_EQ(cells.one_of, 1);
    EXPECT_EQ(cells.customer.size(), cells.day.size());
    for (const Cube& cube : cells.cubes) add_named(cube, live.dimensions(), told[cube.name]);
  }
  EXPECT_EQ(live.dimensions().festival_of_day, (std::vector<int>{-1, 0, 0, -1, -1}));
  EXPECT_EQ(live.dimensions().festival_of_day, tables->dimensions.festival_of_day);
  for (const char* name : {"visits", "items", "spend", "basket_lines"}) {
    const auto cube =
        fetch_cube(*analysis, *tables, name, dimensions_of_cube(name, live.dimensions()));
    ASSERT_TRUE(cube) << cube.error().message;
    NamedCells expected;
    add_named(*cube, tables->dimensions, expected);
    EXPECT_EQ(told[name], expected) << name;
    EXPECT_FALSE(expected.empty());
  }
}

TEST(DayCells, WithoutRowsThereIsNothing) {
  DayCells live(small_world());
  const LiveCells cells = live.take();
  EXPECT_EQ(cells.last_day, -1);
  EXPECT_EQ(live_cells_json(cells).substr(0, 34), R"({"day":-1,"cubes":{"visits":{"key")");
  EXPECT_EQ(live.dimensions().size(Dimension::kCity), 0);
}

TEST(SpendBins, HoldWhatTheirEdgesSay) {
  const auto edges = spend_edges(100);
  EXPECT_EQ(edges[0], 100);
  EXPECT_EQ(edges[1], 125);
  for (size_t i = 0; i + 1 < edges.size(); ++i) {
    EXPECT_LT(edges[i], edges[i + 1]);
    EXPECT_EQ(spend_bin(edges, edges[i]), static_cast<int64_t>(i));
    EXPECT_EQ(spend_bin(edges, edges[i + 1] - 1), static_cast<int64_t>(i));
  }
  EXPECT_EQ(spend_bin(edges, -5), 0);
  EXPECT_EQ(spend_bin(edges, INT64_MAX), static_cast<int64_t>(edges.size()) - 2);
}

}  // namespace
}  // namespace footfall
