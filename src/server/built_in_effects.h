// Holds what a scenario does to its data by design, so that what is measured can stand beside it.
#pragma once
#include <string>
#include <vector>

#include "model/scenario.h"
#include "report/provenance.h"

namespace footfall {

// Returns the effects of festivals and weekends, in closed form: of all personas together, then of
// each. THREADS: pure.
std::vector<BuiltInEffect> built_in_effects(const Scenario& scenario);

// Reads the manifest of a data set of ours, and the effects of its scenario; none of these where
// this program cannot read it. Errors: as read_provenance.
Result<Provenance> provenance_of_data_set(const std::string& folder);

}  // namespace footfall
