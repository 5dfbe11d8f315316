// Holds Session: a DuckDB in memory, the only way in which analytics speaks SQL. Results leave it
// as typed columns.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/frame.h"
#include "base/result.h"
#include "duckdb/database.h"

namespace footfall {

struct SessionOptions {
  int threads = 0;                          // 0 leaves it to DuckDB: all cores
  int64_t memory_bytes = 0;                 // 0 leaves it to DuckDB: four fifths of the memory
  std::function<bool(double)> on_progress;  // as in StatementOptions
};

// THREADS: one at a time.
class Session {
 public:
  // Errors: kUnavailable without DuckDB's library.
  static Result<Session> open(const SessionOptions& options = {});

  // Returns how many threads statements, and other work beside them, may take.
  int threads() const { return threads_; }

  // Runs statements, separated by semicolons, one after another. Errors: kInput with DuckDB's
  // message, kInterrupted.
  Result<> run(std::string_view sql, const Parameters& parameters = {});

  // Runs one statement and returns its rows. Lists, structs and other nested values are refused:
  // cast them to VARCHAR.
  Result<Frame> fetch(std::string_view sql, const Parameters& parameters = {});

  // Checks that `sql` is one SELECT, and returns its columns without rows: those that are neither
  // numbers nor texts have kind kText. Errors name places in `sql` itself.
  Result<Frame> describe(std::string_view sql);

  // Makes a temporary table of a frame, in place of one of that name.
  Result<> create_table(std::string_view name, const Frame& frame);

  // Shuts every file out but `paths`, for the rest of the session.
  Result<> shut_out_files(const std::vector<std::string>& paths);

 private:
  Session(Database database, int threads, std::function<bool(double)> on_progress)
      : database_(std::move(database)), threads_(threads), on_progress_(std::move(on_progress)) {}
  Result<DatabaseRows> rows_of(std::string_view sql, const Parameters& parameters);

  Database database_;
  int threads_;
  std::function<bool(double)> on_progress_;
};

}  // namespace footfall
