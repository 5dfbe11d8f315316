// Holds what the scenario commands print: mistakes, expectations and solutions, each as text for
// people (within 80 columns, long names shortened) and as JSON for programs.
#pragma once
#include <string>

#include "engine/solve.h"
#include "model/scenario_yaml.h"

namespace footfall {

// Returns every mistake as "FILE:LINE: PATH = VALUE", what is allowed below it, and their number.
std::string mistakes_text(const CheckedScenario& checked);
// Returns the warnings in the same form.
std::string warnings_text(const CheckedScenario& checked);
// Returns file, ok, mistakes and warnings.
std::string check_json(const CheckedScenario& checked);
// Returns "ok: FILE: 5 personas, …".
std::string summary_line(const LoadedScenario& loaded);

std::string expectation_text(const Scenario& scenario, const Expectation& expected);
std::string expectation_json(const Scenario& scenario, const Expectation& expected);

// Returns the scales that reach the targets, and the expectation of the scaled scenario.
std::string solution_text(const Solution& solution);
std::string solution_json(const Solution& solution);

}  // namespace footfall
