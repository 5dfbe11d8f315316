// Holds what `footfall analyze data_quality` prints: what was found, in sentences with room for
// them, problems first. Checks that found nothing are counted; CSV and JSON list them.
#pragma once
#include <cstddef>
#include <string>

#include "analytics/frame.h"
#include "report/notation.h"

namespace footfall {

// Returns the lines, of at most `columns` characters (0: as long as they are). REQUIRES: a frame of
// metric data_quality.
std::string quality_text(const Frame& frame, const Notation& notation, size_t columns);

}  // namespace footfall
