// Holds how a scenario is found: by its path, or by the name of one that ships with the program.
#pragma once
#include <string>
#include <vector>

#include "model/scenario_yaml.h"

namespace footfall {

// Where a scenario lies, and what to call it: where the program is installed is no part of data.
struct ScenarioPlace {
  std::string path, shown;
};

// Finds a scenario. A name is looked for as a file, in ./scenarios, and where the program's own
// scenarios are, with .yaml or without. Error: kIo with the names that ship when there is none.
Result<ScenarioPlace> scenario_place(const std::string& name);

// Returns the names of the scenarios that ship, by name.
std::vector<std::string> shipped_scenarios();

// Loads a scenario, and says what it has without effect. Errors as scenario_place and
// load_scenario.
Result<LoadedScenario> find_scenario(const std::string& name);

}  // namespace footfall
