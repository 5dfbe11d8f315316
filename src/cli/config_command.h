// Holds `footfall config show`: every setting, its value, and where it came from.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the commands of config to `app` and runs them as callbacks; the exit code lands in `code`.
void add_config(CLI::App& app, int& code);

}  // namespace footfall
