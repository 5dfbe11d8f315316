// Holds the parts of a document's header that tell of the data set as a whole, as JSON texts.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "dashboard/dashboard.h"
#include "dashboard/dimensions.h"

namespace footfall {

// Returns member "meta". `minor_digits` are the decimals of amounts in the cubes.
std::string meta_json(const Analysis& analysis, const Provenance& provenance,
                      const DashboardDimensions& dimensions, int minor_digits,
                      const std::vector<std::string>& notes);

// Returns member "insights": texts without the marks that tie their figures to facts.
std::string insights_json(const std::vector<Insight>& insights);

}  // namespace footfall
