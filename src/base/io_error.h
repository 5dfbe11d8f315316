// Holds io_error: what the system refused, as an Error that names the path and the cause.
#pragma once
#include <cerrno>
#include <cstring>
#include <string>

#include "base/result.h"

namespace footfall {

// Returns kIo, "cannot WHAT PATH: cause"; the cause is errno unless given.
inline Error io_error(const std::string& what, const std::string& path, int cause = errno) {
  return {ErrorCategory::kIo, "cannot " + what + " " + path + ": " + std::strerror(cause), path};
}

}  // namespace footfall
