// Holds Staging: a data set is written beside its target and put in place in one step, or not at
// all. What it may replace, and what a run that is killed leaves, is told in ARCHITECTURE.md.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "run/folder_contents.h"
#include "run/run_lock.h"

namespace footfall {

class Staging {
 public:
  // Makes the staging folder beside `target` (a link is followed), and the folders above it;
  // cleans up what a killed run to this target has left. Errors: kInput when the target may not be
  // replaced: only nothing, an empty folder, or with `overwrite` a data set without foreign files
  // may; kIo otherwise, also when another run writes to the target.
  static Result<Staging> open(const std::string& target, bool overwrite);
  ~Staging();  // removes what was staged and not put in place
  Staging(Staging&& other) noexcept;
  Staging& operator=(Staging&&) = delete;

  const std::string& folder() const { return folder_; }
  // Writes the manifest last, syncs, and puts the staged folder in place of the target. After an
  // error the target is as it was.
  Result<> commit(const std::string& manifest);
  // Returns what the user should know, once.
  std::vector<std::string> take_notes() { return std::exchange(notes_, {}); }

 private:
  Staging() = default;
  Result<> make_parents();
  Result<> recover();
  Result<> stage();
  Result<FolderContents> replaceable() const;
  Result<> place();
  Result<std::string> replace();
  Result<std::string> replace_by_two_renames();
  Error stranded(const Error& error, const std::string& earlier);
  Result<> discard(const std::string& path);
  std::string beside(const std::string& suffix) const;

  std::string target_, parent_, id_, folder_;  // folder_ is empty when nothing is staged
  bool overwrite_ = false;
  std::vector<std::string> made_parents_, notes_;
  std::optional<RunLock> lock_;
};

}  // namespace footfall
