// Holds how the program is stopped: Ctrl-C and SIGTERM end long work at its next batch, a second
// Ctrl-C at once; a reader that has gone ends the program quietly.
#pragma once
#include <atomic>

namespace footfall {

// Set by the first signal; long work looks at it between batches.
extern std::atomic<bool> stop_requested;

// From here on SIGINT, SIGTERM and SIGHUP ask for a stop, and writing to a closed pipe is an error
// instead of the end: for work that must tidy up.
void stop_at_next_batch();

// The same for a server, which then gives the answers under way and ends.
void stop_after_answers();

// The program's way otherwise, whatever it was started with: a closed pipe ends it without a word.
void end_quietly_without_reader();

}  // namespace footfall
