// Holds verify_data_set, which holds the files of a data set to their manifest (bytes, values,
// keys, order, sums and ranges), and the manifest to its scenario.
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

// Is told what share of the work is done, 0 to 1, by one thread at a time; false stops.
using OnVerified = std::function<bool(double share)>;

// Reads every file and compares it with the manifest, which must list all files in the folders of
// tables; then plays the manifest's scenario, unless another data version made the rows, and
// compares all of them by content hash. Error: kGate that names the first difference by file, table
// and row (1 is the first row of data), or the manifest; kIo when a file cannot be read;
// kInterrupted when `on_verified` said so.
Result<VerifyTotals> verify_data_set(const DataSet& data, const OnVerified& on_verified = nullptr);

}  // namespace footfall
