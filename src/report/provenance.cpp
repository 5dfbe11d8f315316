#include "report/provenance.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/data_folder.h"
#include "base/hash.h"

namespace footfall {

namespace {

using Json = nlohmann::json;

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// Returns a member that is an object, or an empty one.
Json object_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : Json::object();
}

std::optional<uint64_t> number_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return {};
  return found->get<uint64_t>();
}

}  // namespace

std::string title_of_scenario(const std::string& name, const std::string& path) {
  if (!name.empty()) return name;
  std::string title = std::filesystem::path(path).stem().string();
  for (char& c : title) {
    if (c == '_' || c == '-') c = ' ';
  }
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

Result<Provenance> read_provenance(const std::string& folder) {
  const auto text = read_data_manifest(folder);
  if (!text) return text.error();
  const Json manifest = Json::parse(*text, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("footfall_manifest")) {
    return Error{ErrorCategory::kInput, folder + " is not a data set of footfall (no manifest)",
                 folder};
  }
  Provenance from;
  from.origin = "simulated";
  Sha256 hash;
  hash.update(text->data(), text->size());
  from.manifest_hash = hash.finish();
  from.scenario = text_of(manifest, "scenario_file");
  from.scenario_hash = text_of(manifest, "scenario_sha256");
  const Json scenario = object_of(manifest, "scenario");
  from.title = title_of_scenario(text_of(scenario, "name"), from.scenario);
  from.program_version = text_of(manifest, "program_version");
  from.seed = number_of(manifest, "seed");
  if (const auto version = number_of(manifest, "data_version"))
    from.data_version = static_cast<int>(*version);
  const auto tables = manifest.find("tables");
  if (tables != manifest.end() && tables->is_object()) {
    for (const auto& [name, table] : tables->items()) {
      if (!table.is_object()) continue;
      from.tables.push_back(
          {name, number_of(table, "rows").value_or(0), text_of(table, "content_hash")});
    }
  }
  return from;
}

}  // namespace footfall
