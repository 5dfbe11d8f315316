#include "dashboard/day_cells.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/check.h"

namespace footfall {

namespace {

// Places of columns in the schemas, see table/columns.h.
constexpr size_t kCustomerId = 0, kCustomerCity = 5;
constexpr size_t kTransactionId = 0, kBuyer = 1, kBuyerPersona = 2, kDate = 4, kHour = 5,
                 kFestival = 8, kLineCount = 9, kUnits = 10, kAmount = 11;
constexpr size_t kItemTransaction = 0, kItemCategory = 2, kQuantity = 3, kItemAmount = 5;
constexpr int64_t kCustomersPerSlot = 100'000'000;
constexpr uint16_t kNoCity = 0xffff;
constexpr int64_t kMostSampled = 20'000;  // customers whose days are told one by one

using Sums = std::array<int64_t, 4>;
using Cells = std::unordered_map<int64_t, Sums>;

// The index of each word among the values of a dimension; words beyond `most` share the last one.
struct WordIndex {
  std::vector<std::string> values;
  std::vector<int64_t> index;  // by code
  bool has_other = false;

  int64_t of(int64_t code) const {
    return code < static_cast<int64_t>(index.size()) ? index[static_cast<size_t>(code)]
                                                     : static_cast<int64_t>(values.size()) - 1;
  }
};

// Numbers words in the order of `codes`.
WordIndex number_words(const std::vector<std::string>& words, const std::vector<size_t>& codes,
                       size_t most) {
  WordIndex result;
  result.index.assign(words.size(), -1);
  for (const size_t code : codes) {
    if (words[code].empty() || words[code] == kOther || result.values.size() == most) {
      result.has_other = true;
      continue;
    }
    result.index[code] = static_cast<int64_t>(result.values.size());
    result.values.push_back(words[code]);
  }
  if (result.has_other) result.values.emplace_back(kOther);
  for (int64_t& index : result.index) {
    if (index < 0) index = static_cast<int64_t>(result.values.size()) - 1;
  }
  return result;
}

WordIndex number_words(const std::vector<std::string>& words, size_t most) {
  std::vector<size_t> codes;
  for (size_t code = 0; code < words.size(); ++code) {
    if (!words[code].empty()) codes.push_back(code);
  }
  return number_words(words, codes, most);
}

const std::vector<std::string>& words_of(const LiveWorld& world, Table table, size_t column) {
  return world.words[static_cast<size_t>(table)][column];
}

Cube sorted_cube(const std::string& name, const DashboardDimensions& dimensions,
                 const std::vector<std::string>& measures, Cells& cells) {
  Cube cube{name, dimensions_of_cube(name, dimensions), {}, {}};
  for (const auto& [key, sums] : cells) cube.key.push_back(key);
  std::sort(cube.key.begin(), cube.key.end());
  for (size_t m = 0; m < measures.size(); ++m) {
    std::vector<int64_t> values;
    values.reserve(cube.key.size());
    for (const int64_t key : cube.key) values.push_back(cells[key][m]);
    cube.measures.emplace_back(measures[m], std::move(values));
  }
  cells.clear();
  return cube;
}

}  // namespace

struct DayCells::State {
  LiveWorld world;
  DashboardDimensions dimensions;
  bool is_numbered = false;  // cities have their numbers
  WordIndex personas, categories, cities;
  std::vector<std::vector<uint16_t>> homes;  // code of the city, by slot and customer within it
  std::vector<int64_t> first_of_slot;        // number of a slot's first customer
  std::vector<int64_t> in_city;              // customers by code
  int64_t customers = 0;
  Cells visits, items, spend, lines;
  std::vector<size_t> last_basket;  // of each category: ordinal of the transaction that had it last
  size_t transactions = 0;
  LiveCells told;

  void number_cities();
  int64_t city_of(int64_t customer) const;
  void note_customer(int64_t customer, int64_t persona, int64_t city, int64_t day);
};

void DayCells::State::number_cities() {
  if (is_numbered) return;
  is_numbered = true;
  const auto& words = words_of(world, Table::kCustomers, kCustomerCity);
  std::vector<size_t> codes;
  for (size_t code = 0; code < in_city.size(); ++code) {
    if (in_city[code] > 0) codes.push_back(code);
  }
  std::stable_sort(codes.begin(), codes.end(),
                   [&](size_t a, size_t b) { return in_city[a] > in_city[b]; });
  cities = number_words(words, codes, kMostCities);
  dimensions.cities = cities.values;
  dimensions.has_other_city = cities.has_other;
  int64_t before = 0;
  for (const auto& slot : homes) {
    first_of_slot.push_back(before);
    before += static_cast<int64_t>(slot.size());
  }
  told.one_of = static_cast<int>((customers + kMostSampled - 1) / kMostSampled);
  told.one_of = std::max(1, told.one_of);
}

int64_t DayCells::State::city_of(int64_t customer) const {
  const auto slot = static_cast<size_t>(customer / kCustomersPerSlot);
  const auto index = static_cast<size_t>(customer % kCustomersPerSlot - 1);
  const bool known = slot < homes.size() && index < homes[slot].size();
  if (!known || homes[slot][index] == kNoCity)
    return std::max<int64_t>(0, static_cast<int64_t>(cities.values.size()) - 1);
  return cities.of(homes[slot][index]);
}

void DayCells::State::note_customer(int64_t customer, int64_t persona, int64_t city, int64_t day) {
  const auto hash = (static_cast<uint64_t>(customer) * 0x9E3779B97F4A7C15U) >> 32;
  if (hash % static_cast<uint64_t>(told.one_of) != 0) return;
  const auto slot = static_cast<size_t>(customer / kCustomersPerSlot);
  const int64_t before = slot < first_of_slot.size() ? first_of_slot[slot] : customers;
  told.customer.push_back(before + customer % kCustomersPerSlot - 1);
  told.persona.push_back(persona);
  told.city.push_back(city);
  told.day.push_back(day);
}

DayCells::DayCells(const LiveWorld& world) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.world = world;
  state.personas =
      number_words(words_of(world, Table::kTransactions, kBuyerPersona), kMostPersonas);
  state.categories = number_words(words_of(world, Table::kItems, kItemCategory), kMostCategories);
  state.in_city.assign(words_of(world, Table::kCustomers, kCustomerCity).size(), 0);
  state.last_basket.assign(state.categories.values.size(), 0);
  DashboardDimensions& dimensions = state.dimensions;
  dimensions.first_day = world.first_day;
  dimensions.days = world.days;
  dimensions.weekend = world.weekend;
  dimensions.personas = state.personas.values;
  dimensions.has_other_persona = state.personas.has_other;
  dimensions.categories = state.categories.values;
  dimensions.has_other_category = state.categories.has_other;
  dimensions.spend_edges = spend_edges(100);
  dimensions.most_lines = kMostLines;
  dimensions.last_lines_is_more = true;
  const auto& names = words_of(world, Table::kTransactions, kFestival);
  for (const uint8_t code : world.festivals) {
    int index = -1;
    if (code > 0 && code < names.size()) {
      auto& values = dimensions.festivals;
      const auto found = std::find(values.begin(), values.end(), names[code]);
      index = static_cast<int>(found - values.begin());
      if (found == values.end()) values.push_back(names[code]);
    }
    dimensions.festival_of_day.push_back(index);
  }
}

DayCells::~DayCells() = default;
DayCells::DayCells(DayCells&&) noexcept = default;
DayCells& DayCells::operator=(DayCells&&) noexcept = default;

void DayCells::add_customers(const Batch& batch) {
  State& state = *state_;
  check(!state.is_numbered, "customers come before what they buy");
  for (size_t row = 0; row < batch.rows(); ++row) {
    const int64_t customer = batch.value(kCustomerId, row);
    const auto slot = static_cast<size_t>(customer / kCustomersPerSlot);
    const auto index = static_cast<size_t>(customer % kCustomersPerSlot - 1);
    const auto city = static_cast<size_t>(batch.value(kCustomerCity, row));
    if (slot >= state.homes.size()) state.homes.resize(slot + 1);
    auto& homes = state.homes[slot];
    if (index >= homes.size()) homes.resize(index + 1, kNoCity);
    homes[index] = static_cast<uint16_t>(city);
    if (city < state.in_city.size()) ++state.in_city[city];
    ++state.customers;
  }
}

void DayCells::add(const Batch& transactions, const Batch& items) {
  State& state = *state_;
  state.number_cities();
  const DashboardDimensions& sizes = state.dimensions;
  const int64_t personas = std::max<int64_t>(1, sizes.size(Dimension::kPersona));
  const int64_t cities = std::max<int64_t>(1, sizes.size(Dimension::kCity));
  const int64_t categories = std::max<int64_t>(1, sizes.size(Dimension::kCategory));
  const int64_t bins = sizes.size(Dimension::kSpend);
  size_t item = 0;
  for (size_t row = 0; row < transactions.rows(); ++row) {
    const int64_t customer = transactions.value(kBuyer, row);
    const int64_t day = transactions.value(kDate, row) - sizes.first_day;
    const int64_t persona = state.personas.of(transactions.value(kBuyerPersona, row));
    const int64_t city = state.city_of(customer);
    const int64_t lines = transactions.value(kLineCount, row);
    const int64_t amount = transactions.value(kAmount, row);
    const int64_t cell =
        ((day * 24 + transactions.value(kHour, row)) * personas + persona) * cities + city;
    Sums& visit = state.visits[cell];
    ++visit[0];
    visit[1] += amount;
    visit[2] += lines;
    visit[3] += transactions.value(kUnits, row);
    ++state.spend[(day * personas + persona) * bins + spend_bin(sizes.spend_edges, amount)][0];
    ++state.lines[(day * personas + persona) * kMostLines +
                  std::clamp<int64_t>(lines, 1, kMostLines) - 1][0];
    state.note_customer(customer, persona, city, day);
    state.told.last_day = std::max(state.told.last_day, static_cast<int>(day));
    ++state.transactions;
    const int64_t id = transactions.value(kTransactionId, row);
    for (; item < items.rows() && items.value(kItemTransaction, item) == id; ++item) {
      const int64_t category = state.categories.of(items.value(kItemCategory, item));
      Sums& sold = state.items[cell * categories + category];
      size_t& last = state.last_basket[static_cast<size_t>(category)];
      if (last != state.transactions) ++sold[0];
      last = state.transactions;
      ++sold[1];
      sold[2] += items.value(kQuantity, item);
      sold[3] += items.value(kItemAmount, item);
    }
  }
  check(item == items.rows(), "items without their transactions");
}

LiveCells DayCells::take() {
  State& state = *state_;
  state.number_cities();
  LiveCells taken = std::move(state.told);
  state.told = {};
  state.told.one_of = taken.one_of;
  state.told.last_day = taken.last_day;
  const DashboardDimensions& sizes = state.dimensions;
  taken.cubes.push_back(
      sorted_cube("visits", sizes, {"transactions", "revenue", "lines", "units"}, state.visits));
  taken.cubes.push_back(
      sorted_cube("items", sizes, {"baskets", "lines", "units", "revenue"}, state.items));
  taken.cubes.push_back(sorted_cube("spend", sizes, {"transactions"}, state.spend));
  taken.cubes.push_back(sorted_cube("basket_lines", sizes, {"transactions"}, state.lines));
  return taken;
}

const DashboardDimensions& DayCells::dimensions() {
  state_->number_cities();
  return state_->dimensions;
}

std::string live_cells_json(const LiveCells& cells) {
  using Json = nlohmann::ordered_json;
  Json cubes = Json::object();
  for (const Cube& cube : cells.cubes) {
    Json& columns = cubes[cube.name] = {{"key", cube.key}};
    for (const auto& [name, values] : cube.measures) columns[name] = values;
  }
  const Json event = {{"day", cells.last_day},
                      {"cubes", std::move(cubes)},
                      {"customers",
                       {{"one_of", cells.one_of},
                        {"customer", cells.customer},
                        {"persona", cells.persona},
                        {"city", cells.city},
                        {"day", cells.day}}}};
  return event.dump();
}

}  // namespace footfall
