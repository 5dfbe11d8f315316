// Holds find_lines: the rows of one identifier in a text file that is ordered by it, found by
// halving, so that a file of any size takes a few reads.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

// Returns the lines of a CSV or JSON Lines file of ours whose first value is `id`, without line
// breaks and in their order; no line when there is none. A CSV file's heading is skipped. Errors:
// kIo; kGate for a line that does not begin with a number.
Result<std::vector<std::string>> find_lines(const std::string& path, int64_t id);

}  // namespace footfall
