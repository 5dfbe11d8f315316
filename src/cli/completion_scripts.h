// Holds the completion scripts as text, made from plain values: the words of each command.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace footfall {

struct CompletedOption {
  std::vector<std::string> short_names, long_names;  // without dashes
  std::string about;
  std::vector<std::string> words;  // all that are allowed, when they are few; of files the known
  bool takes_value = false, is_list = false, takes_file = false, takes_folder = false;
};

struct CompletedCommand {
  std::string path;  // "" is the program itself, whose options every command has
  std::vector<CompletedOption> options;
  std::vector<std::pair<std::string, std::string>> commands;  // name and what it does
  std::vector<std::string> words;                             // that its arguments may be
  bool takes_file = false;                                    // files may be arguments as well
};

// Each returns a script that the shell reads. REQUIRES: the program itself comes first.
std::string bash_completion(const std::vector<CompletedCommand>& commands);
std::string zsh_completion(const std::vector<CompletedCommand>& commands);
std::string fish_completion(const std::vector<CompletedCommand>& commands);

}  // namespace footfall
