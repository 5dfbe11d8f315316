// Holds where option values come from besides the command line: the environment (FOOTFALL_*) goes
// before the settings file (footfall.yaml), which goes before the defaults.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace footfall {

inline constexpr const char* kSettingsFile = "footfall.yaml";

// One option that may be set, of the command line as a whole, of simulate, or of another command.
struct Setting {
  CLI::Option* option = nullptr;
  std::string command;   // "" for the options that all commands have
  std::string key;       // as in the settings file: "days", "query.format"
  std::string variable;  // FOOTFALL_DAYS, FOOTFALL_QUERY_FORMAT
  std::string value;     // as text, lists with commas
  std::string source;    // "default", or the variable, file:line or flag it came from
};

// Returns every setting of the command tree, in the tree's order, with its default.
std::vector<Setting> settings_of(CLI::App& root);

// Fills in what the file and the environment say; `file` is what --settings gave, empty for
// footfall.yaml where there is one. Errors: kInput with all mistakes, one a line, kIo.
Result<> apply_settings(std::vector<Setting>& settings, const std::string& file);

// Warns of variables FOOTFALL_* that are like a setting's but none: they would be ignored in
// silence.
void warn_of_misspelt_variables(const std::vector<Setting>& settings);

// Returns whether a value is not to be shown, by the setting's key.
bool is_secret(const Setting& setting);

}  // namespace footfall
