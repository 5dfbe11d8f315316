// Holds RunLock: keeps two runs from writing to one target, and tells the next run what one that
// was killed has left beside it.
// FORMAT: the file .NAME.footfall-lock beside the target NAME, held with flock by the living:
//   footfall run lock
//   process 4711
//   staging 0123456789ab        what the names of its folders end in
//   placing exchange            once it replaces a data set; or "rename", see Staging
#pragma once
#include <optional>
#include <string>

#include "base/result.h"

namespace footfall {

class RunLock {
 public:
  struct Record {
    std::string id;       // 12 hexadecimal digits
    std::string placing;  // "", "exchange" or "rename"
  };

  // Takes the lock file at `path`, for the target that messages name. Error: kIo, also when another
  // run holds it. A file system without locks gives a lock that holds nothing, see is_held().
  static Result<RunLock> take(const std::string& path, const std::string& target);
  ~RunLock();  // leaves the file to the next run, unless released
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;

  bool is_held() const { return descriptor_ >= 0; }
  // Returns what the last run has written, if it ended without releasing the lock.
  const std::optional<Record>& left_behind() const { return left_behind_; }
  // Writes a record, and to the disk once it says `placing`. Does nothing when the lock holds
  // nothing.
  Result<> write(const Record& record);
  // Removes the file. Call once nothing of the run but its data set is left.
  void release();

 private:
  RunLock(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  Result<> read(const std::string& target);

  int descriptor_;
  std::string path_;
  std::optional<Record> left_behind_;
};

}  // namespace footfall
