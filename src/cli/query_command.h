// Holds `footfall query`: SQL over a data set, printed or written to a file.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of query to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_query(CLI::App& app, int& code);

}  // namespace footfall
