#include "run/data_set.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/data_folder.h"
#include "run/manifest.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

Error damaged(const std::string& folder, const std::string& what) {
  return {ErrorCategory::kInput, folder + "/manifest.json: " + what, folder + "/manifest.json"};
}

Result<WrittenFile> listed_file(const std::string& folder, const Json& json) {
  WrittenFile file{json.at("path"), json.at("table"), json.at("rows"), json.at("bytes"),
                   json.at("checksum")};
  if (file.table != kEveryTable && !table_of(file.table))
    return damaged(folder, "no such table: " + file.table);
  if (file.path.empty() || file.path[0] == '/' || file.path.find("..") != std::string::npos)
    return damaged(folder, "a file must lie inside the data set, not at " + file.path);
  file.min_date = parse_date(json.at("min_date").get<std::string>());
  file.max_date = parse_date(json.at("max_date").get<std::string>());
  if (!file.min_date || !file.max_date) return damaged(folder, file.path + " has no dates");
  return file;
}

Result<DataSet> read_manifest(const std::string& folder, const std::string& text) {
  const Json json = Json::parse(text);
  if (json.at("footfall_manifest") != kManifestVersion)
    return damaged(folder, "another manifest version than " + std::to_string(kManifestVersion));
  DataSet data;
  data.folder = folder;
  data.data_version = json.at("data_version");
  data.seed = json.at("seed");
  const auto first = parse_date(json.at("period").at("start").get<std::string>());
  const auto last = parse_date(json.at("period").at("end").get<std::string>());
  if (!first || !last) return damaged(folder, "the period has no dates");
  data.first_day = *first;
  data.last_day = *last;
  data.scenario_json = json.at("scenario").dump();
  for (int t = 0; t < kTableCount; ++t) {
    const Json& entry = json.at("tables").at(std::string(schema_of(static_cast<Table>(t)).name));
    data.tables[static_cast<size_t>(t)] = {entry.at("rows"), entry.at("content_hash")};
  }
  for (const Json& entry : json.at("files")) {
    const auto file = listed_file(folder, entry);
    if (!file) return file.error();
    data.files.push_back(*file);
  }
  return data;
}

}  // namespace

Result<DataSet> read_data_set(const std::string& folder) {
  const auto text = read_data_manifest(folder);
  if (!text) return text.error();
  try {
    return read_manifest(folder, *text);
  } catch (const Json::exception& error) {
    return damaged(folder, json_mistake(error));
  }
}

Result<LoadedScenario> scenario_of(const DataSet& data) {
  if (data.data_version != kDataVersion) {
    return damaged(data.folder, "data version " + std::to_string(data.data_version) +
                                    "; this program recomputes version " +
                                    std::to_string(kDataVersion));
  }
  return parse_scenario(data.scenario_json, data.folder + "/manifest.json");
}

std::optional<Table> table_of(std::string_view name) {
  for (int t = 0; t < kTableCount; ++t) {
    if (schema_of(static_cast<Table>(t)).name == name) return static_cast<Table>(t);
  }
  return std::nullopt;
}

}  // namespace footfall
