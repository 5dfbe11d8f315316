// Holds TableAppender, the fast way of rows into a table of DuckDB: columns of values, not SQL.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/database.h"

namespace footfall {

// Fill values() and texts of rows [0, n) with n <= capacity(), append(n), and so on; then close().
// Errors: kFailure with DuckDB's message. THREADS: one at a time, together with its database.
class TableAppender {
 public:
  // Rows that are not closed when the database goes are gone with it; close() says so.
  static Result<TableAppender> open(Database& database, const std::string& table);

  TableAppender(TableAppender&&) noexcept;
  TableAppender& operator=(TableAppender&&) noexcept;
  ~TableAppender();

  // Returns how many rows are taken at a time.
  size_t capacity() const;
  // Returns where the values of a column go, capacity() of the type that visit_values() gives them.
  void* values(size_t column);
  // Sets a value of a VARCHAR column. REQUIRES: UTF-8.
  void set_text(size_t column, size_t row, std::string_view text);
  void set_missing(size_t column, size_t row);
  // Adds rows [0, count) to the table; all their values are to be set anew.
  Result<> append(size_t count);
  // Ends the adding; until then the table may hold fewer rows.
  Result<> close();

 private:
  struct Handles;
  explicit TableAppender(std::unique_ptr<Handles> handles);
  std::unique_ptr<Handles> handles_;
};

}  // namespace footfall
