// Holds `footfall help`: the page of the program or of one command.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the arguments of help to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_help(CLI::App& app, int& code);

}  // namespace footfall
