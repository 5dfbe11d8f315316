// Holds `footfall completion`: scripts for shells, written from the command tree.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the arguments of completion to `app` and runs it as the app's callback; the exit code lands
// in `code`.
void add_completion(CLI::App& app, int& code);

}  // namespace footfall
