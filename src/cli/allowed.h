// Holds what values an option may have, for flags, environment and settings file alike. Messages
// say what is allowed and what was given: "must be 1 to 89,849, not 0".
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class Option;
}

namespace footfall {

// Each returns `option`, so that calls chain.
CLI::Option* allow_one_of(CLI::Option* option, std::vector<std::string> words);
CLI::Option* allow_whole(CLI::Option* option, uint64_t low, uint64_t high);
CLI::Option* allow_date(CLI::Option* option);
CLI::Option* allow_identifier(CLI::Option* option);

// Returns the words of an option that allows a few; empty for all others.
std::vector<std::string> allowed_words(const CLI::Option& option);

// Returns what is wrong with `value`, which is what the option's checks say; empty when nothing is.
std::string wrong_value(CLI::Option& option, std::string value);

}  // namespace footfall
