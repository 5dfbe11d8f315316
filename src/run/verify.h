// Holds verify_data_set, which holds the files of a data set to their manifest: bytes, values,
// keys, order, sums and ranges.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "run/data_set.h"

namespace footfall {

struct VerifyTotals {
  uint64_t files = 0, bytes = 0, rows = 0;  // rows read back
  std::vector<std::string> notes;           // what was not looked at, and why
};

// Is told what share of the rows has been read, 0 to 1; false stops.
using OnVerified = std::function<bool(double share)>;

// Reads every file and compares it with the manifest, and some thousand rows with what the
// manifest's scenario makes of them. Error: kGate that names the first difference by file, table
// and row (1 is the first row of data), or the manifest; kIo when a file cannot be read;
// kInterrupted when `on_verified` said so.
Result<VerifyTotals> verify_data_set(const DataSet& data, const OnVerified& on_verified = nullptr);

}  // namespace footfall
