#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>

#include "cli/allowed.h"
#include "cli/command_words.h"
#include "cli/commands.h"
#include "cli/global_options.h"
#include "cli/help_text.h"
#include "cli/message.h"
#include "cli/settings.h"
#include "cli/stop_signal.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "log/log.h"
#include "run/manifest.h"

namespace footfall {

namespace {

bool has_word(const std::vector<std::string>& words, const char* word) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::find(words.begin(), end, word) != end;
}

// Adds the words of options that the command has, the command line does not give, and the
// environment or the settings file does.
void add_set_words(CommandWords& command, const std::vector<Setting>& settings) {
  std::vector<std::string> more;
  for (const Setting& setting : settings) {
    const bool reaches = std::any_of(command.path.begin(), command.path.end(), [&](CLI::App* app) {
      const auto options = app->get_options();
      return std::find(options.begin(), options.end(), setting.option) != options.end();
    });
    if (setting.source == "default" || !reaches || command.given.count(setting.option)) continue;
    // The scenario may be named in two ways; the command line goes first in either.
    if (setting.key == "config" && command.has_plain_words) continue;
    more.push_back("--" + setting.option->get_lnames()[0] + "=" + setting.value);
  }
  auto& words = command.words;
  words.insert(std::find(words.begin(), words.end(), "--"), more.begin(), more.end());
}

// Returns what CLI11 says of a command line in our words.
std::string plain_message(const CLI::ParseError& error) {
  std::string text = error.what();
  const std::string name = error.get_name();
  const size_t colon = text.find(": ");
  const std::string subject = text.substr(0, colon);
  if (name == "ValidationError" && colon != std::string::npos) {
    const std::string what = text.substr(colon + 2);
    return subject + (what.rfind("must ", 0) == 0 ? " " : ": ") + what;
  }
  if (text.rfind("Could not convert: ", 0) == 0) {
    const size_t equals = text.find(" = ");
    return text.substr(colon + 2, equals - colon - 2) + " cannot be " + text.substr(equals + 3);
  }
  if (text.find("At Most") != std::string::npos) return subject + " is given more than once";
  return text;
}

// Returns what is wrong when words are missing or left over, with how to use the command.
std::string usage_message(const CLI::ParseError& error, const CLI::App& command) {
  std::string text = error.what();
  const std::string_view required = " is required";
  if (text.size() > required.size() &&
      text.compare(text.size() - required.size(), required.size(), required) == 0) {
    text.resize(text.size() - required.size());
    const bool option = text.rfind("--", 0) == 0;
    for (char& c : text) c = option ? c : static_cast<char>(std::toupper(c));
    text += " is missing";
    if (text == "A SUBCOMMAND is missing") text = "a command is missing";
  } else {
    // CLI11 lists them last first.
    auto words = CLI::detail::split(text.substr(text.find(": ") + 2), ' ');
    std::reverse(words.begin(), words.end());
    text = "too many words: " + CLI::detail::join(words, " ");
  }
  return text + "\nusage: " + usage_of(command) + "; more: footfall help" +
         command_name(command).substr(std::string("footfall").size());
}

Error parse_error(const CLI::ParseError& error, const CLI::App& command) {
  const int kind = error.get_exit_code();
  const bool words = kind == static_cast<int>(CLI::ExitCodes::RequiredError) ||
                     kind == static_cast<int>(CLI::ExitCodes::ExtrasError);
  return {ErrorCategory::kUsage, words ? usage_message(error, command) : plain_message(error), ""};
}

Result<> begin_log(const CommandWords& command, const std::vector<Setting>& settings) {
  GlobalOptions& common = global_options();
  for (const Setting& setting : settings) {
    const bool of_log = setting.key == "log_level" || setting.key == "log_format";
    if (of_log && (setting.source != "default" || command.given.count(setting.option)))
      common.log_to_stderr = true;
  }
  LogLevel level = LogLevel::kDebug;
  while (common.log_level != log_level_name(level))
    level = static_cast<LogLevel>(static_cast<int>(level) + 1);
  FOOTFALL_TRY(
      start_log({level, common.log_format == "json", common.log_to_stderr, common.log_file}));
  // A simulation begins its log with what it is, see simulate_command.cpp.
  const std::string name = command_name(*command.path.back());
  if (command.path.back()->get_name() != "simulate") {
    log(LogLevel::kInfo, "started",
        {{"version", kProgramVersion}, {"data_version", kDataVersion}, {"command", name}});
  }
  return Done{};
}

// Help and what is made for shells are never in the way of a mistake elsewhere.
bool needs_settings(const CommandWords& command, const std::vector<std::string>& words) {
  if (has_word(words, "--help") || has_word(words, "-h") || command.path.size() < 2) return false;
  const std::string name = command.path[1]->get_name();
  return name != "help" && name != "completion" && name != "man";
}

int run_words(const std::vector<std::string>& words) {
  int code = 0;
  CLI::App root;
  add_commands(root, code);
  if (words.empty()) return print(short_help_text(root));
  auto command = read_command_words(root, words);
  if (!command) return report(command.error());
  std::vector<Setting> settings = settings_of(root);
  const auto given = std::find_if(command->given.begin(), command->given.end(), [](auto& option) {
    return option.first->check_name("--settings");
  });
  if (needs_settings(*command, words)) {
    const auto applied =
        apply_settings(settings, given == command->given.end() ? "" : given->second);
    if (!applied) return report(applied.error());
    add_set_words(*command, settings);
  }
  // Begins the log once the common options are known and before the command runs.
  root.parse_complete_callback([&] {
    if (const auto begun = begin_log(*command, settings); !begun)
      throw CLI::RuntimeError(report(begun.error()));
    if (needs_settings(*command, words)) warn_of_misspelt_variables(settings);
  });
  try {
    std::vector<std::string> reversed(command->words.rbegin(), command->words.rend());
    root.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return print(help_text(*command->path.back()));
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::RequiredError& error) {
    const CLI::App& app = *command->path.back();
    if (&app == &root) return print(short_help_text(root));  // common options alone
    return report(parse_error(error, app));
  } catch (const CLI::ParseError& error) {
    return report(parse_error(error, *command->path.back()));
  }
  return code;
}

}  // namespace

int run_program(int argc, char** argv) {
  end_quietly_without_reader();
  if (argc > 0) set_program_name(argv[0]);
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (has_word(words, "--version")) return print(version_text(has_word(words, "--json")));
  return run_words(words);
}

}  // namespace footfall
