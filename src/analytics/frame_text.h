// Holds how a Frame is written for programs: CSV or JSON with all digits.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "analytics/frame.h"

namespace footfall {

// Returns RFC 4180 CSV; missing values are nothing.
std::string frame_csv(const Frame& frame);

// Returns a JSON array of objects; missing values are null, dates and timestamps texts.
std::string frame_json(const Frame& frame);

struct FrameJsonOptions {
  std::vector<std::string> units = {};  // by column; those that are not given are empty
  size_t most_rows = SIZE_MAX;          // others are left out
  int digits = 12;                      // of a real that was no DECIMAL
  size_t first_row = 0;                 // those before it are left out
};

// Returns `"columns": [{"name","kind","unit"}], "rows": [[…]]`, members of a JSON object, with the
// values of frame_json.
std::string frame_members_json(const Frame& frame, const FrameJsonOptions& options = {});

}  // namespace footfall
