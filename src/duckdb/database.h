// Holds Database, the one way to DuckDB, and the rows that it returns. DuckDB is large, so its
// library is loaded when the first database is opened, and never linked.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "duckdb/column.h"

namespace footfall {

struct DatabaseConnection;
struct DatabaseResult;

// A value bound to a statement's parameter; monostate is NULL.
using Value = std::variant<std::monostate, bool, int64_t, double, std::string>;

// Values by the parameter's name without its $; what a statement does not name is left out.
using Parameters = std::map<std::string, Value, std::less<>>;

struct DatabaseOptions {
  std::string path;  // of a file, made where there is none; empty: memory
  std::map<std::string, std::string> settings;  // as SET takes them, in force before it is opened
};

struct StatementOptions {
  Parameters parameters;
  bool is_streamed = false;  // rows are computed when they are fetched, not gathered in memory
  // Called every tenth of a second while a statement runs, with its share done in [0, 1], or -1
  // when that is unknown; returning false interrupts the statement.
  std::function<bool(double)> on_progress;
};

// What a text of SQL would do.
struct StatementOutline {
  size_t statements = 0;
  bool is_select = false;               // these two of its only statement
  std::vector<DatabaseColumn> columns;  // names and types alone
};

// The rows of a statement, fetched some at a time. They may outlive the Database.
// THREADS: one at a time.
class DatabaseRows {
 public:
  explicit DatabaseRows(std::unique_ptr<DatabaseResult> result);
  DatabaseRows(DatabaseRows&&) noexcept;
  DatabaseRows& operator=(DatabaseRows&&) noexcept;
  ~DatabaseRows();

  std::vector<DatabaseColumn> columns() const;

  // Fetches the next rows, in order, and returns how many; 0 when there are no more. Error:
  // kFailure with DuckDB's message.
  Result<size_t> fetch();

  // Returns a column of the rows fetched last; valid until the next fetch. REQUIRES: there are any.
  ColumnValues values(size_t column) const;

 private:
  std::unique_ptr<DatabaseResult> result_;
  bool has_ended_ = false;
};

// THREADS: one at a time.
class Database {
 public:
  // Errors: kUnavailable without DuckDB's library, kFailure with DuckDB's message.
  static Result<Database> open(const DatabaseOptions& options = {});

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Runs statements, separated by semicolons, one after another; returns the rows of the last.
  // Errors: kFailure with DuckDB's message, kInterrupted.
  Result<DatabaseRows> run(std::string_view sql, const StatementOptions& options = {});

  // Tells what `sql` would do, without doing it. Error: kFailure with DuckDB's message.
  Result<StatementOutline> describe(std::string_view sql);

  // For TableAppender.
  DatabaseConnection& connection() { return *connection_; }

 private:
  explicit Database(std::unique_ptr<DatabaseConnection> connection);
  std::unique_ptr<DatabaseConnection> connection_;
};

}  // namespace footfall
