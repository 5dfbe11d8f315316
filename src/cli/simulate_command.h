// Holds `footfall simulate`: from options through the run to the table that a person reads
// afterwards.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the options of simulate to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_simulate(CLI::App& app, int& code);

}  // namespace footfall
