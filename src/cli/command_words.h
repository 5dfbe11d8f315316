// Holds the first look at the words of a command line, before CLI11 parses them: which command is
// meant, whether every word is known, and what is like the unknown ones.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace footfall {

struct CommandWords {
  std::vector<std::string> words;                   // as CLI11 is to parse them
  std::vector<CLI::App*> path;                      // the root first, the command meant last
  std::map<const CLI::Option*, std::string> given;  // options among the words, with their values
  bool has_plain_words = false;                     // words that are neither option nor command
};

// Reads the words after the program's name. Options of simulate alone belong to simulate, as in the
// program that Footfall replaces; options that all commands have, alone, to none. Error: kUsage for
// an unknown command or option, with the nearest known one, and for an option without its value.
Result<CommandWords> read_command_words(CLI::App& root, const std::vector<std::string>& words);

// Returns "footfall scenario check" for an app of the tree.
std::string command_name(const CLI::App& app);

// Returns the commands below an app, in the order in which they were added.
std::vector<CLI::App*> commands_of(const CLI::App& app);

}  // namespace footfall
