// Holds how a Frame becomes the "columns" and "rows" of an answer: values in a row, not named again
// and again.
#pragma once
#include <string>
#include <vector>

#include "analytics/frame.h"

namespace footfall {

// Returns `"columns": [{"name", "kind", "unit"}], "rows": [[…]]`, members of a JSON object. `units`
// are by column. Dates are texts, missing values null.
std::string frame_members(const Frame& frame, const std::vector<std::string>& units);

}  // namespace footfall
