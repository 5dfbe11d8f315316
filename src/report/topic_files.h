// Holds the topics of a report as CSV: metrics as `footfall analyze` prints them.
#pragma once
#include <vector>

#include "report/measurements.h"
#include "report/report_folder.h"

namespace footfall {

// Returns a file for each topic that the data allow.
Result<std::vector<ReportFile>> topic_files(Measurements& measured);

}  // namespace footfall
