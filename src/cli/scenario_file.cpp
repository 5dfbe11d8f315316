#include "cli/scenario_file.h"

#include <algorithm>
#include <filesystem>

#include "base/nearest_word.h"
#include "cli/message.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "scenarios";

// Folders that may hold the scenarios that ship: installed, and in the source tree.
std::vector<fs::path> shipped_folders() {
  std::error_code code;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  if (code) return {};
  const fs::path above = program.parent_path().parent_path();
  return {above / "share/footfall" / kFolder, above / kFolder};
}

bool is_file(const fs::path& path) {
  std::error_code code;
  return fs::exists(path, code) && !fs::is_directory(path, code);
}

Error not_found(const std::string& name) {
  std::error_code code;
  if (fs::is_directory(name, code)) {
    return {ErrorCategory::kIo, "cannot read " + name + ": it is a folder, not a scenario file",
            name};
  }
  std::string message = "there is no scenario " + name;
  const std::vector<std::string> names = shipped_scenarios();
  const std::string nearest = nearest_word(fs::path(name).stem().string(), names);
  if (!nearest.empty()) {
    message += "; did you mean " + nearest + "?";
  } else if (!names.empty()) {
    message += ", neither a file nor one that ships:";
    for (const std::string& one : names) message += " " + one;
  }
  return {ErrorCategory::kIo, message, name};
}

}  // namespace

std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> names;
  for (const fs::path& folder : shipped_folders()) {
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
      const std::string name = entry.path().stem().string();
      const bool known = std::find(names.begin(), names.end(), name) != names.end();
      if (entry.path().extension() == ".yaml" && !known) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<ScenarioPlace> scenario_place(const std::string& name) {
  if (name == "-") return ScenarioPlace{name, "<stdin>"};
  if (is_file(name) || name.find('/') != std::string::npos) return ScenarioPlace{name, name};
  const std::string file =
      name.size() > 5 && name.substr(name.size() - 5) == ".yaml" ? name : name + ".yaml";
  const std::string local = std::string(kFolder) + "/" + file;
  if (is_file(local)) return ScenarioPlace{local, local};
  for (const fs::path& folder : shipped_folders()) {
    if (is_file(folder / file)) return ScenarioPlace{(folder / file).string(), local};
  }
  return not_found(name);
}

Result<LoadedScenario> find_scenario(const std::string& name) {
  const auto place = scenario_place(name);
  if (!place) return place.error();
  auto checked = check_scenario(place->path);
  if (!checked) return checked.error();
  checked->loaded.path = place->shown;
  auto loaded = without_mistakes(std::move(*checked));
  if (loaded) {
    for (const std::string& warning : loaded->warnings) warn(warning);
  }
  return loaded;
}

}  // namespace footfall
