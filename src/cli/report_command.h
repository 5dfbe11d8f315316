// Holds `footfall report`: the report of a data set or of the user's own transactions, written as a
// folder and told in a few lines; also as `simulate --export-summary` asks for it.
#pragma once
#include <string>

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of report to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_report(CLI::App& app, int& code);

// Writes the report of the data set in `folder`, and tells it unless `is_quiet`; returns the exit
// code.
int export_summary(const std::string& folder, bool is_quiet);

}  // namespace footfall
