// Holds what people often mean by a number or date that is none: decimals with a comma, which YAML
// takes apart inside braces, percentages, dates as other lands write them.
#pragma once
#include <string>
#include <string_view>

#include "model/yaml_tree.h"

namespace footfall {

// Returns the number that a text stands for: 0.5 of "0,5"; 0.9 of "90%", and of "90" where at most
// 1 is allowed. Empty when it stands for none.
std::string number_meant(const std::string& text, double high);

// Returns the date or FIRST..LAST that a text stands for: of "24/12/2024" (where only one reading
// exists it is that, else the day comes first), "2024-1-5", "2024-01-05 - 2024-01-06", or of a
// range whose ends are swapped. Empty when the text is not one or two times three numbers.
std::string dates_meant(const std::string& text);

// Returns the whole number whose thousands commas part, as 1000 of "1,000"; empty when they do not.
std::string thousands_meant(const std::string& text);

// Returns "KEY: 0.5" when `name` is the rest of a number with a comma, as `5` in {KEY: 0,5}; where
// it is whole, "KEY: 1000" of {KEY: 1,000}.
std::string split_number(const YamlTree& mapping, std::string_view name, bool is_whole);

// Returns the range [low, high] that a value stands for: of one number, or of [2,50, 4,60];
// empty when it stands for none.
std::string range_meant(const YamlTree& node);

}  // namespace footfall
