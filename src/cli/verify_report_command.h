// Holds `footfall verify-report`: holds a report to the data that it is about.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of verify-report to `app` and runs it as the app's callback; the exit code lands
// in `code`.
void add_verify_report(CLI::App& app, int& code);

}  // namespace footfall
