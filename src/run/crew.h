// Holds run_in_order: tasks done by several threads, each followed by a step in task order.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace footfall {

// Calls work(task, worker) for every task on `threads` threads, and then(task, worker) once all
// earlier ones have returned; stops early when `then` returns false. Returns whether all were done.
// THREADS: `then` runs one at a time; workers are numbered 0 to threads - 1.
inline bool run_in_order(size_t tasks, int threads, const std::function<void(size_t, int)>& work,
                         const std::function<bool(size_t, int)>& then) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::condition_variable turn_changed;
  size_t turn = 0;
  bool going = true;
  const auto serve = [&](int worker) {
    for (size_t task = next++; task < tasks; task = next++) {
      work(task, worker);
      std::unique_lock lock(mutex);
      turn_changed.wait(lock, [&] { return turn == task || !going; });
      if (!going) return;
      lock.unlock();
      const bool more = then(task, worker);
      lock.lock();
      going = going && more;
      ++turn;
      turn_changed.notify_all();
      if (!going) return;
    }
  };
  std::vector<std::thread> others;
  for (int worker = 1; worker < threads; ++worker) others.emplace_back(serve, worker);
  serve(0);
  for (std::thread& thread : others) thread.join();
  return going;
}

}  // namespace footfall
