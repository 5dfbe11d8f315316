#include "cli/man_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command_words.h"
#include "cli/figures.h"
#include "cli/help_text.h"
#include "cli/message.h"
#include "run/manifest.h"

namespace footfall {

namespace {

// Exit codes as docs/cli.md and the manual page tell them.
struct ExitCode {
  const char* code;
  const char* about;
};
constexpr ExitCode kExitCodes[] = {
    {"0", "done"},
    {"1", "failure"},
    {"2", "usage: a word of the command line is wrong"},
    {"3",
     "bad configuration or input: a scenario, a settings file, a data set, a size that cannot be"},
    {"4", "input or output: a file or folder cannot be read or written"},
    {"5", "a quality gate failed: verify found a difference"},
    {"6", "something that was asked for is not available: a library, a model, a feature to come"},
    {"7", "budget exceeded"},
    {"130", "interrupted by Ctrl-C or SIGTERM; nothing was written"},
    {"141",
     "whoever read the output has gone, as in `| head`: the signal SIGPIPE, as of other programs; "
     "0 "
     "where a data set is in place by then"},
};

const CLI::App& root_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? app : root_of(*app.get_parent());
}

// Returns the character that begins at `at` in UTF-8 as roff names it, and moves behind it.
std::string roff_character(const std::string& text, size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  uint32_t code = first & (first >= 0xF0 ? 0x07u : first >= 0xE0 ? 0x0Fu : 0x1Fu);
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
    code = code << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
  return formatted("\\[u%04X]", code);
}

// Returns text as roff prints it literally.
std::string roff(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0x80) {
      out += roff_character(text, at);
      continue;
    }
    ++at;
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += "\\&" + std::string(1, c);
    } else {
      out += c;
    }
  }
  return out;
}

std::string roff_examples(const CLI::App& app) {
  std::string text;
  for (const std::string& example : examples_of(app)) text += roff(example) + "\n";
  return text.empty() ? "" : ".PP\n.nf\n.RS\n" + text + ".RE\n.fi\n";
}

std::string roff_options(const std::vector<OptionGroup>& groups) {
  std::string text;
  for (const OptionGroup& group : groups) {
    text += ".PP\n" + roff(group.name) + ":\n";
    for (const OptionHelp& option : group.options)
      text += ".TP\n.B " + roff(option.names) + "\n" + roff(option.about) + "\n";
  }
  return text;
}

std::string roff_command(const CLI::App& app) {
  std::string text = ".SS \"" + roff(command_name(app)) + "\"\n" + roff(app.get_description()) +
                     ".\n.PP\n.B " + roff(usage_of(app)) + "\n" + roff_examples(app) +
                     roff_options(option_groups(app));
  for (const CLI::App* below : commands_of(app)) text += roff_command(*below);
  return text;
}

std::string manual_page(const CLI::App& root) {
  std::string text = ".TH FOOTFALL 1 \"\" \"footfall " + std::string(kProgramVersion) +
                     "\" \"User Commands\"\n.SH NAME\nfootfall \\- simulate shoppers from YAML\n"
                     ".SH SYNOPSIS\n.B " +
                     roff(usage_of(root)) + "\n.SH DESCRIPTION\n" + roff(root.get_description()) +
                     "\n.SH EXAMPLES\n" + roff_examples(root) + ".SH COMMANDS\n";
  for (const CLI::App* command : commands_of(root)) text += roff_command(*command);
  text += ".SH \"COMMON OPTIONS\"\n" + roff_options({global_options_help(root)});
  text += ".SH \"EXIT STATUS\"\n";
  for (const ExitCode& code : kExitCodes)
    text += ".TP\n.B " + std::string(code.code) + "\n" + roff(code.about) + "\n";
  return text +
         ".SH ENVIRONMENT\n.TP\n.B FOOTFALL_NAME\nSets any option of a command; "
         "`footfall config show` lists them. Flags go before the environment, the environment "
         "before "
         "footfall.yaml in the working folder or the file of \\-\\-settings.\n"
         ".TP\n.B NO_COLOR\nNo colour.\n"
         ".TP\n.B FOOTFALL_DUCKDB_LIBRARY\nPath of DuckDB's library.\n";
}

std::string markdown_cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string markdown_options(const std::vector<OptionGroup>& groups) {
  std::string text;
  for (const OptionGroup& group : groups) {
    text += "\n| " + group.name + " | |\n|---|---|\n";
    for (const OptionHelp& option : group.options)
      text += "| `" + markdown_cell(option.names) + "` | " + markdown_cell(option.about) + " |\n";
  }
  return text;
}

std::string markdown_command(const CLI::App& app) {
  std::string text = "\n### " + command_name(app) + "\n\n" + app.get_description() + ".\n\n```\n";
  for (const std::string& example : examples_of(app)) text += example + "\n";
  text += "```\n\nUsage: `" + usage_of(app) + "`\n" + markdown_options(option_groups(app));
  for (const CLI::App* below : commands_of(app)) text += markdown_command(*below);
  return text;
}

std::string markdown_reference(const CLI::App& root) {
  std::string text;
  for (const CLI::App* command : commands_of(root)) text += markdown_command(*command);
  text += "\n### Common to all commands\n" + markdown_options({global_options_help(root)});
  text += "\n### Exit codes\n\n| code | meaning |\n|---|---|\n";
  for (const ExitCode& code : kExitCodes)
    text += "| " + std::string(code.code) + " | " + markdown_cell(code.about) + " |\n";
  return text.substr(1);
}

}  // namespace

void add_man(CLI::App& app, int& code) {
  auto markdown = std::make_shared<bool>(false);
  app.add_flag("--markdown", *markdown, "Print the reference of docs/cli.md instead")
      ->configurable(false);
  app.footer("footfall man | man -l -");
  app.final_callback([&app, markdown, &code] {
    code = print(*markdown ? markdown_reference(root_of(app)) : manual_page(root_of(app)));
  });
}

}  // namespace footfall
