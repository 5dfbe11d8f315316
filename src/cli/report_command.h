// Holds the report of a data set, as `simulate --export-summary` asks for it.
#pragma once
#include <string>

namespace footfall {

// Writes the report of the data set in `folder`; returns the exit code.
int export_summary(const std::string& folder);

}  // namespace footfall
