// Holds the options that every command has; commands ask here instead of having their own.
#pragma once
#include <string>

namespace CLI {
class App;
}

namespace footfall {

struct GlobalOptions {
  bool quiet = false, no_color = false;
  std::string log_level = "INFO", log_format = "text", log_file;
  std::string settings;        // --settings FILE
  bool log_to_stderr = false;  // a level or a format was asked for
};

// Returns the options of this process; set once, while the command line is read.
GlobalOptions& global_options();

// Adds the common options to the root of the command tree.
void add_global_options(CLI::App& root);

}  // namespace footfall
