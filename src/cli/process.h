// Holds what the program does about its process: signals, closed or full standard streams, and
// running out of memory, which may never end in a crash.
#pragma once
#include <atomic>
#include <functional>

namespace footfall {

// Set by SIGINT, SIGTERM and SIGHUP once they are caught; long work looks at it between batches.
extern std::atomic<bool> stop_requested;

// From here on those signals only set stop_requested, unless they are ignored, and a closed pipe is
// an error of write: what is staged gets cleaned up.
void catch_stop_signals();
// Undoes that: nothing is left half done any more.
void release_stop_signals();

// Runs the program; returns its exit code.
int run_guarded(const std::function<int()>& program);

}  // namespace footfall
