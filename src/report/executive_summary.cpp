#include "report/executive_summary.h"

#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "report/insight_rules.h"
#include "report/marked_text.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostCategories = 10;
constexpr size_t kMostHighlights = 6;

// Sums in another order of rows differ beyond 12 digits.
Json number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.12g", value);
  const double rounded = std::strtod(text, nullptr);
  if (rounded == static_cast<double>(static_cast<int64_t>(rounded)) && std::abs(rounded) < 9e15)
    return static_cast<int64_t>(rounded);
  return rounded;
}

Json value_or_null(const Fact* fact) {
  if (fact == nullptr) return nullptr;
  if (fact->unit == "date" || fact->unit == "text") return fact->text;
  return number(fact->value);
}

Json end_or_null(const std::optional<double>& end) { return end ? number(*end) : Json(nullptr); }

Json estimate(const Fact* fact) {
  if (fact == nullptr) return nullptr;
  return {{"value", number(fact->value)},
          {"low", end_or_null(fact->low)},
          {"high", end_or_null(fact->high)}};
}

// Takes facts of one prefix into an object, by the names of its members.
Json members(const Facts& facts, const std::string& prefix,
             std::initializer_list<const char*> names) {
  Json object = Json::object();
  for (const char* name : names) object[name] = value_or_null(facts.find(prefix + name));
  return object;
}

// The words of a dimension's identifiers with their names, in the order in which the facts list
// them.
std::vector<std::pair<std::string, std::string>> names_of(const Facts& facts,
                                                          const std::string& dimension) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const std::string& word : words_of(facts, dimension))
    names.emplace_back(word, facts.find(dimension + "." + word + ".name")->text);
  return names;
}

Json personas_json(const Facts& facts) {
  Json personas = Json::array();
  for (const auto& [word, name] : names_of(facts, "persona")) {
    const std::string prefix = "persona." + word + ".";
    Json persona = {{"persona", name}};
    persona.update(
        members(facts, prefix,
                {"customers", "active_customers", "transactions", "items", "units", "revenue",
                 "revenue_share", "transaction_share", "average_transaction_value",
                 "items_per_basket", "units_per_basket", "frequency_per_30_days",
                 "revenue_per_customer", "peak_hour", "peak_weekday"}));
    const Fact* average = facts.find(prefix + "average_transaction_value");
    persona["average_low"] = average != nullptr ? end_or_null(average->low) : Json(nullptr);
    persona["average_high"] = average != nullptr ? end_or_null(average->high) : Json(nullptr);
    personas.push_back(std::move(persona));
  }
  return personas;
}

// The busiest hours of each persona whose hours differ: those that hold at least nine tenths of the
// busiest one.
Result<Json> peak_hours(Measurements& measured, const Facts& facts) {
  const auto hourly = measured.metric("hourly");
  if (!hourly) return hourly.error();
  Json peaks = Json::object();
  std::set<std::string> differ;
  for (const auto& [word, name] : names_of(facts, "persona")) {
    if (facts.find("persona." + word + ".main_hours") != nullptr) differ.insert(name);
  }
  std::map<std::string, double> most;
  for (int pass = 0; *hourly != nullptr && pass < 2; ++pass) {
    for (size_t r = 0; r < (*hourly)->rows; ++r) {
      const std::string persona = text_at(**hourly, "persona", r);
      if (!differ.contains(persona)) continue;
      const double count = number_at(**hourly, "transactions", r).value_or(0);
      if (pass == 0) most[persona] = std::max(most[persona], count);
      if (pass == 1 && count >= 0.9 * most[persona])
        peaks[persona].push_back(static_cast<int>(number_at(**hourly, "hour", r).value_or(0)));
    }
  }
  return peaks;
}

Result<Json> temporal_json(Measurements& measured, const Facts& facts) {
  Json festivals = Json::array();
  for (const auto& [word, name] : names_of(facts, "festival")) {
    Json festival = {{"festival", name}};
    festival.update(
        members(facts, "festival." + word + ".",
                {"start", "end", "days", "revenue", "revenue_share", "average_transaction_value"}));
    festivals.push_back(std::move(festival));
  }
  Json weekdays = Json::object();
  for (const auto& [word, name] : names_of(facts, "persona"))
    weekdays[name] = value_or_null(facts.find("persona." + word + ".peak_weekday"));
  auto hours = peak_hours(measured, facts);
  if (!hours) return hours;
  return Json{{"festival_uplift", estimate(facts.find("uplift.festival.pooled"))},
              {"festival_uplift_within_personas", estimate(facts.find("uplift.festival.within"))},
              {"weekend_uplift", estimate(facts.find("uplift.weekend.pooled"))},
              {"weekend_uplift_within_personas", estimate(facts.find("uplift.weekend.within"))},
              {"busiest_hour", value_or_null(facts.find("hour.busiest"))},
              {"busiest_weekday", value_or_null(facts.find("weekday.best"))},
              {"peak_hours", *hours},
              {"peak_weekday", weekdays},
              {"festivals", festivals}};
}

Json categories_json(const Facts& facts) {
  Json categories = Json::array();
  for (const auto& [word, name] : names_of(facts, "category")) {
    if (categories.size() == kMostCategories) break;
    Json category = {{"category", name}};
    category.update(
        members(facts, "category." + word + ".", {"revenue", "revenue_share", "lines", "units"}));
    categories.push_back(std::move(category));
  }
  return categories;
}

Json highlights_json(const std::vector<Insight>& insights) {
  Json highlights = Json::array();
  for (const Insight& insight : insights) {
    if (highlights.size() == kMostHighlights) break;
    highlights.push_back({{"text", plain_text(insight.headline)}, {"facts", insight.facts}});
  }
  return highlights;
}

}  // namespace

Result<std::string> executive_summary(Measurements& measured, const Facts& facts,
                                      const std::vector<Insight>& insights,
                                      const Provenance& provenance) {
  const auto temporal = temporal_json(measured, facts);
  if (!temporal) return temporal.error();
  const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json summary = {{"schema_version", kSummaryVersion},
                  {"generated_from", or_null(provenance.manifest_hash)},
                  {"origin", provenance.origin},
                  {"title", provenance.title},
                  {"currency", or_null(measured.analysis().capabilities.currency)}};
  summary["period"] = members(facts, "period.", {"start", "end", "days"});
  summary["totals"] = members(facts, "",
                              {"transactions", "customers", "active_customers", "items", "units",
                               "revenue", "average_transaction_value", "items_per_basket"});
  summary["temporal"] = *temporal;
  summary["personas"] = personas_json(facts);
  summary["top_categories"] = categories_json(facts);
  summary["concentration"] = {{"top20_share", estimate(facts.find("concentration.top20_share"))},
                              {"gini", estimate(facts.find("concentration.gini"))}};
  summary["concentration"].update(
      members(facts, "concentration.", {"largest_share", "largest5_share"}));
  summary["highlights"] = highlights_json(insights);
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string facts_json(const Facts& facts) {
  std::string text = "[";
  for (const Fact& fact : facts.facts) {
    Json filter = Json::object();
    for (const FactFilter& part : fact.filter) filter[part.dimension] = part.value;
    Json entry = {{"id", fact.id}, {"label", fact.label}, {"value", number(fact.value)}};
    if (!fact.text.empty()) entry["text"] = fact.text;
    entry.update({{"unit", fact.unit},
                  {"decimals", fact.decimals},
                  {"low", end_or_null(fact.low)},
                  {"high", end_or_null(fact.high)},
                  {"filter", filter},
                  {"formula", fact.formula},
                  {"metric", fact.metric}});
    text += text.size() > 1 ? ",\n " : "\n ";
    text += entry.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return text + "\n]\n";
}

}  // namespace footfall
