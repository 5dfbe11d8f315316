#include "run/manifest.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/day_spells.h"
#include "model/scenario_keys.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

double currency(int64_t paise) { return static_cast<double>(paise) / 100.0; }

std::string clock_time(int32_t second) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", second / 3600, second / 60 % 60);
  return text;
}

Json category_json(const Category& category) {
  Json json = {
      {"probability", category.probability},
      {"quantity", {category.quantity_low, category.quantity_high}},
      {"price_range", {currency(category.price_low_paise), currency(category.price_high_paise)}}};
  if (category.season_multiplier != kFlatYear)
    json["season_multiplier"] = category.season_multiplier;
  return json;
}

// A single word stands for itself.
Json mix_json(const Mix& mix) {
  if (mix.size() == 1) return mix[0].word;
  Json json;
  for (const MixedWord& mixed : mix) json[mixed.word] = mixed.weight;
  return json;
}

Json persona_json(const Scenario& scenario, const Persona& persona) {
  constexpr const char* kFrequencies[] = {"daily", "alternate", "weekly", "monthly"};
  Json json = {{"name", persona.name}, {"id", persona.slot}};
  if (persona.frequency) json["frequency"] = kFrequencies[static_cast<size_t>(*persona.frequency)];
  json["visit_probability"] = base_visit_probability(scenario, persona);
  json["weight"] = persona.weight;
  for (const TimeSlot& slot : persona.preferred_time) {
    json["preferred_time"].push_back(clock_time(slot.begin_second) + "-" +
                                     clock_time(slot.end_second));
  }
  const Demographics& who = persona.demographics;
  json["demographics"] = {
      {"age_range", {who.age_low, who.age_high}},
      {"income_range", {currency(who.income_low_paise), currency(who.income_high_paise)}}};
  if (!who.location_type.empty())
    json["demographics"]["location_type"] = mix_json(who.location_type);
  if (!who.education.empty()) json["demographics"]["education"] = mix_json(who.education);
  if (!who.family_status.empty())
    json["demographics"]["family_status"] = mix_json(who.family_status);
  for (const City& city : persona.cities) {
    Json one = {{"name", city.name}, {"weight", city.weight}};
    if (!city.state.empty()) one["state"] = city.state;
    json["cities"].push_back(one);
  }
  for (const Category& category : persona.basket_profile) {
    json["basket_profile"][category.name] = category_json(category);
  }
  return json;
}

// Days in a row are written as a range.
Json dates_json(const std::vector<Day>& dates) {
  Json json = Json::array();
  for (const auto& [first, last] : day_spells(dates))
    json.push_back(format_date(first) + (last > first ? ".." + format_date(last) : ""));
  return json;
}

Json market_json(const Market& m) {
  Json json = {{"visit_multiplier",
                {{"festival", m.visit_festival},
                 {"weekend", m.visit_weekend},
                 {"weekday", m.visit_weekday},
                 {"cap", m.visit_cap}}},
               {"item_multiplier",
                {{"festival", m.item_festival}, {"weekend", m.item_weekend}, {"cap", m.item_cap}}},
               {"quantity_multiplier", {{"festival", m.quantity_festival}}},
               {"price_multiplier", {{"festival", {m.price_festival_low, m.price_festival_high}}}},
               {"festival_window_days", m.festival_window_days},
               {"frequency_probability",
                {{"daily", m.frequency_probability[0]},
                 {"alternate", m.frequency_probability[1]},
                 {"weekly", m.frequency_probability[2]},
                 {"monthly", m.frequency_probability[3]}}}};
  if (m.season_multiplier != kFlatYear) json["season_multiplier"] = m.season_multiplier;
  for (size_t i = 0; i < m.weekday_multiplier.size(); ++i) {
    if (m.weekday_multiplier[i] != 1)
      json["weekday_multiplier"][std::string(kWeekdays[i])] = m.weekday_multiplier[i];
  }
  return json;
}

Json weekdays_json(uint8_t mask) {
  Json names = Json::array();
  for (size_t i = 0; i < std::size(kWeekdays); ++i) {
    if (mask >> i & 1) names.push_back(kWeekdays[i]);
  }
  return names;
}

Json scenario_json(const Scenario& scenario) {
  Json json;
  if (!scenario.name.empty()) json["name"] = scenario.name;
  const Simulation& s = scenario.simulation;
  json["simulation"] = {{"start_date", format_date(s.start_day)},
                        {"days", s.days},
                        {"customers_per_persona", s.customers_per_persona},
                        {"seed", s.seed}};
  json["market"] = market_json(scenario.market);
  const Calendar& calendar = scenario.calendar;
  json["calendar"]["weekend"] = weekdays_json(calendar.weekend_mask);
  if (calendar.closed_mask != 0)
    json["calendar"]["closed_weekdays"] = weekdays_json(calendar.closed_mask);
  if (!calendar.closed_dates.empty())
    json["calendar"]["closed_dates"] = dates_json(calendar.closed_dates);
  json["calendar"]["festivals"] = Json::array();
  for (const Festival& festival : scenario.calendar.festivals) {
    Json one = {{"name", festival.name}, {"dates", dates_json(festival.dates)}};
    if (festival.window_days) one["window_days"] = *festival.window_days;
    json["calendar"]["festivals"].push_back(std::move(one));
  }
  json["locale"]["currency"] = scenario.locale.currency;
  if (!scenario.locale.symbol.empty()) json["locale"]["symbol"] = scenario.locale.symbol;
  json["locale"]["names"] = scenario.locale.names;
  for (const Persona& persona : scenario.personas)
    json["personas"].push_back(persona_json(scenario, persona));
  return json;
}

// Whether a path names something below the folder it is relative to, without detours.
bool lies_inside(const std::string& path) {
  const std::filesystem::path parts(path);
  if (path.empty() || parts.is_absolute()) return false;
  return std::none_of(parts.begin(), parts.end(), [](const std::filesystem::path& part) {
    return part.empty() || part == "." || part == "..";
  });
}

}  // namespace

std::string resolved_scenario(const Scenario& scenario) { return scenario_json(scenario).dump(2); }

std::string sha256_of(const std::string& text) {
  Sha256 sha;
  sha.update(text.data(), text.size());
  return sha.finish();
}

std::string json_mistake(const std::exception& error) {
  const std::string text = error.what();  // "[json.exception.parse_error.101] parse error at …"
  const size_t end = text.find("] ");
  return end == std::string::npos ? text : text.substr(end + 2);
}

Result<std::vector<ListedFile>> listed_files(const std::string& manifest, const char* mark) {
  const auto damaged = [](const std::string& what) {
    return Error{ErrorCategory::kInput, what, kManifestName};
  };
  try {
    const Json json = Json::parse(manifest);
    if (!json.is_object() || !json.contains(mark) || !json[mark].is_number_integer())
      return damaged("it has no number \"" + std::string(mark) + "\"");
    std::vector<ListedFile> files;
    for (const Json& entry : json.at("files")) {
      files.push_back({entry.at("path"), entry.at("bytes")});
      if (!lies_inside(files.back().path))
        return damaged("it lists a file outside of its folder, " + files.back().path);
    }
    return files;
  } catch (const Json::exception& error) {
    return damaged(json_mistake(error));
  }
}

std::string make_manifest(const LoadedScenario& loaded, const RunTotals& totals) {
  const Simulation& s = loaded.scenario.simulation;
  const std::string first = format_date(s.start_day), last = format_date(s.start_day + s.days - 1);
  Json json = {{kDataSetMark, kManifestVersion},
               {"program_version", kProgramVersion},
               {"data_version", kDataVersion},
               {"scenario_file", loaded.path},
               {"scenario_sha256", sha256_of(loaded.text)},
               {"seed", s.seed},
               {"period", {{"start", first}, {"end", last}, {"days", s.days}}}};
  for (int t = 0; t < kTableCount; ++t) {
    json["tables"][std::string(schema_of(static_cast<Table>(t)).name)] = {
        {"rows", totals.tables[t].rows}, {"content_hash", to_hex(totals.tables[t].content)}};
  }
  json["files"] = Json::array();
  for (const WrittenFile& file : totals.files) {
    json["files"].push_back({{"path", file.path},
                             {"table", file.table},
                             {"rows", file.rows},
                             {"bytes", file.bytes},
                             {"checksum", file.checksum},
                             {"min_date", file.min_date ? format_date(*file.min_date) : first},
                             {"max_date", file.max_date ? format_date(*file.max_date) : last}});
  }
  json["scenario"] = scenario_json(loaded.scenario);
  return json.dump(2) + "\n";
}

}  // namespace footfall
