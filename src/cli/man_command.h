// Holds `footfall man`: the manual page, and the reference of docs/cli.md, written from the command
// tree.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the options of man to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_man(CLI::App& app, int& code);

}  // namespace footfall
