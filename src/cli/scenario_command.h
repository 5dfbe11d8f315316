// Holds `footfall scenario`: writes, checks and shows scenario files, says what one gives on
// average, and finds the scales that reach asked-for figures.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds init, check, show, expect, solve and schema to `app`; the exit code lands in `code`.
void add_scenario(CLI::App& app, int& code);

}  // namespace footfall
