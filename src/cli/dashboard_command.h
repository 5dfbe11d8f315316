// Holds `footfall dashboard`: the one-file dashboard of a data set or of the user's own
// transactions, without the rest of a report.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of dashboard to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_dashboard(CLI::App& app, int& code);

}  // namespace footfall
