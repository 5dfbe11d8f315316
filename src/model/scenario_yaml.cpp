#include "model/scenario_yaml.h"

#include <algorithm>

#include "base/file_text.h"
#include "model/scenario_sections.h"
#include "model/yaml_tree.h"

namespace footfall {

namespace {

constexpr size_t kMaxMistakesShown = 1000;

// Errors of files are told as all others of scenarios are.
Result<std::string> read_scenario_file(const std::string& path) {
  auto text = read_input(path, kMaxYamlBytes);
  if (text) return text;
  Error error = text.error();
  error.message = "scenario: " + error.message;
  return error;
}

CheckedScenario checked(std::string text, const std::string& path) {
  CheckedScenario out;
  out.loaded.path = path;
  auto document = parse_yaml(text);
  if (document.refusal.empty()) {
    Mistakes found;
    out.loaded.scenario = read_scenario(document.root, found);
    out.mistakes = found.mistakes();
    out.warnings = found.warnings();
    out.period_notes = found.period_notes();
  } else {
    out.mistakes = {{document.line, "", "", document.refusal, ""}};
  }
  out.loaded.text = std::move(text);
  return out;
}

}  // namespace

Result<CheckedScenario> check_scenario(const std::string& path) {
  auto text = read_scenario_file(path);
  if (!text) return text.error();
  return checked(std::move(*text), path == "-" ? "<stdin>" : path);
}

Result<LoadedScenario> without_mistakes(CheckedScenario checked) {
  for (const Mistake& warning : checked.warnings)
    checked.loaded.warnings.push_back(placed_text(warning, checked.loaded.path, "warning: "));
  if (checked.mistakes.empty()) return std::move(checked.loaded);
  std::string all;
  const size_t count = checked.mistakes.size(), shown = std::min(count, kMaxMistakesShown);
  for (size_t i = 0; i < shown; ++i)
    all += placed_text(checked.mistakes[i], checked.loaded.path) + "\n";
  all += std::to_string(count) + (count == 1 ? " mistake" : " mistakes");
  if (shown < count) all += ", " + std::to_string(count - shown) + " of them not shown";
  return Error{ErrorCategory::kInput, all, checked.loaded.path};
}

Result<LoadedScenario> load_scenario(const std::string& path) {
  auto found = check_scenario(path);
  if (!found) return found.error();
  return without_mistakes(std::move(*found));
}

Result<LoadedScenario> parse_scenario(std::string text, const std::string& path) {
  return without_mistakes(checked(std::move(text), path));
}

}  // namespace footfall
