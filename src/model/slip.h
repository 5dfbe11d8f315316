// Holds what people often mean by a number that is none: decimals with a comma, which YAML takes
// apart inside braces, and percentages.
#pragma once
#include <string>
#include <string_view>

#include "model/yaml_tree.h"

namespace footfall {

// Returns the number that a text stands for: 0.5 of "0,5"; 0.9 of "90%", and of "90" where at most
// 1 is allowed. Empty when it stands for none.
std::string number_meant(const std::string& text, double high);

// Returns "KEY: 0.5" when `name` is the rest of a number with a comma, as `5` in {KEY: 0,5}.
std::string split_decimal(const YamlTree& mapping, std::string_view name);

// Returns the range [low, high] that a value stands for: of one number, or of [2,50, 4,60];
// empty when it stands for none.
std::string range_meant(const YamlTree& node);

}  // namespace footfall
