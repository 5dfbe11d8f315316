// Holds where the data of a report come from, for the commands that make reports and check them.
#pragma once
#include "base/result.h"
#include "cli/data_flags.h"
#include "report/provenance.h"

namespace footfall {

// Returns what is known of the data that the flags name. Errors: as read_provenance.
Result<Provenance> provenance_of(const DataFlags& flags);

}  // namespace footfall
