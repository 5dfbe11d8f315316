// Holds the page without data as it is built into the program: cmake/DashboardPage.cmake writes the
// values.
#pragma once
#include <cstddef>

namespace footfall {

extern const unsigned char kPageBytes[];  // gzip
extern const size_t kPageSizeBytes;       // 0 when the build has no page

}  // namespace footfall
