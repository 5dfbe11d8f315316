// Holds where a data set comes from, as its manifest tells it: what a report says of its source.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

struct Provenance {
  struct Table {
    std::string name;
    uint64_t rows = 0;
    std::string content_hash;
  };
  std::string origin = "own";  // simulated or own
  std::string title;
  std::string manifest_hash;  // SHA-256 of manifest.json; as all below empty for own data
  std::string scenario, scenario_hash;
  std::string program_version;
  std::optional<uint64_t> seed;
  std::optional<int> data_version;
  std::vector<Table> tables;
  std::string locale;  // as en-IN
};

// Returns what a scenario's file is called for people: "india_retail.yaml" is "India retail".
std::string title_of_scenario(const std::string& path);

// Returns the locale that goes with a currency, by its ISO code.
std::string locale_of(const std::string& currency);

// Reads the manifest of a data set of ours. Errors: kIo, kInput.
Result<Provenance> read_provenance(const std::string& folder);

}  // namespace footfall
