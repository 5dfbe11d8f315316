// Holds a series of daily figures and the scale on which models add their effects: the logarithm
// where every open day sold something, the square root for demand that is often zero.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "base/date.h"

namespace footfall {

// Consecutive days from `first_day`. Empty vectors of flags: all observed, no festivals.
struct DailySeries {
  Day first_day = 0;
  std::vector<double> values;      // finite; below 0 (returns outweigh sales) counts as 0
  std::vector<uint8_t> observed;   // 0: no data about this day, which is not the same as no sales
  std::vector<uint8_t> festivals;  // 0: none; else in the window of the festival of this number
};

// 0 for Monday to 6 for Sunday.
inline int weekday_index(Day day) { return weekday_of(day) - 1; }

enum class EffectScale { kLogarithm, kSquareRoot };

double to_scale(EffectScale scale, double value);
double from_scale(EffectScale scale, double scaled);  // never below 0

struct ScaledSeries {
  EffectScale scale = EffectScale::kLogarithm;
  std::vector<double> values;    // scaled; 0 where not used
  std::vector<uint8_t> used;     // observed, not on a closed weekday, not empty on the log scale
  std::array<bool, 7> closed{};  // weekdays that are always empty, and not by chance
  std::vector<int> empty_days;   // open days without sales that the log scale leaves out
  bool intermittent = false;     // on the root scale, at least a quarter of the used days is empty
  int open_count = 0;            // observed days on open weekdays
  int used_count = 0;
};

ScaledSeries scale_series(const DailySeries& series, EffectScale scale);

// Returns days [0, length) of the series.
DailySeries first_days(const DailySeries& series, size_t length);

// Returns the number of the festival on a day, 0 for none.
uint8_t festival_at(const DailySeries& series, size_t index);

}  // namespace footfall
