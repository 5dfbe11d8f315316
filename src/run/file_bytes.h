// Holds FileBytes: size and checksum of a file as it was read, to be held to the manifest.
#pragma once
#include "base/checksum.h"
#include "base/result.h"
#include "sink/sink.h"

namespace footfall {

class FileBytes {
 public:
  // Counts and hashes the way `listed` was.
  explicit FileBytes(const WrittenFile& listed);
  void add(const char* data, size_t size_bytes);
  // Adds all of a file. Error: kIo.
  Result<> add_file(const std::string& path);
  // Says how the bytes differ from those listed, or nothing. Called once.
  std::string difference(const WrittenFile& listed);

 private:
  uint64_t size_bytes_ = 0;
  Checksum checksum_;
};

}  // namespace footfall
