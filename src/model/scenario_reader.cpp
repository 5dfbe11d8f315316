#include "model/scenario_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "model/nearest_word.h"

namespace footfall {
namespace {

constexpr size_t kMaxNameBytes = 200;
constexpr int kMaxMistakes = 1000;
const WordList kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                          "jul", "aug", "sep", "oct", "nov", "dec"};

std::string shown(const YamlTree& node) {
  if (node.kind == YamlTree::kNull) return "nothing";
  if (node.is_list()) return "a list of " + std::to_string(node.items.size());
  if (node.is_map()) return "a mapping";
  std::string text = node.scalar.substr(0, 80);
  for (char& letter : text) letter = static_cast<unsigned char>(letter) < 32 ? '?' : letter;
  return text.empty() ? "\"\"" : text;
}

std::string number_text(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

}  // namespace

std::string joined(const std::string& path, const std::string& key) {
  const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  });
  return (path.empty() ? "" : path + ".") + (plain ? key : "\"" + key + "\"");
}

void ScenarioReader::mistake(const std::string& text, int line) {
  mistakes_[line].insert("scenario: " + text + place(line));
}

void ScenarioReader::wrong(const Item& item, const std::string& rule) {
  mistake(rule + ": " + item.path + " = " + shown(*item.node), item.node->line);
}

void ScenarioReader::missing(const Item& item, const std::string& rule) {
  mistake(rule + ": " + item.path, item.node->line);
}

void ScenarioReader::without_effect(const Item& item) {
  warnings_.push_back("scenario: " + item.path + " has no effect" + place(item.node->line));
}

std::string ScenarioReader::mistakes() const {
  std::string all;
  int count = 0;
  for (const auto& [line, texts] : mistakes_) {
    for (const auto& text : texts) {
      if (++count <= kMaxMistakes) all += (all.empty() ? "" : "\n") + text;
    }
  }
  if (count > kMaxMistakes) all += "\nscenario: more mistakes are not shown";
  return all;
}

Fields ScenarioReader::entries(const Item& item) {
  Fields found;
  if (!item.node->is_map()) {
    wrong(item, "must be a mapping");
    return found;
  }
  for (const auto& entry : item.node->entries) {
    if (!entry.first.is_scalar()) {
      missing({item.path, &entry.first}, "keys must be plain text");
      continue;
    }
    const std::string key = entry.first.scalar;
    const Item child{joined(item.path, key), &entry.second};
    if (!found.emplace(key, child).second) {
      missing({child.path, &entry.first}, "a key must not be given twice");
    }
  }
  return found;
}

Fields ScenarioReader::fields(const Item& item, const WordList& known) {
  Fields found = entries(item);
  for (const auto& [key, child] : found) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string nearest = nearest_word(key, known);
    wrong(child, "unknown key" + (nearest.empty() ? "" : ", did you mean " + nearest + "?"));
  }
  return found;
}

std::vector<Item> ScenarioReader::list(const Item& item) {
  std::vector<Item> found;
  if (!item.node->is_list()) {
    wrong(item, "must be a list");
    return found;
  }
  for (size_t i = 0; i < item.node->items.size(); ++i) {
    found.push_back({item.path + "[" + std::to_string(i) + "]", &item.node->items[i]});
  }
  return found;
}

std::optional<double> ScenarioReader::number(const Item& item, const char* name, double low,
                                             double high) {
  double value = NAN;
  const std::string text = item.node->scalar;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc() && end == text.data() + text.size() && std::isfinite(value) &&
      value >= low && value <= high) {
    return value;
  }
  wrong(item,
        std::string(name) + " must be in [" + number_text(low) + ", " + number_text(high) + "]");
  return std::nullopt;
}

void ScenarioReader::multiplier(const Fields& from, const char* key, double low, double high,
                                double& out) {
  if (const auto found = from.find(key); found != from.end()) {
    out = number(found->second, key, low, high).value_or(out);
  }
}

template <typename Integer>
bool ScenarioReader::integer(const Item& item, const char* name, Integer low, Integer high,
                             Integer& out) {
  Integer value = 0;
  const std::string text = item.node->scalar;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc() && end == text.data() + text.size() && value >= low && value <= high) {
    out = value;
    return true;
  }
  wrong(item, std::string(name) + " must be a whole number in [" + std::to_string(low) + ", " +
                  std::to_string(high) + "]");
  return false;
}

template bool ScenarioReader::integer(const Item&, const char*, int, int, int&);
template bool ScenarioReader::integer(const Item&, const char*, int64_t, int64_t, int64_t&);
template bool ScenarioReader::integer(const Item&, const char*, uint64_t, uint64_t, uint64_t&);

bool ScenarioReader::range(const Item& item, const char* name, double low, double high,
                           double (&out)[2]) {
  const std::vector<Item> both = list(item);
  if (!item.node->is_list()) return false;
  if (both.size() != 2) {
    wrong(item, std::string(name) + " must be [low, high]");
    return false;
  }
  const auto first = number(both[0], name, low, high), second = number(both[1], name, low, high);
  if (!first || !second) return false;
  if (*first > *second) {
    mistake(std::string(name) + " must have low <= high: " + item.path + " = [" +
                number_text(*first) + ", " + number_text(*second) + "]",
            item.node->line);
    return false;
  }
  out[0] = *first;
  out[1] = *second;
  return true;
}

void ScenarioReader::text(const Item& item, std::string& out) {
  const std::string value = item.node->scalar;
  const bool control = std::any_of(value.begin(), value.end(), [](char letter) {
    return static_cast<unsigned char>(letter) < 32 || letter == 127;
  });
  if (value.empty() || control || value.size() > kMaxNameBytes) {
    return wrong(item, "must be text of 1 to 200 bytes without control characters");
  }
  out = value;
}

int ScenarioReader::word(const Item& item, const WordList& known) {
  const std::string value = item.node->scalar;
  const auto found = std::find(known.begin(), known.end(), value);
  if (found != known.end()) return static_cast<int>(found - known.begin());
  std::string all;
  for (const auto& candidate : known) all += (all.empty() ? "" : ", ") + candidate;
  const std::string nearest = nearest_word(value, known);
  wrong(item,
        "must be one of " + all + (nearest.empty() ? "" : " (did you mean " + nearest + "?)"));
  return -1;
}

std::optional<Day> ScenarioReader::date(const Item& item) {
  const auto day = parse_date(item.node->scalar);
  if (day && *day >= kFirstDay && *day <= kLastDay) return day;
  wrong(item, "must be a date YYYY-MM-DD in 1970-01-01..2215-12-31");
  return std::nullopt;
}

void ScenarioReader::months(const Item& item, MonthMultipliers& out) {
  if (item.node->is_map()) {
    for (const auto& [key, child] : fields(item, kMonths)) {
      const auto month = std::find(kMonths.begin(), kMonths.end(), key);
      if (month == kMonths.end()) continue;
      if (const auto factor = number(child, "season_multiplier", 0, kMaxMultiplier)) {
        out[static_cast<size_t>(month - kMonths.begin())] = *factor;
      }
    }
    return;
  }
  const auto factors = list(item);
  if (!item.node->is_list()) return;
  if (factors.size() != 12) return wrong(item, "must have 12 months");
  for (size_t i = 0; i < 12; ++i) {
    if (const auto factor = number(factors[i], "season_multiplier", 0, kMaxMultiplier)) {
      out[i] = *factor;
    }
  }
}

}  // namespace footfall
