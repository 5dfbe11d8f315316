// Holds first_difference: recomputes the rows of a table one by one, to find the row that a hash
// cannot name.
#pragma once
#include "run/data_set.h"

namespace footfall {

// Returns the first row at which the files of a table leave their scenario, or `otherwise` when
// none can be named.
Error first_difference(const DataSet& data, Table table,
                       const std::vector<const WrittenFile*>& files, const Error& otherwise);

}  // namespace footfall
