// Holds the dashboard: one document a data set, with cubes of additive measures that a browser
// filters and sums, and the page that shows it. docs/dashboard_data.md describes the document.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"
#include "report/facts.h"
#include "report/insights.h"
#include "report/provenance.h"

namespace footfall {

// What others computed, and the document only passes on.
struct DashboardInput {
  const Provenance& provenance;
  const Facts& facts;
  const std::vector<Insight>& insights;
};

struct DashboardOptions {
  // Of the document; beyond, cubes lose dimensions one by one, and meta.notes says so. 0: no limit.
  size_t most_bytes = 900'000;
};

// Returns the document, gzipped; same data give the same bytes. Errors: as run_metric.
Result<std::string> dashboard_document(Analysis& analysis, const DashboardInput& input,
                                       const DashboardOptions& options = {});

// Whether this build has the page, which web/ makes.
bool has_dashboard_page();

// Returns the page without data, gzipped; empty without one. Lives as long as the program.
std::string_view dashboard_page_gzip();

// Returns `page`, HTML, with the document and, for those without scripts, `figures`, HTML, where it
// has a place for them. Without a document its place stays, and the page asks the server for one.
std::string fill_page(std::string page, std::string_view document, std::string_view figures);

// Returns the page that holds the document, one file that needs no other; empty without a page.
// `figures` as key_figures_html gives them.
std::string dashboard_page(std::string_view document, std::string_view figures);

// Returns what to say when this build has no page, and what to do about it.
Error no_dashboard_page();

}  // namespace footfall
