// Holds executive_summary.json: the key figures of a data set for other programs. FORMAT:
// schemas/executive_summary.schema.json; members are only added.
#pragma once
#include <string>
#include <vector>

#include "report/facts.h"
#include "report/insights.h"
#include "report/measurements.h"
#include "report/provenance.h"

namespace footfall {

inline constexpr int kSummaryVersion = 1;

// Returns the text of the file. Errors: as run_metric.
Result<std::string> executive_summary(Measurements& measured, const Facts& facts,
                                      const std::vector<Insight>& insights,
                                      const Provenance& provenance);

// Returns the text of facts.json: an array, every member as in docs/dashboard_data.md.
std::string facts_json(const Facts& facts);

}  // namespace footfall
