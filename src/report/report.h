// Holds make_report: everything that a report consists of, computed once, in memory; writing it,
// printing it and showing it as a page are up to others.
#pragma once
#include <string>
#include <vector>

#include "report/facts.h"
#include "report/insights.h"
#include "report/notation.h"
#include "report/provenance.h"
#include "report/report_folder.h"

namespace footfall {

struct Report {
  Facts facts;
  std::vector<Insight> insights;  // most important first
  Notation notation;
  std::string summary;            // the text of executive_summary.json
  std::vector<ReportFile> files;  // all of the folder but its manifest, by name
};

// Computes the report. Errors: as run_metric.
Result<Report> make_report(Analysis& analysis, const Provenance& provenance);

}  // namespace footfall
