#include "model/yaml_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/ascii.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostColumns = 100;

bool is_word_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

// Returns whether every YAML reader takes an unquoted text for just this text.
bool is_plain(const std::string& text) {
  constexpr const char* kTaken[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  if (text.empty() || !is_word_letter(static_cast<unsigned char>(text[0])) || text.back() == ' ')
    return false;
  const std::string small = lowered(text);
  if (std::any_of(std::begin(kTaken), std::end(kTaken), [&](const char* t) { return small == t; }))
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_word_letter(static_cast<unsigned char>(c)) || (c >= '0' && c <= '9') || c == '-' ||
           c == ' ';
  });
}

std::string text_of(const std::string& text) { return is_plain(text) ? text : Json(text).dump(); }

std::string flow(const Json& json) {
  if (json.is_string()) return text_of(json.get<std::string>());
  if (!json.is_structured()) return json.dump();
  std::string inside;
  for (const auto& [key, value] : json.items()) {
    inside += inside.empty() ? "" : ", ";
    if (json.is_object()) inside += text_of(key) + ": ";
    inside += flow(value);
  }
  return json.is_object() ? "{" + inside + "}" : "[" + inside + "]";
}

bool holds_mapping(const Json& json) {
  return std::any_of(json.begin(), json.end(), [](const Json& value) {
    return value.is_object() || (value.is_array() && holds_mapping(value));
  });
}

size_t columns_of(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Appends `json` after a key or a dash that ends at column `used`, its own lines indented.
void append(const Json& json, size_t indent, size_t used, std::string& out) {
  const std::string line = flow(json), margin(indent, ' ');
  const bool small = !json.is_structured() || json.empty() || !holds_mapping(json);
  if (!json.is_structured() || json.empty() ||
      (small && used + 1 + columns_of(line) <= kMostColumns)) {
    out += " " + line + "\n";
    return;
  }
  // A mapping in a list starts on the line of its dash.
  bool first_on_line = json.is_object() && !out.empty() && out.back() == '-';
  if (!first_on_line) out += "\n";
  for (const auto& [key, value] : json.items()) {
    const std::string head = json.is_object() ? text_of(key) + ":" : "-";
    out += (first_on_line ? " " : margin) + head;
    first_on_line = false;
    append(value, indent + 2, indent + columns_of(head), out);
  }
}

}  // namespace

std::string yaml_of_json(std::string_view json) {
  const Json root = Json::parse(json);
  std::string out;
  for (const auto& [key, value] : root.items()) {
    out += text_of(key) + ":";
    append(value, 2, columns_of(key) + 1, out);
  }
  return out;
}

std::string yaml_line_of_json(std::string_view json) { return flow(Json::parse(json)); }

}  // namespace footfall
