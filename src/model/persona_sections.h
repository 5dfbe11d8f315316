// Reads the personas of a scenario file (who visits, and what is in their baskets) and notes what
// breaks a rule that spans several of their keys.
#pragma once
#include "model/scenario.h"
#include "model/section.h"

namespace footfall {

// Appends the personas of `file` to the scenario's.
// REQUIRES: simulation and market are read; limits on customers and on a line's price need them.
void read_personas(const Section& file, Scenario& scenario, Mistakes& mistakes);

}  // namespace footfall
