// Holds `footfall verify`: holds a data set to its manifest and says what differs first.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of verify to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_verify(CLI::App& app, int& code);

}  // namespace footfall
