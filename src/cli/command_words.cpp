#include "cli/command_words.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "base/nearest_word.h"

namespace footfall {

namespace {

constexpr const char* kDefaultCommand = "simulate";

Error usage(const std::string& message) { return {ErrorCategory::kUsage, message, ""}; }

// Returns the nearest known word as a question, or where to look.
std::string suggestion(const std::string& word, const std::vector<std::string>& known,
                       const CLI::App& app) {
  const std::string nearest = nearest_word(word, known);
  if (!nearest.empty()) return "; did you mean " + nearest + "?";
  return "; see footfall help" + command_name(app).substr(std::string("footfall").size());
}

int values_of(const CLI::Option& option) { return std::max(0, option.get_items_expected_min()); }

class Reader {
 public:
  Reader(CLI::App& root, const std::vector<std::string>& words) : given_words_(words) {
    out_.path.push_back(&root);
  }

  Result<CommandWords> read() {
    for (at_ = 0; at_ < given_words_.size(); ++at_) {
      const std::string& word = given_words_[at_];
      if (word == "--") break;
      if (word.size() > 2 && word.rfind("--", 0) == 0) {
        FOOTFALL_TRY(read_long(word));
      } else if (word.size() > 1 && word[0] == '-') {
        FOOTFALL_TRY(read_short(word));
      } else {
        FOOTFALL_TRY(read_plain(word));
      }
    }
    out_.words.insert(out_.words.end(), given_words_.begin(), given_words_.end());
    return std::move(out_);
  }

 private:
  // An option of the command or of those above it; before any command, one of simulate's makes
  // that the command.
  CLI::Option* find(const std::string& name) {
    for (size_t i = out_.path.size(); i-- > 0;) {
      if (CLI::Option* option = out_.path[i]->get_option_no_throw(name)) return option;
    }
    if (out_.path.size() > 1) return nullptr;
    CLI::Option* option = out_.path[0]->get_subcommand(kDefaultCommand)->get_option_no_throw(name);
    if (option != nullptr) choose_default();
    return option;
  }

  void choose_default() {
    out_.words.insert(out_.words.begin(), kDefaultCommand);
    out_.path.push_back(out_.path[0]->get_subcommand(kDefaultCommand));
  }

  std::vector<std::string> known_options() const {
    std::vector<std::string> names;
    for (size_t i = out_.path.size(); i-- > 0;) {
      for (const CLI::Option* option : out_.path[i]->get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      }
    }
    if (out_.path.size() > 1) return names;
    for (const CLI::Option* option : out_.path[0]->get_subcommand(kDefaultCommand)->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
  }

  Result<> read_long(const std::string& word) {
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const CLI::Option* option = find(name);
    if (option == nullptr) {
      return usage("unknown option " + name + suggestion(name, known_options(), *out_.path.back()));
    }
    return take_values(*option, name, equals == std::string::npos ? "" : word.substr(equals + 1),
                       equals != std::string::npos);
  }

  // Reads -q, -qv or -ofile.
  Result<> read_short(const std::string& word) {
    for (size_t i = 1; i < word.size(); ++i) {
      const std::string name = {'-', word[i]};
      const CLI::Option* option = find(name);
      if (option == nullptr) {
        return usage("unknown option " + name + (word.size() == 2 ? "" : " in " + word) +
                     suggestion(name, {}, *out_.path.back()));
      }
      if (values_of(*option) > 0)
        return take_values(*option, name, word.substr(i + 1), i + 1 < word.size());
      FOOTFALL_TRY(take_values(*option, name, "", false));
    }
    return Done{};
  }

  Result<> take_values(const CLI::Option& option, const std::string& name, std::string value,
                       bool joined) {
    for (int count = values_of(option) - (joined ? 1 : 0); count > 0; --count) {
      const bool none = at_ + 1 == given_words_.size();
      if (none ||
          (given_words_[at_ + 1].rfind("--", 0) == 0 && find_quietly(given_words_[at_ + 1])))
        return usage(name + " needs a value" + (none ? "" : " before " + given_words_[at_ + 1]));
      value = given_words_[++at_];
    }
    out_.given[&option] = value;
    return Done{};
  }

  bool find_quietly(const std::string& word) const {
    const std::vector<std::string> names = known_options();
    return std::find(names.begin(), names.end(), word.substr(0, word.find('='))) != names.end();
  }

  Result<> read_plain(const std::string& word) {
    const std::vector<CLI::App*> commands = commands_of(*out_.path.back());
    if (commands.empty()) {
      out_.has_plain_words = true;
      return Done{};
    }
    std::vector<std::string> names;
    for (CLI::App* command : commands) {
      names.push_back(command->get_name());
      if (command->get_name() != word) continue;
      out_.path.push_back(command);
      return Done{};
    }
    std::error_code ignored;
    if (out_.path.size() == 1 && std::filesystem::is_regular_file(word, ignored)) {
      return usage(word + " is a file, not a command: footfall simulate " + word);
    }
    return usage("unknown command " + word + suggestion(word, names, *out_.path.back()));
  }

  const std::vector<std::string>& given_words_;
  CommandWords out_;
  size_t at_ = 0;
};

}  // namespace

Result<CommandWords> read_command_words(CLI::App& root, const std::vector<std::string>& words) {
  return Reader(root, words).read();
}

std::string command_name(const CLI::App& app) {
  const CLI::App* above = app.get_parent();
  return (above == nullptr ? "" : command_name(*above) + " ") + app.get_name();
}

std::vector<CLI::App*> commands_of(const CLI::App& app) {
  std::vector<CLI::App*> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_name().empty()) commands.push_back(const_cast<CLI::App*>(command));
  }
  return commands;
}

}  // namespace footfall
