#include "base/in_parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <new>
#include <set>
#include <thread>
#include <vector>

namespace footfall {
namespace {

TEST(InParallel, RunsEachTaskOnce) {
  for (const int threads : {0, 1, 2, 7}) {
    for (const size_t count : {0UL, 1UL, 2UL, 1000UL}) {
      std::vector<std::atomic<int>> runs(count);
      in_parallel(count, threads, [&](size_t i) { ++runs[i]; });
      for (const auto& each : runs) EXPECT_EQ(each, 1);
    }
  }
}

TEST(InParallel, TakesNoMoreThreadsThanAllowed) {
  for (const int threads : {1, 3}) {
    std::set<std::thread::id> seen;
    std::mutex guards_seen;
    in_parallel(200, threads, [&](size_t) {
      std::this_thread::yield();
      const std::lock_guard lock(guards_seen);
      seen.insert(std::this_thread::get_id());
    });
    EXPECT_LE(seen.size(), static_cast<size_t>(threads));
    if (threads == 1) {
      EXPECT_TRUE(seen.contains(std::this_thread::get_id()));
    }
  }
}

TEST(InParallel, ThrowsWhatATaskThrows) {
  for (const int threads : {1, 3}) {
    EXPECT_THROW(in_parallel(100, threads,
                             [](size_t i) {
                               if (i == 40) throw std::bad_alloc();
                             }),
                 std::bad_alloc);
  }
}

}  // namespace
}  // namespace footfall
