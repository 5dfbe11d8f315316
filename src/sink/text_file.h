// Holds TextFile: an output file that counts and hashes what passes, and syncs before it closes.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/hash.h"
#include "base/result.h"

namespace footfall {

class TextFile {
 public:
  // Creates `path`, or takes stdout for "-"; `checksum` is xxh3 or sha256.
  static Result<std::unique_ptr<TextFile>> create(const std::string& path,
                                                  const std::string& checksum);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  // Writes all bytes, or returns kIo with path and cause.
  Result<> write(const char* data, size_t size_bytes);
  // Syncs and closes; returns the checksum as "xxh3:…" or "sha256:…".
  Result<std::string> close();
  uint64_t size_bytes() const { return size_bytes_; }

 private:
  TextFile(int descriptor, std::string path, bool sha256);
  int descriptor_;
  std::string path_;
  uint64_t size_bytes_ = 0;
  Hasher128 xxh3_;
  std::optional<Sha256> sha256_;
};

}  // namespace footfall
