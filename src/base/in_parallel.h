// Holds how independent tasks share the machine's threads.
#pragma once
#include <cstddef>
#include <functional>

namespace footfall {

// Returns how many threads the machine runs at once, at least 1.
int all_threads();

// Runs task(0) to task(count - 1), `threads` of them at once, 0 for all the machine's, and returns
// when all are done; the calling thread works as well. Of the exceptions of tasks one is thrown on.
void in_parallel(size_t count, int threads, const std::function<void(size_t)>& task);

}  // namespace footfall
