// Holds `footfall analyze`: one metric of a data set, or of the user's own transactions, printed or
// written to a file.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of analyze to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_analyze(CLI::App& app, int& code);

}  // namespace footfall
