// Holds what property tests of whole runs share: small random scenarios that use every part of the
// model, and the rows of a run as text, by key.
#pragma once
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/check.h"
#include "model/scenario.h"
#include "run/run.h"

namespace footfall {

// A folder of a test's own, removed with it; in memory where the machine offers that.
class TestFolder {
 public:
  TestFolder() {
    const std::string memory = "/dev/shm";
    path_ = (std::filesystem::exists(memory) ? memory : "/tmp") + "/footfall-test-XXXXXX";
    check(::mkdtemp(path_.data()) != nullptr, "a test needs a temporary folder");
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Draws a whole number of [low, high], all as likely from the first case on; shrinks to `low`.
template <typename T = int>
T drawn(int64_t low, int64_t high) {
  return static_cast<T>(
      *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<int64_t>(low, high + 1)));
}

// Draws a multiple of 0.001 of [low, high].
inline double drawn_share(double low, double high) {
  return drawn<double>(static_cast<int64_t>(low * 1000), static_cast<int64_t>(high * 1000)) / 1000;
}

inline MonthMultipliers drawn_season() {
  MonthMultipliers season = kFlatYear;
  if (drawn(0, 3) == 0) {
    for (double& month : season) month = drawn_share(0, 2);
  }
  return season;
}

inline Category drawn_category(const std::string& name) {
  Category category;
  category.name = name;
  category.probability = drawn(0, 5) == 0 ? drawn(0, 1) : drawn_share(0, 1);
  category.quantity_low = drawn(1, 5);
  category.quantity_high = category.quantity_low + drawn(0, 5);
  category.price_low_paise = drawn<int64_t>(1, 50'000);
  category.price_high_paise = category.price_low_paise + drawn<int64_t>(0, 50'000);
  category.season_multiplier = drawn_season();
  return category;
}

inline Persona drawn_persona(const std::string& name, int slot) {
  Persona persona;
  persona.name = name;
  persona.slot = slot;
  persona.visit_probability = drawn_share(0, 1);
  persona.weight = drawn_share(0.02, 1);
  for (int i = drawn(1, 3), free = 0; i > 0; --i) {  // in whole minutes, as scenarios give them
    const int begin = drawn(free, free + 300), end = drawn(begin + 1, begin + 100);
    persona.preferred_time.push_back({60 * begin, 60 * end});
    free = end;
  }
  for (int i = drawn(1, 8); i > 0; --i)
    persona.basket_profile.push_back(drawn_category("category " + std::to_string(i)));
  double& last = persona.basket_profile.back().probability;  // one must be above 0
  last = std::max(last, 0.001);
  return persona;
}

inline Market drawn_market() {
  Market market;
  market.visit_festival = drawn_share(0.3, 2);
  market.visit_weekend = drawn_share(0.3, 2);
  market.visit_cap = drawn_share(0.5, 1);
  market.item_festival = drawn_share(0.3, 2);
  market.item_weekend = drawn_share(0.3, 2);
  market.quantity_festival = drawn_share(1, 2);
  market.price_festival_low = drawn_share(0.5, 1.5);
  market.price_festival_high = market.price_festival_low + drawn_share(0, 0.5);
  market.festival_window_days = drawn(0, 3);
  market.season_multiplier = drawn_season();
  for (double& multiplier : market.weekday_multiplier) multiplier = drawn_share(0.5, 1.5);
  return market;
}

// Draws a scenario of one to four personas named A to D, up to 150 customers each and 40 days.
inline Scenario drawn_scenario() {
  Scenario scenario;
  scenario.simulation.start_day = drawn<Day>(400, kLastDay - 100);
  scenario.simulation.days = drawn(1, 40);
  scenario.simulation.customers_per_persona = drawn<int64_t>(50, 150);
  scenario.simulation.seed = *rc::gen::arbitrary<uint64_t>();
  scenario.market = drawn_market();
  scenario.calendar.weekend_mask = drawn<uint8_t>(0, 127);
  if (drawn(0, 2) == 0) {
    scenario.calendar.closed_mask = static_cast<uint8_t>(1 << drawn(0, 6));
    scenario.calendar.closed_dates = {scenario.simulation.start_day + drawn(0, 40)};
  }
  for (int i = drawn(0, 3); i > 0; --i) {
    const Day date = scenario.simulation.start_day + drawn(0, 40);
    scenario.calendar.festivals.push_back({"festival " + std::to_string(i), {date}});
  }
  int slot = 0;
  for (int i = drawn(1, 4); i > 0; --i) {
    slot += drawn(1, 20);
    scenario.personas.push_back(drawn_persona(std::string(1, static_cast<char>('A' + i)), slot));
  }
  return scenario;
}

using Row = std::vector<std::string>;  // cells, none of which may hold a comma

// The rows of a run. Keys are those of the tables; items are found by transaction and category.
struct Rows {
  std::map<std::string, Row> customers, transactions;
  std::map<std::pair<std::string, std::string>, Row> items;  // without the number of the line
};

inline std::vector<Row> rows_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    Row& row = rows.emplace_back(1);
    for (const char c : line) {
      if (c == ',') {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
  }
  return rows;
}

inline Rows play(const Scenario& scenario) {
  const TestFolder folder;
  World world = compile_world(scenario);
  RunOptions options;
  options.sink.folder = folder.path();
  const auto totals = run_simulation(scenario, world, options);
  check(static_cast<bool>(totals), "a small run succeeds");
  Rows rows;
  for (const Row& row : rows_of(folder.path() + "/customers.csv")) rows.customers[row[0]] = row;
  for (const Row& row : rows_of(folder.path() + "/transactions.csv"))
    rows.transactions[row[0]] = row;
  for (Row row : rows_of(folder.path() + "/items.csv")) {
    const std::pair key(row[0], row[2]);
    row.erase(row.begin() + 1);
    check(rows.items.emplace(key, row).second, "a basket takes a category once");
  }
  return rows;
}

}  // namespace footfall
