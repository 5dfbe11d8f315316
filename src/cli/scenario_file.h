// Holds how a scenario is found: by its path, or by the name of one that ships with the program.
#pragma once
#include <string>

#include "model/scenario_yaml.h"

namespace footfall {

// Loads a scenario, and says what it has without effect. A name is looked for as a file, in
// ./scenarios, and where the program's own scenarios are, with .yaml or without. Errors as
// load_scenario; kIo with the names that ship when there is none.
Result<LoadedScenario> find_scenario(const std::string& name);

}  // namespace footfall
