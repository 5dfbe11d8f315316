// Holds the table of commands: each has a file of its own and one line in commands.cpp.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Names the program, and adds the common options and every command to the root of the tree; the
// exit code of the one that runs lands in `code`.
void add_commands(CLI::App& root, int& code);

}  // namespace footfall
