#include "server/what_if.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/scenario_keys.h"
#include "run/data_set.h"
#include "run/run.h"
#include "server/paired_effect.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr const char* kWeekdayMultiplier = "weekday_multiplier";
constexpr double kInterval = 1.959963984540054;  // 95 % of a normal distribution

Error wrong(const std::string& text) { return {ErrorCategory::kInput, text, ""}; }

bool may_change(const std::string& multiplier) {
  return multiplier == "visit_multiplier" || multiplier == "item_multiplier" ||
         multiplier == "quantity_multiplier" || multiplier == "price_multiplier" ||
         multiplier == kWeekdayMultiplier;
}

// Changes market.MULTIPLIER.KEY.
Result<> change_market(const std::string& path, const Json& value, Json& scenario) {
  const size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  if (!may_change(name) || dot == std::string::npos) {
    return wrong(
        "of market, visit_multiplier, weekday_multiplier, item_multiplier, quantity_multiplier and "
        "price_multiplier may change, as market.visit_multiplier.festival, not market." +
        path);
  }
  scenario["market"][name][path.substr(dot + 1)] = value;
  return Done{};
}

// Changes personas.NAME.KEY.
Result<> change_persona(const std::string& path, const Json& value, Json& scenario) {
  const size_t dot = path.rfind('.');
  const std::string name = path.substr(0, dot);
  const std::string key = dot == std::string::npos ? "" : path.substr(dot + 1);
  auto& personas = scenario["personas"];
  const auto persona = std::find_if(personas.begin(), personas.end(),
                                    [&](const Json& entry) { return entry["name"] == name; });
  if (persona == personas.end()) return wrong("there is no persona " + name);
  if (key == "visit_probability") {
    (*persona)[key] = value;
    return Done{};
  }
  if (key != "customers")
    return wrong("of a persona, visit_probability and customers may change, not " + key);
  if (!value.is_number_integer() || value < 1 || value > 99'999'999)
    return wrong("personas." + path + " must be 1 to 99,999,999");
  (*persona)["weight"] =
      value.get<double>() / scenario["simulation"]["customers_per_persona"].get<double>();
  return Done{};
}

Result<LoadedScenario> changed(const std::string& scenario_json, const Json& changes) {
  Json scenario = Json::parse(scenario_json);
  for (const Json& change : changes) {
    if (!change.is_object() || change.size() != 2 || !change.contains("path") ||
        !change["path"].is_string() || !change.contains("value"))
      return wrong(R"(a change is {"path": "market.visit_multiplier.festival", "value": 1.8})");
    const auto path = change["path"].get<std::string>();
    if (path.rfind("market.", 0) == 0) {
      FOOTFALL_TRY(change_market(path.substr(7), change["value"], scenario));
    } else if (path.rfind("personas.", 0) == 0) {
      FOOTFALL_TRY(change_persona(path.substr(9), change["value"], scenario));
    } else {
      return wrong("a path begins with market. or personas., unlike " + path);
    }
  }
  return parse_scenario(scenario.dump(), "what-if");
}

double expected_lines(const World& world) {
  double lines = 0;
  for (const WorldPersona& persona : world.personas)
    lines += expected_items_a_day(persona) * persona.customer_count;
  return lines * static_cast<double>(world.days.size());
}

double customers_of(const World& world) {
  double customers = 0;
  for (const WorldPersona& persona : world.personas) customers += persona.customer_count;
  return customers;
}

// Returns the part of the customers that can be played within the limits.
double share_within(const WhatIfLimits& limits, const World& world) {
  return std::min({1.0, limits.lines / std::max(1.0, expected_lines(world)),
                   limits.customers / std::max(1.0, customers_of(world))});
}

struct Played {
  CustomerTotals totals;
  std::vector<double> share;  // by persona: customers in all / customers played
};

Result<Played> play(const Scenario& scenario, double share, const std::atomic<bool>& stop,
                    Clock::time_point deadline) {
  World world = compile_world(scenario);
  Played played;
  for (WorldPersona& persona : world.personas) {
    const uint32_t all = persona.customer_count;
    const auto some = static_cast<uint32_t>(std::ceil(share * all));
    // Any first customers are as good as others: each has draws of its own.
    persona.customer_count = std::min(all, some);
    played.share.push_back(
        persona.customer_count > 0 ? static_cast<double>(all) / persona.customer_count : 1.0);
  }
  RunOptions options;
  options.formats = {};
  options.tables = {false, true, false};
  std::atomic<bool> ends = false;
  options.stop = &ends;
  options.progress = [&](double, uint64_t) {
    if (stop.load() || Clock::now() > deadline) ends = true;
  };
  options.more_sinks = [&](const World& made) {
    std::vector<OpenSink> sinks;
    sinks.push_back(open_totals_sink(made, played.totals));
    return sinks;
  };
  const auto totals = run_simulation(scenario, world, options);
  if (!totals && totals.error().category == ErrorCategory::kInterrupted)
    return Error{ErrorCategory::kInterrupted, "this takes too long; change a smaller data set", ""};
  if (!totals) return totals.error();
  return played;
}

Json effect_json(const Measure& measure, const Effect& effect) {
  Json json = {{"measure", measure.name},
               {"unit", measure.unit},
               {"baseline", effect.baseline},
               {"variant", effect.variant},
               {"difference", effect.difference},
               {"low", effect.difference - kInterval * effect.error},
               {"high", effect.difference + kInterval * effect.error},
               {"relative", nullptr},
               {"standard_error", effect.error},
               {"unpaired_standard_error", effect.unpaired_error}};
  if (effect.baseline != 0) json["relative"] = effect.difference / std::fabs(effect.baseline);
  return json;
}

Json answer(const Scenario& scenario, const Played& before, const Played& after) {
  std::vector<PlayedPersona> shares;
  int64_t paired = 0, added = 0, removed = 0;
  bool is_part = false;
  for (size_t p = 0; p < before.totals.size(); ++p) {
    shares.push_back({before.share[p], after.share[p]});
    const auto b = static_cast<int64_t>(before.totals[p].size());
    const auto v = static_cast<int64_t>(after.totals[p].size());
    paired += std::min(b, v);
    added += std::max<int64_t>(0, v - b);
    removed += std::max<int64_t>(0, b - v);
    is_part = is_part || before.share[p] > 1 || after.share[p] > 1;
  }
  Json measures = Json::array();
  for (const Measure& measure : effect_measures()) {
    measures.push_back(
        effect_json(measure, paired_effect(measure, before.totals, after.totals, shares)));
  }
  Json notes = {
      "Both worlds are simulated with the same draws; differences are taken customer by customer, "
      "and their 95 % interval is that of chance in what these customers do."};
  if (is_part) {
    notes.push_back(
        "The world is large: a part of each persona's customers was played and scaled up.");
  }
  return {{"measures", measures},
          {"customers", {{"paired", paired}, {"added", added}, {"removed", removed}}},
          {"days", scenario.simulation.days},
          {"seed", scenario.simulation.seed},
          {"sampled", is_part},
          {"notes", notes}};
}

}  // namespace

Result<std::string> what_if_levers(const std::string& folder) {
  const auto data = read_data_set(folder);
  if (!data) return data.error();
  const auto loaded = scenario_of(*data);
  if (!loaded) return loaded.error();
  const Json scenario = Json::parse(data->scenario_json);
  Json levers = Json::array();
  const auto add = [&](const std::string& path, const std::string& label, const Json& value) {
    levers.push_back({{"path", path}, {"label", label}, {"value", value}});
  };
  for (const auto& [name, keys] : scenario["market"].items()) {
    if (!may_change(name) || name == kWeekdayMultiplier) continue;
    const std::string words = name.substr(0, name.find('_')) + " multiplier, ";
    for (const auto& [key, value] : keys.items()) {
      if (value.is_number()) add("market." + name + "." + key, words + key, value);
    }
  }
  for (size_t i = 0; i < std::size(kWeekdays); ++i) {  // a manifest names those that are not 1
    const std::string day(kWeekdays[i]);
    add("market.weekday_multiplier." + day, "weekday multiplier, " + day,
        loaded->scenario.market.weekday_multiplier[i]);
  }
  const World world = compile_world(loaded->scenario);
  for (size_t p = 0; p < world.personas.size(); ++p) {
    const std::string& name = loaded->scenario.personas[p].name;
    const std::string path = "personas." + name;
    add(path + ".customers", name + ": customers", world.personas[p].customer_count);
    add(path + ".visit_probability", name + ": visits a day",
        scenario["personas"][p]["visit_probability"]);
  }
  return Json({{"levers", levers}}).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> what_if(const std::string& folder, const std::string& changes,
                            const WhatIfLimits& limits, const std::atomic<bool>& stop) {
  const auto data = read_data_set(folder);
  if (!data) return data.error();
  const auto baseline = scenario_of(*data);
  if (!baseline) return baseline.error();
  const Json asked = Json::parse(changes, nullptr, false);
  if (!asked.is_array() || asked.size() > 100) return wrong("changes is a list of at most 100");
  try {
    const auto variant = changed(data->scenario_json, asked);
    if (!variant) return variant.error();
    const double share = std::min(share_within(limits, compile_world(baseline->scenario)),
                                  share_within(limits, compile_world(variant->scenario)));
    const auto deadline =
        Clock::now() + std::chrono::milliseconds(static_cast<int64_t>(limits.seconds * 1000));
    const auto before = play(baseline->scenario, share, stop, deadline);
    if (!before) return before.error();
    const auto after = play(variant->scenario, share, stop, deadline);
    if (!after) return after.error();
    return answer(baseline->scenario, *before, *after).dump() + "\n";
  } catch (const Json::exception& error) {
    return wrong(std::string("the changes do not fit the scenario: ") + error.what());
  }
}

}  // namespace footfall
