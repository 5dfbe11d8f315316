// Holds Encoded: the bytes that encode() makes of a batch, in memory that is reused and never
// cleared (a vector would zero it for every batch).
#pragma once
#include <cstddef>
#include <memory>

#include "base/check.h"

namespace footfall {

class Encoded {
 public:
  // Returns room for at least `capacity` bytes, uninitialised; whatever was held is gone.
  char* make_room(size_t capacity) {
    size_ = 0;
    if (capacity > capacity_) {
      data_.reset();
      data_ = std::make_unique_for_overwrite<char[]>(capacity);
      capacity_ = capacity;
    }
    return data_.get();
  }
  // Says how many bytes of the room were filled.
  void set_size(size_t size_bytes) {
    check(size_bytes <= capacity_, "more encoded than there was room for");
    size_ = size_bytes;
  }
  void clear() { size_ = 0; }
  const char* data() const { return data_.get(); }
  size_t size() const { return size_; }

 private:
  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0, size_ = 0;
};

}  // namespace footfall
