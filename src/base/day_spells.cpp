#include "base/day_spells.h"

namespace footfall {

std::vector<std::pair<Day, Day>> day_spells(const std::vector<Day>& days) {
  constexpr size_t kFewest = 3;
  std::vector<std::pair<Day, Day>> spells;
  for (size_t i = 0; i < days.size();) {
    size_t end = i + 1;
    while (end < days.size() && days[end] == days[end - 1] + 1) ++end;
    if (end - i < kFewest) end = i + 1;
    spells.emplace_back(days[i], days[end - 1]);
    i = end;
  }
  return spells;
}

}  // namespace footfall
