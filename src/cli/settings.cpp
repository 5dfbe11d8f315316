#include "cli/settings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "base/file_text.h"
#include "base/nearest_word.h"
#include "cli/allowed.h"
#include "cli/command_words.h"
#include "cli/message.h"
#include "model/yaml_tree.h"

extern char** environ;

namespace footfall {

namespace {

constexpr const char* kPrefix = "FOOTFALL_";

// Returns the key as a name that every shell can export: dots and dashes are underscores.
std::string variable_name(std::string key) {
  for (char& c : key) c = c == '.' || c == '-' ? '_' : static_cast<char>(std::toupper(c));
  return kPrefix + key;
}

// Settings have underscores; with dashes, as on the command line, a key means the same.
std::string underscored(std::string text) {
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

// The settings of the whole program and of simulate have no prefix, as almost everyone means them.
void add_settings(CLI::App& app, const std::string& prefix, const std::string& command,
                  std::vector<Setting>& out) {
  for (CLI::Option* option : app.get_options()) {
    if (!option->get_configurable() || option->get_lnames().empty()) continue;
    const std::string key = prefix + underscored(option->get_lnames()[0]);
    const std::string value = is_flag(*option) ? "false" : option->get_default_str();
    out.push_back({option, command, key, variable_name(key), value, "default"});
  }
  for (CLI::App* below : commands_of(app)) {
    const bool bare = app.get_parent() == nullptr && below->get_name() == "simulate";
    add_settings(*below, bare ? "" : prefix + underscored(below->get_name()) + ".",
                 command.empty() ? below->get_name() : command + " " + below->get_name(), out);
  }
}

// Brings a value into the words that the option's checks know; returns what is wrong with it.
std::string wrong_setting(const Setting& setting, std::string& value) {
  if (is_flag(*setting.option)) {
    for (const char* yes : {"true", "yes", "on", "1"}) {
      if (value == yes) return value = "true", "";
    }
    for (const char* no : {"false", "no", "off", "0"}) {
      if (value == no) return value = "false", "";
    }
    return "must be true or false, not " + value;
  }
  const char delimiter = setting.option->get_delimiter();
  for (const std::string& word :
       delimiter == '\0' ? std::vector<std::string>{value} : CLI::detail::split(value, delimiter)) {
    std::string wrong = wrong_value(*setting.option, word);
    if (!wrong.empty()) return wrong;
  }
  return {};
}

class SettingsFile {
 public:
  SettingsFile(std::vector<Setting>& settings, std::string path)
      : settings_(settings), path_(std::move(path)) {}

  Result<> read(const std::string& text) {
    const YamlDocument document = parse_yaml(text);
    if (!document.refusal.empty()) {
      return Error{ErrorCategory::kInput,
                   path_ + ":" + std::to_string(document.line) + ": " + document.refusal, path_};
    }
    if (document.root.is_map()) {
      read_map(document.root, "");
    } else if (document.root.kind != YamlTree::kNull) {
      wrong(document.root, "must hold settings as key: value");
    }
    if (mistakes_.empty()) return Done{};
    return Error{ErrorCategory::kInput, mistakes_, path_};
  }

 private:
  void wrong(const YamlTree& at, const std::string& what) {
    mistakes_ +=
        (mistakes_.empty() ? "" : "\n") + path_ + ":" + std::to_string(at.line) + ": " + what;
  }

  void read_map(const YamlTree& map, const std::string& prefix) {
    for (const auto& [key, value] : map.entries) {
      const std::string name = prefix + underscored(key.scalar);
      const auto setting = std::find_if(settings_.begin(), settings_.end(),
                                        [&](const Setting& s) { return s.key == name; });
      const bool section = std::any_of(settings_.begin(), settings_.end(), [&](const Setting& s) {
        return s.key.rfind(name + ".", 0) == 0;
      });
      if (setting != settings_.end() && (!section || !value.is_map())) {
        set(*setting, value);
      } else if (section && value.is_map()) {
        read_map(value, name + ".");
      } else if (section && value.kind != YamlTree::kNull) {
        wrong(key, name + " must hold the settings of that command");
      } else if (!section) {
        wrong(key, "unknown setting " + name + nearest(name));
      }
    }
  }

  std::string nearest(const std::string& name) const {
    std::vector<std::string> keys;
    for (const Setting& setting : settings_) keys.push_back(setting.key);
    const std::string near = nearest_word(name, keys);
    return near.empty() ? "; `footfall config show` lists all" : "; did you mean " + near + "?";
  }

  void set(Setting& setting, const YamlTree& value) {
    if (value.kind == YamlTree::kNull) return;
    std::string text = value.scalar;
    if (value.is_list()) {
      const bool plain = std::all_of(value.items.begin(), value.items.end(),
                                     [](const YamlTree& item) { return item.is_scalar(); });
      if (!plain || setting.option->get_delimiter() == '\0')
        return wrong(value, setting.key + " must be one value");
      for (const YamlTree& item : value.items) text += (text.empty() ? "" : ",") + item.scalar;
    } else if (!value.is_scalar()) {
      return wrong(value, setting.key + " must be a value, not a map");
    }
    const std::string what = wrong_setting(setting, text);
    if (!what.empty()) return wrong(value, setting.key + " " + what);
    setting.value = text;
    setting.source = path_ + ":" + std::to_string(value.line);
  }

  std::vector<Setting>& settings_;
  const std::string path_;
  std::string mistakes_;
};

Result<> read_settings(std::vector<Setting>& settings, const std::string& given) {
  const std::string path = given.empty() ? kSettingsFile : given;
  std::error_code code;
  if (given.empty() && !std::filesystem::exists(path, code)) return Done{};
  const auto text = read_file(path, kMaxYamlBytes);
  return text ? SettingsFile(settings, path).read(*text) : text.error();
}

Result<> read_environment(std::vector<Setting>& settings) {
  std::string mistakes;
  for (Setting& setting : settings) {
    const char* given = std::getenv(setting.variable.c_str());
    if (given == nullptr || *given == '\0') continue;
    std::string value = given;
    const std::string what = wrong_setting(setting, value);
    if (!what.empty())
      mistakes += (mistakes.empty() ? "" : "\nfootfall: ") + setting.variable + " " + what;
    setting.value = value;
    setting.source = setting.variable;
  }
  if (mistakes.empty()) return Done{};
  return Error{ErrorCategory::kInput, mistakes, ""};
}

}  // namespace

std::vector<Setting> settings_of(CLI::App& root) {
  std::vector<Setting> settings;
  add_settings(root, "", "", settings);
  return settings;
}

Result<> apply_settings(std::vector<Setting>& settings, const std::string& given) {
  const char* variable = std::getenv("FOOTFALL_SETTINGS");
  FOOTFALL_TRY(read_settings(settings, given.empty() && variable != nullptr ? variable : given));
  return read_environment(settings);
}

void warn_of_misspelt_variables(const std::vector<Setting>& settings) {
  std::vector<std::string> known = {"SETTINGS"};
  for (const Setting& setting : settings)
    known.push_back(setting.variable.substr(std::string(kPrefix).size()));
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (text.rfind(kPrefix, 0) != 0) continue;
    const size_t begin = std::string(kPrefix).size();
    const std::string name = text.substr(begin, text.find('=') - begin);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = nearest_word(name, known);
    if (!near.empty() && edit_distance(name, near) <= 2) {
      warn(kPrefix + name + " is no setting; did you mean " + kPrefix + near + "?");
    }
  }
}

bool is_secret(const Setting& setting) {
  for (const char* word : {"secret", "token", "password", "api_key"}) {
    if (setting.key.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace footfall
