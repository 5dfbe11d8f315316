// Holds the comparison of two data sets: every fact of both, and how far chance alone would move
// it.
#pragma once
#include <string>

#include "report/facts.h"

namespace footfall {

// Returns an answer of /api/v1/compare, JSON. The band is sqrt(a² + b²) of the half widths of both
// 95 % intervals: a difference within it may be chance. It takes the data sets as independent; two
// that share a seed differ by less, so the band then errs on the safe side.
std::string compare_json(const Facts& first, const Facts& second);

}  // namespace footfall
