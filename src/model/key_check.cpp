#include "model/key_check.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/currency.h"
#include "base/nearest_word.h"
#include "model/allowed_values.h"
#include "model/slip.h"
#include "model/time_of_day.h"

namespace footfall {

namespace {

constexpr double kMaxWeight = 1e9;

// Programs disagree on what 010 is, so it is no number here.
bool has_leading_zero(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

template <typename Value>
std::optional<Value> parsed(const YamlTree& node) {
  const std::string& text = node.scalar;
  Value value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || has_leading_zero(text))
    return std::nullopt;
  return value;
}

std::optional<double> number_in(double low, double high, const YamlTree& node) {
  const auto value = parsed<double>(node);
  if (!value || !std::isfinite(*value) || *value < low || *value > high) return std::nullopt;
  return value;
}

bool is_good(const Key& key, const YamlTree& node) {
  switch (key.kind) {
    case KeyKind::kText:
      return text_value(node).has_value();
    case KeyKind::kWord:
      return word_value(key, node).has_value();
    case KeyKind::kCurrency:
      return currency_value(node).has_value();
    case KeyKind::kNumber:
      return number_value(key, node).has_value();
    case KeyKind::kWhole:
      return whole_value(key, node).has_value();
    case KeyKind::kSeed:
      return seed_value(node).has_value();
    case KeyKind::kDate:
      return date_value(node).has_value();
    case KeyKind::kDays:
      return days_value(node).has_value();
    case KeyKind::kTime:
      return parse_time_slot(node.scalar).has_value();
    case KeyKind::kRange:
    case KeyKind::kWholeRange:
      return range_value(key, node).has_value();
    case KeyKind::kMonths:
      return months_value(key, node).has_value();
    case KeyKind::kMix:
      return mix_value(key, node).has_value();
    case KeyKind::kMapping:
    case KeyKind::kNamed:
      return node.is_map();
    case KeyKind::kList:
      return node.is_list();
  }
  return false;
}

std::vector<std::string> list_of(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

std::string nearest_of(const YamlTree& node, std::span<const std::string_view> words) {
  return node.is_scalar() ? nearest_word(node.scalar, list_of(words)) : "";
}

// Returns a scalar as the list that is asked for, when it may be its one item.
std::string list_of_one(const Key& key, const YamlTree& node) {
  if (!node.is_scalar() || node.scalar.empty()) return "";
  const Key& item = key.keys[0];
  const bool by_name = item.by_name && (item.words.empty() || word_value(item, node));
  if (item.kind == KeyKind::kWord && !is_good(item, node)) {
    const std::string nearest = nearest_of(node, item.words);
    return nearest.empty() ? "" : "[" + nearest + "]";
  }
  if (!by_name && !is_good(item, node)) return "";
  return item.kind == KeyKind::kTime ? "[\"" + node.scalar + "\"]" : "[" + node.scalar + "]";
}

// Notes a value that its key does not allow, with what was meant.
void note_wrong(const Key& key, const Item& item, Mistakes& mistakes) {
  const YamlTree& node = *item.node;
  std::string rule = "must be " + allowed_with_example(key), meant;
  if (key.kind == KeyKind::kList) meant = list_of_one(key, node);
  if (key.kind == KeyKind::kWord) meant = nearest_of(node, key.words);
  if (key.kind == KeyKind::kCurrency) meant = nearest_currency(node.scalar);
  if (key.kind == KeyKind::kNumber || key.kind == KeyKind::kWhole) {
    YamlTree other = node;
    other.scalar = key.kind == KeyKind::kWhole ? thousands_meant(node.scalar) : "";
    if (other.scalar.empty()) other.scalar = number_meant(node.scalar, key.high);
    if (!other.scalar.empty() && is_good(key, other)) meant = other.scalar;
  }
  if (key.kind == KeyKind::kDate || key.kind == KeyKind::kDays) {
    YamlTree other = node;
    other.scalar = dates_meant(node.scalar);
    if (!other.scalar.empty() && is_good(key, other)) meant = other.scalar;
  }
  if (key.kind == KeyKind::kTime && node.is_scalar()) {
    const TimeFault fault = time_fault(node.scalar);
    if (!fault.rule.empty()) rule = fault.rule;
    meant = fault.nearest;
  }
  mistakes.wrong(item, rule, meant);
}

// Returns the entries of a mapping by key, each once; notes keys that are no text or come again.
std::map<std::string, const YamlTree*> entries_of(const Item& item, Mistakes& mistakes) {
  std::map<std::string, const YamlTree*> found;
  for (const auto& [key, value] : item.node->entries) {
    if (!key.is_scalar()) {
      mistakes.broken({item.path, &key}, "a key must be plain text");
    } else if (!found.emplace(key.scalar, &value).second) {
      mistakes.broken({joined(item.path, key.scalar), &key}, "a key must not be given twice");
    }
  }
  return found;
}

// Returns the entry that was meant where the comma of a number made `name` a key of its own.
std::string number_split_by(const std::string& name, const Key& key, const Item& item) {
  constexpr size_t kMostKeys = 1'000;  // more are no slip, and each would look at all
  const auto& entries = item.node->entries;
  if (entries.size() > kMostKeys) return "";
  const auto rest = std::find_if(entries.begin(), entries.end(),
                                 [&](const auto& entry) { return entry.first.scalar == name; });
  if (rest == entries.begin() || rest == entries.end()) return "";
  const std::string& before = std::prev(rest)->first.scalar;
  const bool is_whole = std::any_of(key.keys.begin(), key.keys.end(), [&](const Key& child) {
    return child.name == before && child.kind == KeyKind::kWhole;
  });
  return split_number(*item.node, name, is_whole);
}

void check_mapping(const Key& key, const Item& item, Mistakes& mistakes) {
  const auto found = entries_of(item, mistakes);
  std::vector<std::string> known;
  for (const Key& child : key.keys) known.emplace_back(child.name);
  for (const auto& [name, value] : found) {
    const Item child{joined(item.path, name), value};
    const auto at = std::find(known.begin(), known.end(), name);
    if (at != known.end()) {
      check_key(key.keys[static_cast<size_t>(at - known.begin())], child, mistakes);
    } else if (name == "<<") {
      mistakes.wrong(child, "merge keys are not read; use an alias for a whole value");
    } else if (const std::string meant = number_split_by(name, key, item); !meant.empty()) {
      const bool is_decimal = meant.find('.') != std::string::npos;
      mistakes.wrong(child,
                     is_decimal ? "unknown key; decimals take a point, not a comma"
                                : "unknown key; thousands take no comma",
                     meant);
    } else {
      mistakes.wrong(child, "unknown key", nearest_word(name, known));
    }
  }
  for (const Key& child : key.keys) {
    const bool given = found.contains(std::string(child.name));
    const std::string path = joined(item.path, std::string(child.name));
    if (child.required && !given && !found.contains(std::string(child.instead))) {
      const std::string instead = child.instead.empty() ? "" : ", or " + std::string(child.instead);
      mistakes.broken({path, item.node}, "must be given" + instead);
    }
    if (given && found.contains(std::string(child.same_as))) {
      mistakes.wrong({path, found.at(std::string(child.name))},
                     "give this or " + std::string(child.same_as) + ", not both");
    }
  }
}

void check_list(const Key& key, const Item& item, Mistakes& mistakes) {
  const auto count = static_cast<double>(item.node->items.size());
  if (count < key.low || count > key.high) {
    return mistakes.broken(
        item, "must be " + allowed(key) + ", not " + std::to_string(item.node->items.size()));
  }
  for (size_t i = 0; i < item.node->items.size(); ++i)
    check_key(key.keys[0], list_item(item, i), mistakes);
}

void check_named(const Key& key, const Item& item, Mistakes& mistakes) {
  const auto found = entries_of(item, mistakes);
  const auto count = static_cast<double>(found.size());
  if (count < key.low || count > key.high) {
    return mistakes.broken(item,
                           "must be " + allowed(key) + ", not " + std::to_string(found.size()));
  }
  for (const auto& [name, value] : item.node->entries) {
    if (!name.is_scalar()) continue;
    const Item child{joined(item.path, name.scalar), &value};
    if (!text_value(name)) {
      mistakes.wrong({child.path, &name}, "a name must be " + allowed(Key{.kind = KeyKind::kText}));
    }
    check_key(key.keys[0], child, mistakes);
  }
}

// A word may stand for a whole mapping: any text, or one of the key's words.
void check_name(const Key& key, const Item& item, Mistakes& mistakes) {
  const bool good = key.words.empty() ? text_value(*item.node).has_value()
                                      : word_value(key, *item.node).has_value();
  if (!good) mistakes.wrong(item, "must be " + allowed(key), nearest_of(*item.node, key.words));
}

void check_range(const Key& key, const Item& item, Mistakes& mistakes) {
  if (!item.node->is_list() || item.node->items.size() != 2) {
    const std::string meant = range_meant(*item.node);
    const bool good = !meant.empty() && range_value(key, parse_yaml(meant).root).has_value();
    return mistakes.wrong(item, "must be " + allowed(key), good ? meant : "");
  }
  Key one = key;
  one.kind = key.kind == KeyKind::kRange ? KeyKind::kNumber : KeyKind::kWhole;
  bool both = true;
  for (size_t i = 0; i < 2; ++i) {
    const bool good = is_good(one, item.node->items[i]);
    if (!good) note_wrong(one, list_item(item, i), mistakes);
    both = both && good;
  }
  if (both && !range_value(key, *item.node)) mistakes.wrong(item, "must have low <= high");
}

void check_months(const Key& key, const Item& item, Mistakes& mistakes) {
  const Key factor{.name = key.name, .kind = KeyKind::kNumber, .low = key.low, .high = key.high};
  if (!item.node->is_map() && item.node->items.size() != std::size(kMonthNames))
    return mistakes.wrong(item, "must be " + allowed(key));
  for (size_t i = 0; i < item.node->items.size(); ++i)
    check_key(factor, list_item(item, i), mistakes);
  for (const auto& [month, value] : entries_of(item, mistakes)) {
    const Item child{joined(item.path, month), value};
    if (std::find(std::begin(kMonthNames), std::end(kMonthNames), month) == std::end(kMonthNames))
      mistakes.wrong(child, "unknown month", nearest_word(month, list_of(kMonthNames)));
    check_key(factor, child, mistakes);
  }
}

}  // namespace

std::optional<std::string> text_value(const YamlTree& node) {
  const std::string& value = node.scalar;
  const bool control = std::any_of(value.begin(), value.end(), [](char letter) {
    return static_cast<unsigned char>(letter) < 32 || letter == 127;
  });
  if (value.empty() || control || value.size() > kMaxTextBytes) return std::nullopt;
  return value;
}

std::optional<std::string> currency_value(const YamlTree& node) {
  if (find_currency(node.scalar) == nullptr) return std::nullopt;
  return node.scalar;
}

std::optional<size_t> word_value(const Key& key, const YamlTree& node) {
  const auto at = std::find(key.words.begin(), key.words.end(), node.scalar);
  if (at == key.words.end()) return std::nullopt;
  return static_cast<size_t>(at - key.words.begin());
}

std::optional<double> number_value(const Key& key, const YamlTree& node) {
  return number_in(key.low, key.high, node);
}

std::optional<int64_t> whole_value(const Key& key, const YamlTree& node) {
  const auto value = parsed<int64_t>(node);
  if (!value || static_cast<double>(*value) < key.low || static_cast<double>(*value) > key.high)
    return std::nullopt;
  return value;
}

std::optional<uint64_t> seed_value(const YamlTree& node) { return parsed<uint64_t>(node); }

std::optional<Day> date_value(const YamlTree& node) {
  const auto day = parse_date(node.scalar);
  if (!day || *day < kFirstDay || *day > kLastDay) return std::nullopt;
  return day;
}

std::optional<std::pair<Day, Day>> days_value(const YamlTree& node) {
  constexpr std::string_view kTo = "..";
  const size_t at = node.scalar.find(kTo);
  YamlTree first = node, last = node;
  if (at != std::string::npos) {
    first.scalar = node.scalar.substr(0, at);
    last.scalar = node.scalar.substr(at + kTo.size());
  }
  const auto low = date_value(first), high = date_value(last);
  if (!low || !high || *low > *high || *high - *low >= kMaxFestivalSpan) return std::nullopt;
  return std::pair(*low, *high);
}

std::optional<std::pair<double, double>> range_value(const Key& key, const YamlTree& node) {
  if (!node.is_list() || node.items.size() != 2) return std::nullopt;
  const auto value = [&](const YamlTree& end) -> std::optional<double> {
    if (key.kind == KeyKind::kRange) return number_value(key, end);
    if (const auto whole = whole_value(key, end)) return static_cast<double>(*whole);
    return std::nullopt;
  };
  const auto low = value(node.items[0]), high = value(node.items[1]);
  if (!low || !high || *low > *high) return std::nullopt;
  return std::pair(*low, *high);
}

std::optional<MonthMultipliers> months_value(const Key& key, const YamlTree& node) {
  MonthMultipliers factors = kFlatYear;
  if (node.is_list()) {
    if (node.items.size() != factors.size()) return std::nullopt;
    for (size_t i = 0; i < factors.size(); ++i) {
      const auto factor = number_value(key, node.items[i]);
      if (!factor) return std::nullopt;
      factors[i] = *factor;
    }
    return factors;
  }
  if (!node.is_map()) return std::nullopt;
  for (const auto& [month, value] : node.entries) {
    const auto at = std::find(std::begin(kMonthNames), std::end(kMonthNames), month.scalar);
    const auto factor = number_value(key, value);
    if (at == std::end(kMonthNames) || !factor) return std::nullopt;
    factors[static_cast<size_t>(at - std::begin(kMonthNames))] = *factor;
  }
  return factors;
}

std::optional<Mix> mix_value(const Key& key, const YamlTree& node) {
  Mix mix;
  double total = 0;
  const auto add = [&](const YamlTree& word, std::optional<double> weight) {
    const auto text = text_value(word);
    const bool again =
        std::any_of(mix.begin(), mix.end(), [&](const auto& m) { return m.word == text; });
    if (!text || !weight || again) return false;
    total += *weight;
    mix.push_back({*text, *weight});
    return true;
  };
  bool good = true;
  if (node.is_scalar()) good = add(node, 1);
  for (const YamlTree& word : node.items) good = good && add(word, 1);
  for (const auto& [word, weight] : node.entries)
    good = good && add(word, number_in(0, kMaxWeight, weight));
  const auto count = static_cast<double>(mix.size());
  if (!good || count < key.low || count > key.high || !(total > 0)) return std::nullopt;
  return mix;
}

Item list_item(const Item& list, size_t index) {
  const YamlTree& node = list.node->items[index];
  const YamlTree* name = node.find("name");
  if (name && text_value(*name)) return {joined(list.path, name->scalar), &node};
  return {list.path + "[" + std::to_string(index) + "]", &node};
}

void check_key(const Key& key, const Item& item, Mistakes& mistakes) {
  if (key.by_name && item.node->is_scalar()) return check_name(key, item, mistakes);
  if (key.kind == KeyKind::kRange || key.kind == KeyKind::kWholeRange)
    return check_range(key, item, mistakes);
  if (key.kind == KeyKind::kMonths) return check_months(key, item, mistakes);
  if (!is_good(key, *item.node)) return note_wrong(key, item, mistakes);
  if (key.kind == KeyKind::kMapping) check_mapping(key, item, mistakes);
  if (key.kind == KeyKind::kList) check_list(key, item, mistakes);
  if (key.kind == KeyKind::kNamed) check_named(key, item, mistakes);
}

}  // namespace footfall
