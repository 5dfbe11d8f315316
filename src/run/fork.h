// Holds Fork, work that one sink shares out among the threads of a pipeline.
#pragma once
#include <cstddef>
#include <functional>
#include <new>

namespace footfall {

struct Fork {
  const std::function<void(size_t)>* task;
  size_t count, next = 0, done = 0;
  bool short_of_memory = false;

  // Does one task; returns whether memory sufficed. An exception must not pass threads that others
  // wait for.
  bool play(size_t index) const {
    try {
      (*task)(index);
    } catch (const std::bad_alloc&) {
      return false;
    }
    return true;
  }
};

}  // namespace footfall
