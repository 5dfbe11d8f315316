// Holds the manifest: what a data set is, from which scenario it came, and how to check it.
#pragma once
#include <string>

#include "model/scenario_yaml.h"
#include "run/run.h"

namespace footfall {

inline constexpr const char* kProgramVersion = "0.1.0";
inline constexpr int kManifestVersion = 1;

// Returns the scenario with every default filled in, as JSON text that parse_scenario reads back.
std::string resolved_scenario(const Scenario& scenario);

// Returns the text of manifest.json.
std::string make_manifest(const LoadedScenario& loaded, const RunTotals& totals);

// Returns the SHA-256 of a text, 64 hexadecimal digits.
std::string sha256_of(const std::string& text);

}  // namespace footfall
