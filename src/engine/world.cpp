#include "engine/world.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/hash.h"

namespace footfall {

namespace {

constexpr double kWordRange = 4294967296.0;

uint64_t limit_of(double probability) {
  return static_cast<uint64_t>(std::llround(std::clamp(probability, 0.0, 1.0) * kWordRange));
}

uint32_t fixed16(double value) { return static_cast<uint32_t>(std::llround(value * 65536.0)); }

// Returns the code of the festival whose window holds `day`: the nearest date, then the first
// listed.
uint8_t festival_code(const Scenario& scenario, Day day) {
  int best_distance = std::numeric_limits<int>::max();
  size_t best = 0;
  for (size_t f = 0; f < scenario.calendar.festivals.size(); ++f) {
    const Festival& festival = scenario.calendar.festivals[f];
    const int window = festival_window(scenario.market, festival);
    for (const Day date : festival.dates) {
      const int distance = std::abs(day - date);
      if (distance > window || distance >= best_distance) continue;
      best_distance = distance;
      best = f + 1;
    }
  }
  return static_cast<uint8_t>(best);
}

DayKind make_kind(const Scenario& scenario, const Persona& persona, DayKind kind) {
  const Market& market = scenario.market;
  const double multiplier =
      (kind.festival ? market.item_festival : 1.0) * (kind.weekend ? market.item_weekend : 1.0);
  double total = 0;
  for (const Category& category : persona.basket_profile) {
    const double base =
        category.probability * category.season_multiplier[static_cast<size_t>(kind.month - 1)];
    const double ceiling = std::min(1.0, std::max(market.item_cap, base));
    kind.probability.push_back(std::min(base * multiplier, ceiling));
    total += kind.probability.back();
  }
  const size_t count = persona.basket_profile.size();
  double cumulative = 0;
  for (size_t c = 0; c < count; ++c) {
    cumulative += total > 0 ? kind.probability[c] / total : 1.0 / static_cast<double>(count);
    kind.fallback_limit.push_back(
        static_cast<uint32_t>(std::min(limit_of(cumulative), uint64_t{0xFFFFFFFF})));
  }
  kind.fallback_limit.back() = 0xFFFFFFFF;
  for (const double probability : kind.probability) {
    const uint64_t limit = limit_of(probability);
    kind.possible.push_back(limit > 0);
    kind.some_impossible |= limit == 0;
    kind.include_limit.push_back(limit > 0 ? static_cast<uint32_t>(limit - 1) : 0);
  }
  if (kind.festival) {
    kind.quantity_multiplier = fixed16(market.quantity_festival);
    kind.markup_low = fixed16(market.price_festival_low);
    kind.markup_range = fixed16(market.price_festival_high) - kind.markup_low;
  }
  return kind;
}

void add_days(const Scenario& scenario, const Persona& persona, const World& world,
              WorldPersona& tables) {
  const Market& market = scenario.market;
  const double base = base_visit_probability(scenario, persona);
  for (const WorldDay& day : world.days) {
    const int month = civil_from_day(day.day).month;
    const bool festival = day.festival != 0;
    size_t k = 0;
    while (k < tables.kinds.size() &&
           !(tables.kinds[k].festival == festival && tables.kinds[k].weekend == day.weekend &&
             tables.kinds[k].month == month)) {
      ++k;
    }
    if (k == tables.kinds.size()) {
      DayKind kind;
      kind.festival = festival;
      kind.weekend = day.weekend;
      kind.month = month;
      tables.kinds.push_back(make_kind(scenario, persona, std::move(kind)));
    }
    tables.kind_of_day.push_back(static_cast<uint8_t>(k));
    const double probability = base * market.season_multiplier[static_cast<size_t>(month - 1)] *
                               (festival ? market.visit_festival : 1.0) *
                               (day.weekend ? market.visit_weekend : market.visit_weekday) *
                               market.weekday_multiplier[day.weekday - 1U];
    tables.visit_limit.push_back(day.closed ? 0
                                            : limit_of(std::min(probability, market.visit_cap)));
  }
}

uint16_t word_code(std::vector<std::string>& words, const std::string& word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<uint16_t>(found - words.begin());
  words.push_back(word);
  return static_cast<uint16_t>(words.size() - 1);
}

void add_categories(const Persona& persona, std::vector<std::string>& words, WorldPersona& tables) {
  tables.category_count = static_cast<uint32_t>(persona.basket_profile.size());
  for (const Category& category : persona.basket_profile) {
    uint32_t hash = static_cast<uint32_t>(hash64(category.name));
    while (std::find(tables.slot_hash.begin(), tables.slot_hash.end(), hash) !=
           tables.slot_hash.end()) {
      ++hash;
    }
    tables.slot_hash.push_back(hash);
    tables.code.push_back(word_code(words, category.name));
    tables.quantity_low.push_back(static_cast<uint32_t>(category.quantity_low));
    tables.quantity_range.push_back(
        static_cast<uint32_t>(category.quantity_high - category.quantity_low + 1));
    tables.price_low.push_back(static_cast<uint32_t>(category.price_low_paise));
    tables.price_range.push_back(
        static_cast<uint32_t>(category.price_high_paise - category.price_low_paise + 1));
  }
}

void add_slots(const Persona& persona, WorldPersona& tables) {
  uint32_t ahead = 0;
  for (const TimeSlot& slot : persona.preferred_time) {
    const uint32_t begin = static_cast<uint32_t>(slot.begin_second);
    tables.slot_starts.push_back(
        {tables.preferred_seconds, begin - tables.preferred_seconds - ahead});
    ahead = begin - tables.preferred_seconds;
    tables.preferred_seconds += static_cast<uint32_t>(slot.end_second) - begin;
  }
}

// Returns the most that a basket can cost, in paise.
double most_basket(const Market& market, const Persona& persona) {
  double total = 0;
  for (const Category& category : persona.basket_profile) {
    total += (category.quantity_high * std::max(1.0, market.quantity_festival) + 1) *
             static_cast<double>(category.price_high_paise) *
             std::max(1.0, market.price_festival_high);
  }
  return total;
}

void add_words(const Scenario& scenario, World& world) {
  for (size_t t = 0; t < kTableCount; ++t) {
    world.words[t].resize(schema_of(static_cast<Table>(t)).columns.size());
  }
  Words& customers = world.words[0];
  Words& transactions = world.words[1];
  for (const Persona& persona : scenario.personas) {
    customers[1].push_back(persona.name);
    transactions[2].push_back(persona.name);
  }
  customers[3] = {"female", "male"};
  transactions[8].push_back("");
  for (const Festival& festival : scenario.calendar.festivals) {
    transactions[8].push_back(festival.name);
  }
}

}  // namespace

World compile_world(const Scenario& scenario) {
  World world;
  world.seed = scenario.simulation.seed;
  add_words(scenario, world);
  for (int i = 0; i < scenario.simulation.days; ++i) {
    const Day day = scenario.simulation.start_day + i;
    const int weekday = weekday_of(day);
    world.days.push_back({day, festival_code(scenario, day), static_cast<uint8_t>(weekday),
                          (scenario.calendar.weekend_mask >> (weekday - 1) & 1) != 0,
                          is_closed(scenario, day)});
  }
  for (const Persona& persona : scenario.personas) {
    WorldPersona tables;
    tables.key = stream_key(world.seed, persona.name);
    tables.slot = persona.slot;
    tables.customer_count = static_cast<uint32_t>(customer_count(scenario, persona));
    add_slots(persona, tables);
    add_categories(persona, world.words[2][2], tables);
    add_days(scenario, persona, world, tables);
    tables.wide_baskets = most_basket(scenario.market, persona) > 4e9;
    world.personas.push_back(std::move(tables));
  }
  return world;
}

}  // namespace footfall
