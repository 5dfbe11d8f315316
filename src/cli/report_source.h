// Holds where the data of a report come from, for the commands that make reports and check them.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/data_flags.h"
#include "report/provenance.h"
#include "report/report_folder.h"

namespace footfall {

// Returns what is known of the data that the flags name. Errors: as read_provenance.
Result<Provenance> provenance_of(const DataFlags& flags);

// Returns how the user's own files were read, for the manifest of the report in `folder`; without
// files where the flags name a data set. `notes` are those of the Analysis.
OwnSource own_source_of(const DataFlags& flags, const std::vector<std::string>& notes,
                        const std::string& folder);

// Sets the flags to what a report's manifest says of its own data. Prints which files are others
// than the report was made of.
void take_own_source(const OwnSource& own, const std::string& folder, DataFlags& flags);

// Sets maps and settings that the flags leave open to those of a report's manifest.
void take_own_options(const OwnSource& own, DataFlags& flags);

// Says that columns have another meaning than when the report was made: kGate, since no figure can
// agree.
Result<> compare_roles(const OwnSource& own, const std::vector<std::string>& notes);

}  // namespace footfall
