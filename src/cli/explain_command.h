// Holds `footfall explain`: how one transaction, or all of one customer's, came to be.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of explain to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_explain(CLI::App& app, int& code);

}  // namespace footfall
