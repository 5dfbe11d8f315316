// Holds the options of simulate, and how they change a scenario and shape a run.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/scenario.h"
#include "run/run.h"

namespace CLI {
class App;
}

namespace footfall {

struct SimulateOptions {
  std::string scenario, config, start_date, out = "data/output";  // one of the first two at most
  std::string checksum = "xxh3", compression = "zstd", money = "decimal";
  std::string partition_by = "none", progress = "auto";
  int days = 0, threads = 0;
  int64_t customers = 0;
  std::optional<uint64_t> seed;
  std::vector<std::string> formats = {"csv"}, tables = {"customers", "transactions", "items"};
  uint64_t row_group_rows = 1'000'000;
  bool overwrite = false, dry_run = false, json = false, export_summary = false;
  std::vector<std::string> later;  // options given that this version does not have yet

  bool piped() const { return out == "-"; }
  // Returns the file to simulate, or its name.
  std::string scenario_name() const;
  // Returns whether anything becomes a file.
  bool writes_files() const;
};

// Adds the options to the command; they are read into `options`.
void add_simulate_options(CLI::App& app, SimulateOptions& options);

// Adds --start-date, --days and --customers alone, for what is told of a world, not made.
void add_period_options(CLI::App& app, SimulateOptions& options, const char* group);

// Checks what options mean together. Error: kUsage.
Result<> check_together(const SimulateOptions& options);

// Puts what the options say about period, customers and seed into the scenario. Error: kInput when
// it does not fit what the model can hold.
Result<> apply_options(const SimulateOptions& options, Scenario& scenario);

// Returns how to run; the folder of the sinks is still to be set.
RunOptions run_options(const SimulateOptions& options);

}  // namespace footfall
