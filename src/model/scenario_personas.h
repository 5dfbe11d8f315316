// Reads the personas section of a scenario file: who visits, and what is in their baskets.
#pragma once
#include "model/scenario.h"
#include "model/scenario_reader.h"

namespace footfall {

// Appends the personas listed in `item` to the scenario's.
// REQUIRES: simulation and market are read; limits on customers and on a line's price need them.
void read_personas(ScenarioReader& reader, const Item& item, Scenario& scenario);

}  // namespace footfall
