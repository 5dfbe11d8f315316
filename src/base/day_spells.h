// Holds day_spells: lists of days are written by their first and last where they come in a row.
#pragma once
#include <utility>
#include <vector>

#include "base/date.h"

namespace footfall {

// Joins days in a row, from three on, to (first, last); other days stand alone, (day, day).
// REQUIRES: `days` ascend.
std::vector<std::pair<Day, Day>> day_spells(const std::vector<Day>& days);

}  // namespace footfall
