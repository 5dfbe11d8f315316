// Holds what help says, read from the command tree: the same facts go into the pages of
// `footfall help`, the manual page, and docs/cli.md.
#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace footfall {

struct OptionHelp {
  std::string names;  // "-q, --quiet", "--days N", "SCENARIO"
  std::string about;  // with aliases, what is allowed, and [the default]
};

struct OptionGroup {
  std::string name;
  std::vector<OptionHelp> options;
};

// Returns the command's own arguments and options, in groups; without those of all commands.
std::vector<OptionGroup> option_groups(const CLI::App& app);

// Returns the options that every command has.
OptionGroup global_options_help(const CLI::App& app);

// Returns the command's examples, one a line.
std::vector<std::string> examples_of(const CLI::App& app);

// Returns "footfall simulate [SCENARIO] [OPTIONS]".
std::string usage_of(const CLI::App& app);

// Returns the whole page of a command, as wide as page_columns().
std::string help_text(const CLI::App& app);

// Returns what `footfall` alone prints: what it is, how to begin, the commands.
std::string short_help_text(const CLI::App& root);

}  // namespace footfall
