// Holds what simulate tells at its end, or before it with --dry-run: a page for people, or JSON
// for programs.
#pragma once
#include <string>

#include "cli/estimate.h"
#include "model/scenario_yaml.h"
#include "run/run.h"

namespace footfall {

struct Finished {
  const LoadedScenario& loaded;
  const World& world;
  const RunTotals& totals;
  std::string folder;  // empty when no file was written
  double seconds = 0;
};

// Returns the page: period, festivals, personas with shares as bars, files, what to do next.
std::string summary_text(const Finished& run);

// Returns one object. FORMAT: docs/cli.md; keys are only added.
std::string summary_json(const Finished& run);

// Returns the page of --dry-run; `folder` is where files would be written, empty for none.
std::string estimate_text(const Scenario& scenario, const RunOptions& options,
                          const Estimate& estimate, const std::string& folder);

// Returns one object. FORMAT: docs/cli.md; keys are only added.
std::string estimate_json(const RunOptions& options, const Estimate& estimate);

}  // namespace footfall
