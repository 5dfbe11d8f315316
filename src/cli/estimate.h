// Holds Estimate: what a run would give and take, known before it starts. Rows are the closed form
// of engine/expectation.h; bytes and time are drawn from samples of the very scenario.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/expectation.h"
#include "run/run.h"

namespace footfall {

struct FormatEstimate {
  std::string format;
  std::array<double, kTableCount> table_bytes = {};  // 0 for tables in one file together
  double bytes = 0;
};

struct Estimate {
  std::array<double, kTableCount> rows = {};  // of the tables asked for
  double items = 0;                           // simulated, asked for or not
  std::vector<FormatEstimate> formats;
  double bytes = 0, memory_bytes = 0, seconds = 0;
};

// Returns rows and memory exactly as estimate_run, and bytes by rough figures a row; quick.
Estimate rough_estimate(const Scenario& scenario, const World& world, const RunOptions& options);

// Plays samples into a temporary folder, which it removes, and draws bytes and time out from them;
// takes about a second. Errors as run_simulation; kIo when there is no room for a sample.
Result<Estimate> estimate_run(const Scenario& scenario, const World& world,
                              const RunOptions& options);

// Returns a time that is known roughly, with one significant figure: 90 ms, 4 minutes, 2 days.
std::string about_duration(double seconds);

// Returns what is wrong with a run of this size: it fits neither the disk of `folder` nor the
// memory, by a margin above the estimate's error; kInput with the figures and what to do instead.
// `folder` is empty for a run that writes no files.
Result<> check_room(const Scenario& scenario, const World& world, const RunOptions& options,
                    const std::string& folder);

// Returns the bytes free for files below `folder`, which need not exist; nothing when unknown.
double free_bytes(const std::string& folder);

}  // namespace footfall
