#include "cli/config_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/settings.h"
#include "cli/text_table.h"

namespace footfall {

namespace {

// Takes the values that the command line of `config show` itself gives, such as --log-level.
void take_flags(std::vector<Setting>& settings) {
  for (Setting& setting : settings) {
    if (!setting.command.empty() || setting.option->count() == 0) continue;
    const std::string value = setting.option->results().back();
    // What the environment and the file gave was passed on to the command line as well.
    if (setting.source != "default" && setting.value == value) continue;
    setting.value = value;
    setting.source = "--" + setting.option->get_lnames()[0];
  }
}

std::string shown(const Setting& setting) {
  if (is_secret(setting) && !setting.value.empty()) return "(set)";
  return setting.value;
}

// Returns a table that fits a terminal of `columns`, 0 for no limit: variables are left out first,
// as their names follow from the settings', then long values are cut.
std::string settings_table(const std::vector<Setting>& settings, size_t columns) {
  constexpr size_t kFewestOfValue = 8;
  const Style style = style_of(STDOUT_FILENO);
  TextTable table({{"Setting", false, false},
                   {"Value", false, true},
                   {"From", false, false},
                   {"Variable", false, false}});
  size_t widest = 0;
  for (const Setting& setting : settings) widest = std::max(widest, width_of(shown(setting)));
  const auto fill = [&](size_t most) {
    TextTable filled = table;
    for (const Setting& setting : settings)
      filled.add({setting.key, shortened(shown(setting), most), setting.source, setting.variable});
    return filled;
  };
  TextTable whole = fill(widest);
  if (columns == 0 || whole.width() <= columns) return whole.text(style);
  whole.drop(3);
  if (const size_t width = whole.width(); width > columns) {
    const size_t too_much = width - columns;
    whole = fill(widest > too_much + kFewestOfValue ? widest - too_much : kFewestOfValue);
    whole.drop(3);
  }
  return whole.text(style) + "\n" +
         wrapped(
             "  Variables are FOOTFALL_ and the setting in capitals, with _ for dots; a wider "
             "terminal and --json show them.",
             columns, 2) +
         "\n";
}

std::string settings_json(const std::vector<Setting>& settings) {
  auto list = nlohmann::ordered_json::array();
  for (const Setting& setting : settings) {
    list.push_back({{"setting", setting.key},
                    {"value", shown(setting)},
                    {"source", setting.source},
                    {"variable", setting.variable}});
  }
  return list.dump(2) + "\n";
}

int show(CLI::App& root, bool json) {
  std::vector<Setting> settings = settings_of(root);
  if (const auto applied = apply_settings(settings, global_options().settings); !applied)
    return report(applied.error());
  take_flags(settings);
  return print(
      json ? settings_json(settings)
           : settings_table(settings, static_cast<size_t>(terminal_columns(STDOUT_FILENO))));
}

}  // namespace

void add_config(CLI::App& app, int& code) {
  auto json = std::make_shared<bool>(false);
  app.require_subcommand(1);
  app.footer("footfall config show\nFOOTFALL_DAYS=60 footfall config show --json");
  CLI::App* command = app.add_subcommand(
      "show", "Print every setting: flags go before the environment, footfall.yaml, defaults");
  command->add_flag("--json", *json, "Print a JSON list instead of a table")->configurable(false);
  command->footer("footfall config show\nfootfall config show --settings production.yaml --json");
  command->final_callback([&app, json, &code] { code = show(*app.get_parent(), *json); });
}

}  // namespace footfall
