#include "cli/help_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command_words.h"
#include "cli/help_text.h"
#include "cli/message.h"

namespace footfall {

namespace {

int help(CLI::App& root, const std::vector<std::string>& words) {
  // The words of help are those of a command line, so a misspelt one is answered alike.
  const auto meant = read_command_words(root, words);
  if (!meant) return report(meant.error());
  return print(help_text(*meant->path.back()));
}

}  // namespace

void add_help(CLI::App& app, int& code) {
  auto words = std::make_shared<std::vector<std::string>>();
  app.add_option("command", *words, "The command, such as simulate or scenario check")
      ->type_name("COMMAND");
  app.footer("footfall help simulate\nfootfall help scenario check");
  app.final_callback([&app, words, &code] { code = help(*app.get_parent(), *words); });
}

}  // namespace footfall
