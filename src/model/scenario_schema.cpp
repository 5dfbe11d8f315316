#include "model/scenario_schema.h"

#include <nlohmann/json.hpp>

#include "base/currency.h"
#include "model/allowed_values.h"
#include "model/mistakes.h"
#include "model/scenario_keys.h"
#include "model/yaml_text.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDatePattern = R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}$)";
constexpr const char* kDaysPattern =
    R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$)";
constexpr const char* kTimePattern =
    R"(^ *[0-9]{1,2}(:[0-9]{2})? *([AaPp][Mm])? *[-–] *[0-9]{1,2}(:[0-9]{2})? *([AaPp][Mm])? *$)";

Json text_schema() { return {{"type", "string"}, {"minLength", 1}, {"maxLength", kMaxTextBytes}}; }

Json number_schema(const Key& key, bool whole) {
  Json json = {{"type", whole ? "integer" : "number"}};
  for (const auto& [name, limit] :
       {std::pair("minimum", key.low), std::pair("maximum", key.high)}) {
    const bool exact = limit == static_cast<double>(static_cast<int64_t>(limit));
    json[name] = exact ? Json(static_cast<int64_t>(limit)) : Json(limit);
  }
  return json;
}

Json word_schema(const Key& key) {
  Json json = {{"enum", Json::array()}};
  for (const std::string_view word : key.words) json["enum"].push_back(word);
  return json;
}

Json currency_schema() {
  Json json = {{"enum", Json::array()}};
  for (const Currency& currency : currency_table()) json["enum"].push_back(currency.code);
  return json;
}

Json list_schema(const Json& items, double low, double high) {
  return {{"type", "array"},
          {"items", items},
          {"minItems", static_cast<int>(low)},
          {"maxItems", static_cast<int>(high)}};
}

Json months_schema(const Key& key) {
  const Json factor = number_schema(key, false);
  Json by_name = {{"type", "object"}, {"additionalProperties", false}};
  for (const std::string_view month : kMonthNames)
    by_name["properties"][std::string(month)] = factor;
  return {{"oneOf", {list_schema(factor, 12, 12), by_name}}};
}

Json mix_schema(const Key& key) {
  const Key weight{.kind = KeyKind::kNumber, .high = 1e9};
  Json words = list_schema(text_schema(), key.low, key.high);
  words["uniqueItems"] = true;
  return {{"oneOf",
           {text_schema(),
            words,
            {{"type", "object"},
             {"propertyNames", text_schema()},
             {"additionalProperties", number_schema(weight, false)},
             {"minProperties", static_cast<int>(key.low)},
             {"maxProperties", static_cast<int>(key.high)}}}}};
}

Json schema_of_key(const Key& key);

Json mapping_schema(const Key& key) {
  Json json = {{"type", "object"}, {"additionalProperties", false}};
  for (const Key& child : key.keys) {
    const std::string name(child.name);
    json["properties"][name] = schema_of_key(child);
    if (child.required && child.instead.empty()) json["required"].push_back(name);
    if (!child.instead.empty())
      json["anyOf"] = {{{"required", {name}}}, {{"required", {std::string(child.instead)}}}};
    if (!child.same_as.empty())
      json["allOf"].push_back({{"not", {{"required", {name, std::string(child.same_as)}}}}});
  }
  if (!key.by_name) return json;
  return {{"oneOf", {json, key.words.empty() ? text_schema() : word_schema(key)}}};
}

Json bare_schema(const Key& key) {
  switch (key.kind) {
    case KeyKind::kText:
      return text_schema();
    case KeyKind::kWord:
      return word_schema(key);
    case KeyKind::kCurrency:
      return currency_schema();
    case KeyKind::kNumber:
      return number_schema(key, false);
    case KeyKind::kWhole:
      return number_schema(key, true);
    case KeyKind::kSeed:
      return {{"type", "integer"}, {"minimum", 0}, {"maximum", UINT64_MAX}};
    case KeyKind::kDate:
      return {{"type", "string"}, {"format", "date"}, {"pattern", kDatePattern}};
    case KeyKind::kDays:
      return {{"type", "string"}, {"pattern", kDaysPattern}};
    case KeyKind::kTime:
      return {{"type", "string"}, {"pattern", kTimePattern}};
    case KeyKind::kRange:
      return list_schema(number_schema(key, false), 2, 2);
    case KeyKind::kWholeRange:
      return list_schema(number_schema(key, true), 2, 2);
    case KeyKind::kMonths:
      return months_schema(key);
    case KeyKind::kMix:
      return mix_schema(key);
    case KeyKind::kMapping:
      return mapping_schema(key);
    case KeyKind::kList:
      return list_schema(schema_of_key(key.keys[0]), key.low, key.high);
    case KeyKind::kNamed:
      return {{"type", "object"},
              {"propertyNames", text_schema()},
              {"additionalProperties", schema_of_key(key.keys[0])},
              {"minProperties", static_cast<int>(key.low)},
              {"maxProperties", static_cast<int>(key.high)}};
  }
  return {};
}

Json schema_of_key(const Key& key) {
  Json json = {{"description", key.doc}};
  json.update(bare_schema(key));
  if (!key.fallback.empty()) json["default"] = Json::parse(key.fallback);
  if (!key.example.empty()) {
    json["examples"] = Json::array();
    json["examples"].push_back(Json::parse(key.example));
  }
  return json;
}

// Returns what a cell of the guide says of a key's values.
std::string values_text(const Key& key) {
  std::string text = allowed(key);
  if (key.kind == KeyKind::kMapping && !key.by_name) text = "a mapping, see below";
  if (key.kind == KeyKind::kNamed) text += ", see below";
  return text;
}

void append_table(const Key& key, const std::string& path, std::string& out) {
  std::string rows;
  for (const Key& child : key.keys) {
    std::string fallback =
        child.fallback.empty() ? "" : "`" + yaml_line_of_json(child.fallback) + "`";
    if (child.required)
      fallback = child.instead.empty() ? "required" : "required, or " + std::string(child.instead);
    const std::string example =
        child.example.empty() ? "" : "`" + yaml_line_of_json(child.example) + "`";
    rows += "| `" + std::string(child.name) + "` | " + values_text(child) + " | " + fallback +
            " | " + std::string(child.doc) + " | " + example + " |\n";
  }
  out += "### " + (path.empty() ? std::string("The file") : "`" + path + "`") + "\n\n" +
         std::string(key.doc) +
         "\n\n| key | values | default | meaning | example |\n|---|---|---|---|---|\n" + rows +
         "\n";
  for (const Key& child : key.keys) {
    std::string below = joined(path, std::string(child.name));
    const Key* mapping = &child;
    if (child.kind == KeyKind::kList || child.kind == KeyKind::kNamed) {
      mapping = &child.keys[0];
      below += child.kind == KeyKind::kList ? "[]" : ".NAME";
    }
    const bool shown_before = child.name == "frequency_probability" && path.empty();
    if (mapping->kind == KeyKind::kMapping && !shown_before) append_table(*mapping, below, out);
  }
}

}  // namespace

std::string scenario_schema() {
  Json json = {{"$schema", "http://json-schema.org/draft-07/schema#"},
               {"title", "Footfall scenario"}};
  json.update(schema_of_key(scenario_key()));
  json["not"] = {{"required", {"market", "market_config"}}};
  return json.dump(2) + "\n";
}

std::string scenario_key_tables() {
  std::string out;
  append_table(scenario_key(), "", out);
  out.pop_back();
  return out;
}

}  // namespace footfall
