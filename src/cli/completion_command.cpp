#include "cli/completion_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "analytics/metric.h"
#include "cli/allowed.h"
#include "cli/command_words.h"
#include "cli/completion_scripts.h"
#include "cli/message.h"
#include "cli/scenario_file.h"

namespace footfall {

namespace {

CompletedOption completed(const CLI::Option& option) {
  CompletedOption out;
  for (const std::string& name : option.get_snames()) out.short_names.push_back(name);
  out.long_names = option.get_lnames();
  out.about = option.get_description();
  out.takes_value = option.get_items_expected_max() > 0;
  out.is_list = option.get_delimiter() != '\0';
  out.words = allowed_words(option);
  const std::string type = option.get_type_name();
  out.takes_folder = type == "FOLDER";
  out.takes_file = type == "FILE" || type == "SCENARIO";
  if (type == "SCENARIO") out.words = shipped_scenarios();
  if (type == "METRIC") {
    for (const Metric& metric : metrics()) out.words.push_back(metric.name);
  }
  return out;
}

// Adds what may follow help: the words of a command line, as far as they name a command.
void add_words_of_help(const CLI::App& app, const std::string& path,
                       std::vector<CompletedCommand>& out) {
  CompletedCommand command{path, {}, {}, {}};
  for (const CLI::App* below : commands_of(app)) {
    command.commands.emplace_back(below->get_name(), below->get_description());
    add_words_of_help(*below, path + " " + below->get_name(), out);
  }
  out.push_back(std::move(command));
}

void add_commands_of(const CLI::App& app, const std::string& path,
                     std::vector<CompletedCommand>& out) {
  CompletedCommand command{path, {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    const bool inherited = option == app.get_help_ptr() && !path.empty();
    if (!option->get_lnames().empty() && !inherited) command.options.push_back(completed(*option));
    if (!option->get_positional()) continue;
    const CompletedOption argument = completed(*option);
    command.words.insert(command.words.end(), argument.words.begin(), argument.words.end());
    command.takes_file = command.takes_file || argument.takes_file;
    if (option->get_type_name() == "COMMAND")
      return add_words_of_help(*app.get_parent(), path, out);
  }
  for (const CLI::App* below : commands_of(app))
    command.commands.emplace_back(below->get_name(), below->get_description());
  out.push_back(std::move(command));
  for (const CLI::App* below : commands_of(app))
    add_commands_of(*below, path.empty() ? below->get_name() : path + " " + below->get_name(), out);
}

int complete(const CLI::App& root, const std::string& shell) {
  std::vector<CompletedCommand> commands;
  add_commands_of(root, "", commands);
  if (shell == "bash") return print(bash_completion(commands));
  if (shell == "zsh") return print(zsh_completion(commands));
  return print(fish_completion(commands));
}

}  // namespace

void add_completion(CLI::App& app, int& code) {
  auto shell = std::make_shared<std::string>();
  allow_one_of(app.add_option("shell", *shell, "bash, zsh or fish"), {"bash", "zsh", "fish"})
      ->required();
  app.footer(
      "source <(footfall completion bash)                                    # in ~/.bashrc\n"
      "footfall completion zsh > ~/.zfunc/_footfall                          # with ~/.zfunc in "
      "fpath\n"
      "footfall completion fish > ~/.config/fish/completions/footfall.fish");
  app.final_callback([&app, shell, &code] { code = complete(*app.get_parent(), *shell); });
}

}  // namespace footfall
