// Holds compare_stored: the rows that a data set has of one transaction or customer, held against
// what was recomputed of it.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "run/data_set.h"
#include "run/row_texts.h"

namespace footfall {

struct StoredRows {
  std::vector<std::string> files;        // that were looked into
  std::vector<std::string> differences;  // "items.csv: quantity is 3, recomputed 2"
  std::vector<std::string> notes;        // what could not be looked into, and why
};

// Looks into every format of the table for the rows that begin with `id`, by halving text files and
// by the indexes of the others, and adds to `out` what differs from `expected`. A file that is gone
// or cannot be read is a note, as what was recomputed does not depend on it.
void compare_stored(const DataSet& data, Table table, int64_t id,
                    const std::vector<RowTexts>& expected, StoredRows& out);

}  // namespace footfall
