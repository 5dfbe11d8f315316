// Holds `footfall simulate`: flags to options, the run, and the table that a person reads
// afterwards.
#pragma once
namespace CLI {
class App;
}

namespace footfall {

struct SimulateFlags;

// Adds the flags of simulate to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_simulate(CLI::App& app, int& code);

}  // namespace footfall
