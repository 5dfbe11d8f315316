// Holds Runs, the data sets that the server shows, by number.
#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "server/served_data.h"

namespace footfall {

// THREADS: any. Data sets are added, never taken away.
class Runs {
 public:
  void add(std::unique_ptr<ServedData> data) {
    const std::lock_guard lock(mutex_);
    data_.push_back(std::move(data));
  }
  size_t size() const {
    const std::lock_guard lock(mutex_);
    return data_.size();
  }
  // Returns a data set, or nothing.
  ServedData* find(size_t number) const {
    const std::lock_guard lock(mutex_);
    return number < data_.size() ? data_[number].get() : nullptr;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<ServedData>> data_;
};

}  // namespace footfall
