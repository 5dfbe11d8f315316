#include "model/scenario_yaml.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <set>

#include "model/festival_table.h"
#include "model/scenario_personas.h"
#include "model/scenario_reader.h"
#include "model/yaml_tree.h"

namespace footfall {
namespace {

const WordList kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                            "friday", "saturday", "sunday"};

void read_simulation(ScenarioReader& reader, const Item& item, Simulation& out) {
  const Fields found = reader.fields(
      item, {"start_date", "days", "customers_per_persona", "seed", "default_days", "random_seed"});
  for (const auto& [ours, original] :
       {std::pair{"days", "default_days"}, std::pair{"seed", "random_seed"}}) {
    if (found.count(ours) && found.count(original)) {
      reader.wrong(found.at(original),
                   std::string("give ") + ours + " or " + original + ", not both");
    }
  }
  for (const auto& [key, child] : found) {
    if (key == "start_date") out.start_day = reader.date(child).value_or(out.start_day);
    if (key == "days" || key == "default_days")
      reader.integer(child, "days", 1, kLastDay, out.days);
    if (key == "customers_per_persona") {
      reader.integer<int64_t>(child, "customers_per_persona", 1, kMaxCustomersPerPersona,
                              out.customers_per_persona);
    }
    if (key == "seed" || key == "random_seed") {
      reader.integer<uint64_t>(child, "seed", 0, UINT64_MAX, out.seed);
    }
  }
  if (int64_t{out.start_day} + out.days > kLastDay) {
    reader.missing(item, "start_date + days must be at most 2215-12-31");
  }
}

void read_frequency_probability(ScenarioReader& reader, const Item& item, Market& out) {
  const Fields found = reader.fields(item, kFrequencies);
  for (size_t i = 0; i < kFrequencies.size(); ++i) {
    reader.multiplier(found, kFrequencies[i].c_str(), 0, 1, out.frequency_probability[i]);
  }
}

void read_market(ScenarioReader& reader, const Item& item, Market& out) {
  for (const auto& [key, child] : reader.fields(
           item, {"visit_multiplier", "item_multiplier", "quantity_multiplier", "price_multiplier",
                  "festival_window_days", "season_multiplier", "frequency_probability"})) {
    if (key == "visit_multiplier") {
      const Fields found = reader.fields(child, {"festival", "weekend", "weekday", "cap"});
      reader.multiplier(found, "festival", 0, kMaxMultiplier, out.visit_festival);
      reader.multiplier(found, "weekend", 0, kMaxMultiplier, out.visit_weekend);
      reader.multiplier(found, "weekday", 0, kMaxMultiplier, out.visit_weekday);
      reader.multiplier(found, "cap", 0, 1, out.visit_cap);
    } else if (key == "item_multiplier") {
      const Fields found = reader.fields(child, {"festival", "weekend", "cap"});
      reader.multiplier(found, "festival", 0, kMaxMultiplier, out.item_festival);
      reader.multiplier(found, "weekend", 0, kMaxMultiplier, out.item_weekend);
      reader.multiplier(found, "cap", 0, 1, out.item_cap);
    } else if (key == "quantity_multiplier") {
      reader.multiplier(reader.fields(child, {"festival"}), "festival", 1, kMaxMultiplier,
                        out.quantity_festival);
    } else if (key == "price_multiplier") {
      double both[2];
      const Fields found = reader.fields(child, {"festival"});
      if (found.count("festival") &&
          reader.range(found.at("festival"), "festival", 0.01, kMaxMultiplier, both)) {
        out.price_festival_low = both[0];
        out.price_festival_high = both[1];
      }
    } else if (key == "festival_window_days") {
      reader.integer(child, "festival_window_days", 0, 180, out.festival_window_days);
    } else if (key == "season_multiplier") {
      reader.months(child, out.season_multiplier);
    } else if (key == "frequency_probability") {
      read_frequency_probability(reader, child, out);
    }
  }
}

void read_festivals(ScenarioReader& reader, const Item& item, std::vector<Festival>& out) {
  WordList names;
  for (const Festival& known : festival_table()) names.push_back(known.name);
  out.clear();
  std::set<std::string> seen;
  for (const Item& entry : reader.list(item)) {
    Festival festival;
    if (entry.node->is_map()) {
      const Fields found = reader.fields(entry, {"name", "dates"});
      if (!found.count("name") || !found.count("dates")) {
        reader.missing(entry, "a festival needs name and dates");
        continue;
      }
      reader.text(found.at("name"), festival.name);
      for (const Item& day : reader.list(found.at("dates"))) {
        if (const auto parsed = reader.date(day)) festival.dates.push_back(*parsed);
      }
      std::sort(festival.dates.begin(), festival.dates.end());
    } else {
      const int index = reader.word(entry, names);
      if (index < 0) continue;
      festival = festival_table()[static_cast<size_t>(index)];
    }
    if (!festival.name.empty() && !seen.insert(festival.name).second) {
      reader.wrong(entry, "a festival must not be given twice");
    }
    out.push_back(std::move(festival));
  }
}

void read_calendar(ScenarioReader& reader, const Item& item, Calendar& out) {
  for (const auto& [key, child] : reader.fields(item, {"weekend", "festivals"})) {
    if (key == "weekend") {
      uint8_t mask = 0;
      for (const Item& day : reader.list(child)) {
        const int index = reader.word(day, kWeekdays);
        if (index >= 0) mask = static_cast<uint8_t>(mask | 1 << index);
      }
      out.weekend_mask = mask;
    }
    if (key == "festivals") read_festivals(reader, child, out.festivals);
  }
}

void read_festival_dates(ScenarioReader& reader, const Item& item, std::vector<Festival>& out) {
  out.clear();
  int position = 0;
  for (const Item& entry : reader.list(item)) {
    ++position;
    const auto day = reader.date(entry);
    if (!day) continue;
    std::string name = "Festival " + std::to_string(position);
    for (const Festival& known : festival_table()) {
      if (std::count(known.dates.begin(), known.dates.end(), *day)) name = known.name;
    }
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const Festival& other) { return other.name == name; });
    if (same == out.end()) {
      out.push_back({name, {*day}});
    } else {
      same->dates.push_back(*day);
    }
  }
}

void read_market_config(ScenarioReader& reader, const Item& item, Scenario& scenario) {
  Market& out = scenario.market;
  for (const auto& [key, child] :
       reader.fields(item, {"festival_dates", "seasonal_multipliers", "price_variations"})) {
    if (key == "festival_dates") read_festival_dates(reader, child, scenario.calendar.festivals);
    if (key == "seasonal_multipliers") {
      const Fields found = reader.fields(child, {"festival", "weekend", "weekday"});
      reader.multiplier(found, "festival", 0, kMaxMultiplier, out.visit_festival);
      reader.multiplier(found, "weekend", 0, kMaxMultiplier, out.visit_weekend);
      reader.multiplier(found, "weekday", 0, kMaxMultiplier, out.visit_weekday);
    }
    if (key == "price_variations") {
      const Fields found = reader.fields(child, {"festival_markup", "discount_range"});
      double both[2];
      if (found.count("festival_markup") &&
          reader.range(found.at("festival_markup"), "festival_markup", 0.01, kMaxMultiplier,
                       both)) {
        out.price_festival_low = both[0];
        out.price_festival_high = both[1];
      }
      if (found.count("discount_range")) reader.without_effect(found.at("discount_range"));
    }
  }
}

void read_locale(ScenarioReader& reader, const Item& item, Locale& out) {
  for (const auto& [key, child] : reader.fields(item, {"currency", "symbol", "names"})) {
    if (key == "currency") reader.text(child, out.currency);
    if (key == "symbol") reader.text(child, out.symbol);
    if (key == "names") {
      static const WordList kNames = {"india", "germany", "western"};
      if (const int found = reader.word(child, kNames); found >= 0)
        out.names = kNames[static_cast<size_t>(found)];
    }
  }
}

void read_sections(ScenarioReader& reader, const YamlTree& root, Scenario& scenario) {
  if (!root.is_map()) return reader.mistake("must be a mapping with personas", 1);
  const Fields found =
      reader.fields({"", &root}, {"name", "simulation", "market", "frequency_probability",
                                  "calendar", "locale", "personas", "market_config"});
  scenario.calendar.festivals = festival_table();
  const auto with = [&](const char* key, auto read, auto& out) {
    if (const auto child = found.find(key); child != found.end()) read(reader, child->second, out);
  };
  if (found.count("name")) reader.text(found.at("name"), scenario.name);
  if (found.count("market") && found.count("market_config")) {
    reader.missing(found.at("market_config"), "give market or market_config, not both");
  }
  if (found.count("calendar") && found.count("market_config") &&
      found.at("calendar").node->find("festivals") &&
      found.at("market_config").node->find("festival_dates")) {
    reader.missing(found.at("market_config"),
                   "give calendar.festivals or festival_dates, not both");
  }
  // Personas come last: their limits depend on the simulation and the market.
  with("simulation", read_simulation, scenario.simulation);
  with("frequency_probability", read_frequency_probability, scenario.market);
  with("market_config", read_market_config, scenario);
  with("market", read_market, scenario.market);
  with("calendar", read_calendar, scenario.calendar);
  with("locale", read_locale, scenario.locale);
  with("personas", read_personas, scenario);
  if (!found.count("personas")) reader.mistake("must be given: personas", 1);
}

}  // namespace

Result<LoadedScenario> parse_scenario(std::string text, const std::string& path) {
  const auto root = parse_yaml(text, path);
  if (!root) {
    const Error& error = root.error();
    return Error{error.category, "scenario: " + error.message + " (" + error.place + ")", path};
  }
  LoadedScenario loaded;
  loaded.path = path;
  loaded.text = std::move(text);
  ScenarioReader reader(path);
  read_sections(reader, *root, loaded.scenario);
  const std::string mistakes = reader.mistakes();
  if (!mistakes.empty()) return Error{ErrorCategory::kInput, mistakes, path};
  loaded.warnings = reader.warnings();
  return loaded;
}

Result<LoadedScenario> load_scenario(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxYamlBytes + 1, '\0');
  if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || (file.fail() && !file.eof())) {
    return Error{ErrorCategory::kIo, "scenario: cannot read " + path, path};
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return parse_scenario(std::move(text), path);
}

}  // namespace footfall
