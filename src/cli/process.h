// Holds what the program does about its process: closed or full standard streams and running out of
// memory, which may never end in a crash.
#pragma once
#include <functional>

namespace footfall {

// Runs the program; returns its exit code.
int run_guarded(const std::function<int()>& program);

}  // namespace footfall
