// Holds Session: a DuckDB in memory, the only way in which analytics speaks SQL. session.cpp is the
// one file that knows DuckDB; results leave it as typed columns.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analytics/frame.h"
#include "base/result.h"

namespace footfall {

// A value bound to a statement's parameter; monostate is NULL.
using Value = std::variant<std::monostate, bool, int64_t, double, std::string>;

// Values by the parameter's name without its $; what a statement does not name is left out.
using Parameters = std::map<std::string, Value, std::less<>>;

struct SessionOptions {
  int threads = 0;           // 0 leaves it to DuckDB: all cores
  int64_t memory_bytes = 0;  // 0 leaves it to DuckDB: four fifths of the memory
  // Called every tenth of a second while a statement runs, with its share done in [0, 1], or -1
  // when that is unknown; returning false interrupts the statement.
  std::function<bool(double)> on_progress;
};

// THREADS: one at a time.
class Session {
 public:
  // Errors: kUnavailable without DuckDB's library.
  static Result<Session> open(const SessionOptions& options = {});

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

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
  class Connection;
  explicit Session(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace footfall
