// Holds read_data_manifest: the text of a data set's manifest, or why a folder is no data set.
#pragma once
#include <string>

#include "base/result.h"

namespace footfall {

// Returns the text of FOLDER/manifest.json, at most 64 MiB. Errors: kInput where there is no
// folder, a file in its place, or a folder without a manifest; kIo where it may not be read.
Result<std::string> read_data_manifest(const std::string& folder);

}  // namespace footfall
