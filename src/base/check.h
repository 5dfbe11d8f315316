// Holds check(): programmer errors stop the program, in release builds too.
#pragma once
#include <cstdio>
#include <cstdlib>

namespace footfall {

// Aborts with `why` when `condition` is false.
inline void check(bool condition, const char* why) {
  if (condition) [[likely]]
    return;
  std::fprintf(stderr, "footfall: internal error: %s\n", why);
  std::abort();
}

}  // namespace footfall
