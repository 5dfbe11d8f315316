// Holds first_difference, which makes rows anew from their identifiers alone; so it names a row
// that a hash cannot.
#pragma once
#include <vector>

#include "run/data_set.h"

namespace footfall {

// Returns the first row at which the files of a table leave their scenario, or `otherwise` when
// none can be named. `files` are of one format, in row order.
Error first_difference(const DataSet& data, Table table,
                       const std::vector<const WrittenFile*>& files, const Error& otherwise);

}  // namespace footfall
