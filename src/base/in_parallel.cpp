#include "base/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace footfall {

int all_threads() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

void in_parallel(size_t count, int threads, const std::function<void(size_t)>& task) {
  const size_t most = static_cast<size_t>(threads > 0 ? threads : all_threads());
  std::atomic<size_t> next = 0;
  std::exception_ptr thrown;
  std::mutex guards_thrown;
  const auto work = [&] {
    try {
      for (size_t i = next++; i < count; i = next++) task(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(guards_thrown);
      thrown = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < std::min(most, count); ++i) {
    try {
      others.emplace_back(work);
    } catch (const std::system_error&) {
      break;  // fewer threads do the same work
    }
  }
  work();
  for (std::thread& other : others) other.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace footfall
