// Holds where a data set comes from, as its manifest tells it: what a report says of its source.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

// How much larger amounts and numbers of transactions are on some days, by the scenario: relative
// changes, as the metrics uplift_festival and uplift_weekend and the dashboard measure them.
struct BuiltInEffect {
  std::string days;              // festival or weekend
  std::string persona;           // empty: all together
  std::optional<double> amount;  // of a transaction
  std::optional<double> visits;  // transactions a day
};

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
  std::vector<BuiltInEffect> built_in;  // of simulated data; filled by who knows scenarios
};

// Returns what a scenario is called for people: by its name, or by its file where it has none:
// "india_retail.yaml" is "India retail".
std::string title_of_scenario(const std::string& name, const std::string& path);

// Reads the manifest of a data set of ours. Errors: kIo, kInput.
Result<Provenance> read_provenance(const std::string& folder);

}  // namespace footfall
