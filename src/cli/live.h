// Holds how a simulation is played against a clock and shown while it runs: `serve --simulate` and
// `simulate --serve`.
#pragma once
#include <string>

#include "cli/serve_options.h"
#include "cli/simulate_options.h"

namespace footfall {

struct LiveOptions {
  std::string speed = "1d/s", out;
  bool overwrite = false;
};

// Adds --speed, and --out and --overwrite where `with_files`.
void add_live_options(CLI::App& app, LiveOptions& options, bool with_files);

// Simulates and serves until a signal asks to stop, or the simulation fails. Without a folder in
// `simulate.out` the data set is kept in a temporary one for as long. Errors: as run_simulation,
// serve, Staging; kInterrupted when a signal ended the simulation.
Result<> play_live(const SimulateOptions& simulate, const LiveOptions& live,
                   const ServeOptions& serve);

}  // namespace footfall
