// Holds the metrics that a document carries as tables: those that no cube can tell, in the shape in
// which docs/dashboard_data.md names them.
#pragma once
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

struct Analyses {
  std::string json;                // member "analyses"
  std::vector<std::string> notes;  // what is absent or cut, and why
};

// Runs every metric of the contract that the data allow. Errors: as run_metric.
Result<Analyses> run_analyses(Analysis& analysis);

}  // namespace footfall
