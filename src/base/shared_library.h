// Holds load_library: what is too large to start with is loaded when it is first needed.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

// Returns the handle of the first library of `paths` that can be loaded; it stays loaded. Error:
// kUnavailable with `failure`, and of each path why not.
Result<void*> load_library(const std::vector<std::string>& paths, const std::string& failure);

}  // namespace footfall
