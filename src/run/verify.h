// Holds DataSet, a finished run as its manifest tells it, and verify_data_set, which holds the
// files to it: bytes, values, keys, sums and ranges.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "model/scenario_yaml.h"
#include "sink/sink.h"

namespace footfall {

struct DataSet {
  struct TableEntry {
    uint64_t rows = 0;
    std::string content_hash;
  };
  std::string folder, scenario_json;
  int data_version = 0;
  Day first_day = 0, last_day = 0;
  std::array<TableEntry, kTableCount> tables;
  std::vector<WrittenFile> files;
};

// Reads the manifest of a folder. Errors: kInput when there is none or it is damaged.
Result<DataSet> read_data_set(const std::string& folder);

// Reads back the scenario of a data set. Error: kInput, also when another data version made it.
Result<LoadedScenario> scenario_of(const DataSet& data);

struct VerifyTotals {
  uint64_t files = 0, bytes = 0, rows = 0;  // rows read back
  std::vector<std::string> notes;           // what was not looked at, and why
};

// Reads every file once and compares it with the manifest. Error: kGate that names the first
// difference by file, table and row (1 is the first row of data); kIo when a file cannot be read.
Result<VerifyTotals> verify_data_set(const DataSet& data);

}  // namespace footfall
