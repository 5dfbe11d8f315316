// Holds the flags that say which transactions a command reads, ours or the user's own, and how they
// are opened; shared by the commands of the reading half.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "analytics/own_data.h"
#include "base/result.h"
#include "base/whole_file.h"

namespace CLI {
class App;
}

namespace footfall {

struct DataFlags {
  std::string folder;             // of a data set of ours
  std::string source;             // its format to read
  OwnData own;                    // else the user's files
  std::vector<std::string> maps;  // ROLE=COLUMN,…
  std::string delimiter;
  std::string segments = "auto";  // of customers without personas: auto or none
  bool strict = false;
  int threads = 0;
};

// Adds the flags; `folder` becomes the next positional argument.
void add_data_flags(CLI::App& app, DataFlags& flags);

// Makes the file of --out beside its target, before anything is computed. Errors: kUsage when the
// target is what the command reads; else as WholeFile::begin.
Result<WholeFile> begin_output(const DataFlags& flags, const std::string& target, bool overwrite);

// Shows on standard error how far a statement is, once the whole takes more than a second.
class ReadingProgress {
 public:
  explicit ReadingProgress(bool is_shown);
  ~ReadingProgress();
  ReadingProgress(const ReadingProgress&) = delete;
  ReadingProgress& operator=(const ReadingProgress&) = delete;

  // Returns false when the user asked to stop.
  bool tell(double share);
  void clear();

 private:
  const bool is_shown_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  bool is_dirty_ = false;
};

// Opens the data and prints how they were understood to standard error. `out` is the file that SQL
// may write, or empty. Errors: as open_data_set and open_own_data; kGate when --strict found
// problems.
Result<Analysis> open_data(const DataFlags& flags, ReadingProgress& progress,
                           const std::string& out);

}  // namespace footfall
