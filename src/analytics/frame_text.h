// Holds how a Frame is printed: aligned table with rounded values, CSV or JSON with all digits.
#pragma once
#include <string>
#include <vector>

#include "analytics/frame.h"

namespace footfall {

// Returns an aligned table. `units`, by column, choose the rounding: "currency" two decimals,
// "fraction" a percentage, others what four digits need; columns without unit have none.
std::string frame_table(const Frame& frame, const std::vector<std::string>& units,
                        size_t max_width);

// Returns RFC 4180 CSV; missing values are nothing.
std::string frame_csv(const Frame& frame);

// Returns a JSON array of objects; missing values are null.
std::string frame_json(const Frame& frame);

}  // namespace footfall
