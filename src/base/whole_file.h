// Holds WholeFile: a file is written beside its target and put in place by one rename, so that
// there is the earlier file or the new one, never half of either.
#pragma once
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/result.h"

namespace footfall {

class WholeFile {
 public:
  // Makes an empty file beside `target` (a link is followed). What is no regular file, such as a
  // FIFO or /dev/stdout, is written to as it is. Errors: kInput when a file lies there and
  // `overwrite` is not given, or a folder; kIo when no file can be made.
  static Result<WholeFile> begin(const std::string& target, bool overwrite);
  ~WholeFile();  // removes what was not put in place
  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;

  // Path of the file to fill, for writers that take one.
  const std::string& path() const { return path_; }
  // The target as it was named, for messages.
  const std::string& target() const { return shown_; }
  // Appends bytes. Error: kIo that names the target and the cause.
  Result<> write(std::string_view bytes);
  // Syncs, and puts the file in place. Error: kIo, or kInput when a file has come to lie there
  // that may not be replaced; the target is as it was then.
  Result<> commit();

 private:
  WholeFile() = default;

  std::string target_, shown_, path_;  // the real target, as it was named, and the file to fill
  Descriptor descriptor_{-1};
  bool overwrite_ = false, staged_ = false;
};

}  // namespace footfall
