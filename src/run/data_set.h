// Holds DataSet, a finished run as its manifest tells it.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "model/scenario_yaml.h"
#include "sink/sink.h"

namespace footfall {

// What WrittenFile calls a file of every table: a database.
inline constexpr const char* kEveryTable = "all";

struct DataSet {
  struct TableEntry {
    uint64_t rows = 0;
    std::string content_hash;
  };
  std::string folder, scenario_json;
  int data_version = 0;
  uint64_t seed = 0;
  Day first_day = 0, last_day = 0;
  std::array<TableEntry, kTableCount> tables;
  std::vector<WrittenFile> files;  // a table's files in row order
};

// Reads the manifest of a folder. Errors: kInput when there is none or it is damaged.
Result<DataSet> read_data_set(const std::string& folder);

// Reads back the scenario of a data set. Error: kInput, also when another data version made it.
Result<LoadedScenario> scenario_of(const DataSet& data);

// Returns the table of a name; nothing when there is none.
std::optional<Table> table_of(std::string_view name);

}  // namespace footfall
