// Holds the shipped dates of the seven festivals, 2015-2035, so that a scenario can just name them.
// Generated from data/festivals.csv by scripts/generate_festivals.py.
#pragma once
#include <vector>

#include "model/scenario.h"

namespace footfall {

// Returns the seven festivals in the order of the year, each with its 21 dates.
const std::vector<Festival>& festival_table();

}  // namespace footfall
