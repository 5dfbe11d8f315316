// Holds `footfall simulate`: flags to options, the run, and the table that a person reads
// afterwards.
#pragma once
#include <atomic>

namespace CLI {
class App;
}

namespace footfall {

struct SimulateFlags;

// Set by SIGINT and SIGTERM; long work looks at it between batches.
extern std::atomic<bool> stop_requested;

// Adds the flags of simulate to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_simulate(CLI::App& app, int& code);

}  // namespace footfall
