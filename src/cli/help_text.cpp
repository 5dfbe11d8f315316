#include "cli/help_text.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/allowed.h"
#include "cli/command_words.h"
#include "cli/figures.h"
#include "cli/terminal.h"
#include "cli/text_table.h"

namespace footfall {

namespace {

constexpr size_t kLeftColumns = 30, kCommandColumns = 17, kWidestChoice = 26;

std::string upper(std::string text) {
  for (char& c : text) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
  return text;
}

// Returns what stands for the value: "N", "FILE", or the few words allowed.
std::string placeholder(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return "";
  const std::string choice = CLI::detail::join(allowed_words(option), "|");
  if (!choice.empty() && choice.size() <= kWidestChoice) return " " + choice;
  const std::string type = option.get_type_name(), base = type.substr(0, type.find(':'));
  if (base == "INT" || base == "UINT") return " N";
  if (base == "FLOAT") return " X";
  return " " + base;
}

// Returns a default as ranges are written, 1,000,000; ports and seeds are no amounts.
std::string readable(const std::string& value, const CLI::Option& option) {
  const bool digits = value.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || option.get_lnames().empty() || option.get_lnames()[0] == "port") return value;
  return value.size() > 18 ? value : grouped(std::stoull(value));
}

OptionHelp help_of(const CLI::Option& option) {
  OptionHelp help;
  help.about = option.get_description();
  const std::string type = option.get_type_name();
  const size_t colon = type.find(':');
  if (colon != std::string::npos && type.compare(colon, 2, ":{") != 0)
    help.about += " (" + type.substr(colon + 1) + ")";
  if (option.get_positional()) {
    help.names = upper(option.get_name(true));
  } else {
    for (const std::string& name : option.get_snames()) help.names += "-" + name + ", ";
    help.names += "--" + option.get_lnames()[0] + placeholder(option);
    for (size_t i = 1; i < option.get_lnames().size(); ++i)
      help.about += " (also --" + option.get_lnames()[i] + ")";
  }
  std::string value = option.get_default_str();
  if (value.size() > 2 && value.front() == '(') value = value.substr(1, value.size() - 2);
  if (!value.empty()) help.about += " [" + readable(value, option) + "]";
  return help;
}

std::string option_lines(const OptionGroup& group, const Style& style, size_t columns,
                         size_t left_columns = kLeftColumns) {
  std::string text = "\n" + style.bold + group.name + style.plain + "\n";
  for (const OptionHelp& option : group.options) {
    std::string left = "  " + option.names;
    if (width_of(left) > left_columns) {
      left += "\n" + std::string(left_columns + 2, ' ');
    } else {
      left = padded(left, left_columns + 2);
    }
    text += left + wrapped(option.about, columns - left_columns - 2, left_columns + 2) + "\n";
  }
  return text;
}

std::string command_lines(const CLI::App& app, const Style& style, size_t columns) {
  std::vector<std::string> groups;
  for (const CLI::App* command : commands_of(app)) {
    if (std::find(groups.begin(), groups.end(), command->get_group()) == groups.end())
      groups.push_back(command->get_group());
  }
  std::string text;
  for (const std::string& name : groups) {
    OptionGroup group{name == "Subcommands" ? "Commands" : name, {}};
    for (const CLI::App* command : commands_of(app)) {
      if (command->get_group() == name)
        group.options.push_back({command->get_name(), command->get_description()});
    }
    text += option_lines(group, style, columns, kCommandColumns);
  }
  return text;
}

std::string example_lines(const CLI::App& app, const Style& style, size_t columns) {
  constexpr size_t kIndent = 2;
  std::string text;
  for (const std::string& example : examples_of(app)) {
    const size_t remark = example.find("  #");
    const std::string about =
        remark == std::string::npos ? "" : example.substr(example.find('#', remark));
    const size_t end = example.find_last_not_of(' ', remark);
    const std::string command = example.substr(0, end + 1);
    const bool fits = width_of(example) + kIndent <= columns;
    // What is too long for one line has its remark above it.
    if (!fits && !about.empty()) text += "  " + style.dim + about + style.plain + "\n";
    text +=
        "  " + (fits ? example.substr(0, remark) : wrapped_command(command, columns - kIndent, 4));
    if (fits && !about.empty()) text += style.dim + example.substr(remark) + style.plain;
    text += "\n";
  }
  return text.empty() ? "" : "\n" + style.bold + "Examples" + style.plain + "\n" + text;
}

}  // namespace

std::vector<OptionGroup> option_groups(const CLI::App& app) {
  std::vector<OptionGroup> groups;
  for (const CLI::Option* option : app.get_options()) {
    if (option == app.get_help_ptr() || option->get_group().empty() || app.get_parent() == nullptr)
      continue;
    std::string name = option->get_group();
    if (name == "Options" && option->get_positional()) name = "Arguments";
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const OptionGroup& g) { return g.name == name; });
    if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
    group->options.push_back(help_of(*option));
  }
  return groups;
}

OptionGroup global_options_help(const CLI::App& app) {
  const CLI::App* root = &app;
  while (root->get_parent() != nullptr) root = root->get_parent();
  OptionGroup group{"Common options", {}};
  for (const CLI::Option* option : root->get_options()) {
    if (!option->get_group().empty()) group.options.push_back(help_of(*option));
  }
  return group;
}

std::vector<std::string> examples_of(const CLI::App& app) {
  std::vector<std::string> lines = CLI::detail::split(app.get_footer(), '\n');
  for (std::string& line : lines) {
    for (const char* lead : {"Examples:", "Example:"}) {
      if (line.rfind(lead, 0) == 0) line.erase(0, std::string(lead).size());
    }
    line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
  }
  lines.erase(std::remove(lines.begin(), lines.end(), ""), lines.end());
  return lines;
}

std::string usage_of(const CLI::App& app) {
  std::string text = command_name(app);
  if (!commands_of(app).empty()) text += " COMMAND";
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional() || option->get_group().empty()) continue;
    const std::string name = upper(option->get_name(true));
    text += option->get_required() ? " " + name : " [" + name + "]";
  }
  return text + " [OPTIONS]";
}

std::string help_text(const CLI::App& app) {
  const Style style = style_of(STDOUT_FILENO);
  const auto columns = static_cast<size_t>(page_columns());
  std::string text = wrapped(app.get_description(), columns, 0) + "\n";
  text += example_lines(app, style, columns);
  text += "\n" + style.bold + "Usage" + style.plain + "\n  " + usage_of(app) + "\n";
  text += command_lines(app, style, columns);
  for (const OptionGroup& group : option_groups(app)) text += option_lines(group, style, columns);
  text += option_lines(global_options_help(app), style, columns);
  if (app.get_parent() == nullptr) {
    text += "\n" +
            wrapped(
                "footfall help COMMAND tells about one. Options without a command belong to "
                "simulate. Any option may also be set by FOOTFALL_NAME in the environment "
                "or in footfall.yaml; footfall config show lists them.",
                columns, 0) +
            "\n";
  }
  return text;
}

std::string short_help_text(const CLI::App& root) {
  const Style style = style_of(STDOUT_FILENO);
  const auto columns = static_cast<size_t>(page_columns());
  return wrapped(root.get_description(), columns, 0) + "\n" + example_lines(root, style, columns) +
         command_lines(root, style, columns) + "\n" +
         "footfall help, or footfall help COMMAND, tells more.\n";
}

}  // namespace footfall
