// Holds Descriptor, an open file that closes itself, and the loops that system calls ask for: they
// may be interrupted, and do a part.
#pragma once
#include <unistd.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace footfall {

class Descriptor {
 public:
  // Takes what open() returned, which may be an error.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

// Writes all bytes. Error: kIo, "cannot write PATH".
Result<> write_all(const Descriptor& file, std::string_view bytes, const std::string& path);

// Reads to the end, block by block. Error: kIo, "cannot read PATH".
Result<> read_blocks(const Descriptor& file, const std::string& path,
                     const std::function<void(const char* data, size_t size_bytes)>& on_block);

// Makes the names in a folder last through a loss of power. Errors: kIo, "cannot open PATH" and
// "cannot sync PATH"; a file system that cannot sync a folder is none.
Result<> sync_folder(const std::string& path);

}  // namespace footfall
