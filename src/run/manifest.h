// Holds the manifest: what a data set is, from which scenario it came, and how to check it.
#pragma once
#include <exception>
#include <string>

#include "model/scenario_yaml.h"
#include "run/run.h"

namespace footfall {

inline constexpr const char* kProgramVersion = "0.1.0";
inline constexpr int kManifestVersion = 1;
inline constexpr const char* kManifestName = "manifest.json";
// A month of every table for 200 years takes 8 MiB.
inline constexpr size_t kMostManifestBytes = 64 << 20;

// Returns the scenario with every default filled in, as JSON text that parse_scenario reads back.
std::string resolved_scenario(const Scenario& scenario);

// Returns the text of manifest.json.
std::string make_manifest(const LoadedScenario& loaded, const RunTotals& totals);

// The member that makes a manifest.json one of ours: that of a data set, or of a report inside one.
inline constexpr const char* kDataSetMark = "footfall_manifest";
inline constexpr const char* kReportMark = "footfall_report";

struct ListedFile {
  std::string path;  // relative to the manifest's folder
  uint64_t bytes = 0;
};

// Reads what a manifest lists. Error: kInput when it lacks the mark, or is damaged.
// FORMAT: {MARK: version, "files": [{"path": …, "bytes": …}, …], …}
Result<std::vector<ListedFile>> listed_files(const std::string& manifest, const char* mark);

// Returns what the JSON library says of a mistake, without its number of it.
std::string json_mistake(const std::exception& error);

// Returns the SHA-256 of a text, 64 hexadecimal digits.
std::string sha256_of(const std::string& text);

}  // namespace footfall
