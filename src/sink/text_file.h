// Holds TextFile: an output file that counts and hashes what passes, and syncs before it closes.
#pragma once
#include <memory>
#include <string>

#include "base/checksum.h"
#include "base/result.h"

namespace footfall {

class TextFile {
 public:
  // Creates `path`, which must not exist, or takes standard output for "-"; `checksum` is xxh3 or
  // sha256. Error: kIo.
  static Result<std::unique_ptr<TextFile>> create(const std::string& path,
                                                  const std::string& checksum);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  // Writes all bytes, also to a slow or non-blocking pipe. Error: kIo with path and cause. When the
  // reader of standard output has gone, SIGPIPE ends the program as it does any filter; a program
  // that ignores the signal gets kIo.
  Result<> write(const char* data, size_t size_bytes);
  // Syncs a file and closes; returns the checksum as "xxh3:…" or "sha256:…". Called once.
  Result<std::string> close();
  uint64_t size_bytes() const { return size_bytes_; }

 private:
  TextFile(int descriptor, std::string name, bool standard_output, bool sha256);
  int descriptor_;
  const std::string name_;
  const bool standard_output_;
  uint64_t size_bytes_ = 0;
  Checksum checksum_;
};

}  // namespace footfall
