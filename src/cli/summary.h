// Holds the summary that simulate prints: a table for people, or JSON for programs.
#pragma once
#include <string>

#include "model/scenario.h"
#include "run/run.h"

namespace footfall {

struct SummaryOptions {
  bool color = false;
  double seconds = 0;
  std::string folder;
};

// Returns the table: personas with transactions, average, items and share as bars, totals, what
// next.
std::string summary_table(const Scenario& scenario, const World& world, const RunTotals& totals,
                          const SummaryOptions& options);

}  // namespace footfall
