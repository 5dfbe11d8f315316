// Holds `footfall serve`: the dashboard of a data set, or of a simulation that runs, in a browser.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of serve to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_serve(CLI::App& app, int& code);

}  // namespace footfall
