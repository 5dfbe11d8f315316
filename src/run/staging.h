// Holds Staging: a data set is written beside its target and put in place in one step, or not at
// all.
#pragma once
#include <string>

#include "base/result.h"

namespace footfall {

class Staging {
 public:
  // Makes the staging folder beside `target`. Errors: kInput when the target exists and may not be
  // replaced (only a folder with our manifest may, and only with `overwrite`), kIo otherwise.
  static Result<Staging> open(const std::string& target, bool overwrite);
  ~Staging();  // removes what was staged and not put in place
  Staging(Staging&& other) noexcept;
  Staging& operator=(Staging&&) = delete;

  const std::string& folder() const { return folder_; }
  // Writes the manifest last, syncs, and exchanges the staged folder with the target.
  Result<> commit(const std::string& manifest);

 private:
  Staging(std::string target, std::string folder)
      : target_(std::move(target)), folder_(std::move(folder)) {}
  std::string target_, folder_;
};

}  // namespace footfall
