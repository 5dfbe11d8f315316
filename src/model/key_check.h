// Holds check_key: whether a part of a YAML document is what a key's description allows, and the
// values in it. Rules that span several keys are in scenario_read.cpp and scenario_personas.cpp.
#pragma once
#include <optional>
#include <string>
#include <utility>

#include "model/mistakes.h"
#include "model/scenario_keys.h"

namespace footfall {

// Notes every breach of `key` by `item` and by everything inside it.
void check_key(const Key& key, const Item& item, Mistakes& mistakes);

// Each returns a node's value, or nothing when it is not what `key` allows.
std::optional<std::string> text_value(const YamlTree& node);
std::optional<std::string> currency_value(const YamlTree& node);
std::optional<size_t> word_value(const Key& key, const YamlTree& node);
std::optional<double> number_value(const Key& key, const YamlTree& node);
std::optional<int64_t> whole_value(const Key& key, const YamlTree& node);
std::optional<uint64_t> seed_value(const YamlTree& node);
std::optional<Day> date_value(const YamlTree& node);
std::optional<std::pair<Day, Day>> days_value(const YamlTree& node);  // first and last
std::optional<std::pair<double, double>> range_value(const Key& key, const YamlTree& node);
std::optional<MonthMultipliers> months_value(const Key& key, const YamlTree& node);
std::optional<Mix> mix_value(const Key& key, const YamlTree& node);

// Returns the path of an item of a list: by the item's name, else by its index.
Item list_item(const Item& list, size_t index);

}  // namespace footfall
