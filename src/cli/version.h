// Holds what --version prints.
#pragma once
#include <string>

namespace footfall {

// Returns "footfall 0.1.0", or an object with what decides the bytes of a data set.
std::string version_text(bool json);

}  // namespace footfall
