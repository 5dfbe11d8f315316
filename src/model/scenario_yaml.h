// Reads a scenario file (YAML 1.2 subset) into a Scenario; model/yaml_tree.cpp is the only file
// that sees yaml-cpp.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "model/mistakes.h"
#include "model/scenario.h"

namespace footfall {

struct LoadedScenario {
  Scenario scenario;
  std::string path, text;             // the file as read
  std::vector<std::string> warnings;  // accepted, but worth a word, as placed_text
};

struct CheckedScenario {
  LoadedScenario loaded;          // to be used when there are no mistakes
  std::vector<Mistake> mistakes;  // by line
  std::vector<Mistake> warnings;
  std::vector<Mistake> period_notes;  // of what is only so in the file's own period
};

// Reads `path`, or standard input for "-", and lists everything that is wrong with it; a text that
// is no YAML is one mistake. Errors: kIo when the path is no regular file or reading fails, kInput
// when it is too large.
Result<CheckedScenario> check_scenario(const std::string& path);

// Returns what was checked when it has no mistakes. Error: kInput that lists them as placed_text,
// with the path as it is in `checked`, and their number.
Result<LoadedScenario> without_mistakes(CheckedScenario checked);

// Loads and validates `path`. Errors as without_mistakes and check_scenario.
Result<LoadedScenario> load_scenario(const std::string& path);

// As load_scenario, from text; `path` is used in messages.
Result<LoadedScenario> parse_scenario(std::string text, const std::string& path);

}  // namespace footfall
