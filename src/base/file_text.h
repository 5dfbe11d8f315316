// Holds read_file: a whole file as text, refused where a reader could wait or drown (a FIFO, a
// device, gigabytes). Scenarios, settings and manifests are read by it.
#pragma once
#include <cstddef>
#include <string>

#include "base/result.h"

namespace footfall {

// Returns the bytes of a regular file of at most `most_bytes`. Errors, "cannot read PATH: why": kIo
// where the system refuses, also where it is a folder or no regular file, kInput where it is
// larger.
Result<std::string> read_file(const std::string& path, size_t most_bytes);

// As read_file; "-" is standard input, and pipes that the program was started with (/dev/stdin,
// /dev/fd/63 of a shell's `<(…)`) are read to their end, no further than `most_bytes`.
Result<std::string> read_input(const std::string& path, size_t most_bytes);

}  // namespace footfall
