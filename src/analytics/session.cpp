#include "analytics/session.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "analytics/database_message.h"
#include "analytics/result_columns.h"
#include "base/in_parallel.h"
#include "duckdb/sql_text.h"
#include "duckdb/table_appender.h"

namespace footfall {

namespace {

Error input_error(std::string message) { return {ErrorCategory::kInput, std::move(message), ""}; }

// What DuckDB refuses is wrong in what it was given.
Error statement_error(const Error& error) {
  if (error.category == ErrorCategory::kInterrupted) return error;
  return input_error(plain_message(error.message));
}

const char* sql_type(const FrameColumn& column) {
  switch (column.kind) {
    case ValueKind::kInteger:
      return "BIGINT";
    case ValueKind::kReal:
      return "DOUBLE";
    case ValueKind::kFlag:
      return "BOOLEAN";
    case ValueKind::kDate:
      return "DATE";
    case ValueKind::kTimestamp:
      return "TIMESTAMP";
    case ValueKind::kText:
      break;
  }
  return "VARCHAR";
}

// Puts `count` values of a column, from row `begin` on, where the appender takes them.
void put(const FrameColumn& column, size_t begin, size_t count, TableAppender& to, size_t index) {
  for (size_t i = 0; i < count; ++i) {
    if (column.missing(begin + i)) to.set_missing(index, i);
  }
  const auto copy = [&](const auto& from, auto convert) {
    auto* const values = static_cast<decltype(convert(from[0]))*>(to.values(index));
    for (size_t i = 0; i < count; ++i) values[i] = convert(from[begin + i]);
  };
  switch (column.kind) {
    case ValueKind::kInteger:
      return copy(column.integers, [](int64_t value) { return value; });
    case ValueKind::kReal:
      return copy(column.reals, [](double value) { return value; });
    case ValueKind::kFlag:
      return copy(column.integers, [](int64_t value) { return value != 0; });
    case ValueKind::kDate:
      return copy(column.integers, [](int64_t value) { return static_cast<int32_t>(value); });
    case ValueKind::kTimestamp:
      return copy(column.integers, [](int64_t value) { return value * 1'000'000; });
    case ValueKind::kText:
      for (size_t i = 0; i < count; ++i) {
        if (!column.missing(begin + i)) to.set_text(index, i, column.texts[begin + i]);
      }
  }
}

Result<> fill(Database& database, const std::string& table, const Frame& frame) {
  auto appender = TableAppender::open(database, table);
  if (!appender) return appender.error();
  const size_t most = appender->capacity();
  for (size_t begin = 0; begin < frame.rows; begin += most) {
    const size_t count = std::min(most, frame.rows - begin);
    for (size_t c = 0; c < frame.columns.size(); ++c)
      put(frame.columns[c], begin, count, *appender, c);
    FOOTFALL_TRY(appender->append(count));
  }
  return appender->close();
}

}  // namespace

Result<Session> Session::open(const SessionOptions& options) {
  auto database = Database::open();
  if (!database) {
    const Error& why = database.error();
    if (why.category == ErrorCategory::kUnavailable) return why;
    return Error{ErrorCategory::kUnavailable, "cannot start DuckDB: " + why.message, ""};
  }
  Session session(std::move(*database), options.threads > 0 ? options.threads : all_threads(),
                  options.on_progress);
  std::error_code ignored;
  const auto spill =
      std::filesystem::temp_directory_path(ignored) / ("footfall-" + std::to_string(::getpid()));
  std::string sql = "SET temp_directory = " + sql_literal(spill.string()) +
                    "; SET autoinstall_known_extensions = false" +
                    "; SET autoload_known_extensions = false" +
                    "; SET ieee_floating_point_ops = false";  // x / 0 is NULL
  if (options.threads > 0) sql += "; SET threads = " + std::to_string(options.threads);
  if (options.memory_bytes > 0)
    sql += "; SET memory_limit = '" + std::to_string(options.memory_bytes) + "B'";
  if (options.on_progress)
    sql += "; SET enable_progress_bar = true; SET enable_progress_bar_print = false";
  FOOTFALL_TRY(session.run(sql));
  return session;
}

Result<DatabaseRows> Session::rows_of(std::string_view sql, const Parameters& parameters) {
  auto rows = database_.run(sql, {parameters, false, on_progress_});
  if (!rows) return statement_error(rows.error());
  return rows;
}

Result<> Session::run(std::string_view sql, const Parameters& parameters) {
  FOOTFALL_TRY(rows_of(sql, parameters));
  return Done{};
}

Result<Frame> Session::fetch(std::string_view sql, const Parameters& parameters) {
  auto rows = rows_of(sql, parameters);
  if (!rows) return rows.error();
  return read_columns(*rows);
}

Result<Frame> Session::describe(std::string_view sql) {
  const auto outline = database_.describe(sql);
  if (!outline) return statement_error(outline.error());
  if (outline->statements > 1) {
    return input_error("query runs one SELECT, not " + std::to_string(outline->statements) +
                       " statements");
  }
  if (!outline->is_select) return input_error("query runs one SELECT and changes nothing");
  Frame frame;
  for (const DatabaseColumn& column : outline->columns)
    frame.columns.push_back(make_column(column.name, value_kind(column.type)));
  return frame;
}

Result<> Session::create_table(std::string_view name, const Frame& frame) {
  std::string columns;
  for (const FrameColumn& column : frame.columns) {
    columns += (columns.empty() ? "" : ", ") + sql_identifier(column.name) + " " + sql_type(column);
  }
  FOOTFALL_TRY(run("CREATE OR REPLACE TEMP TABLE " + sql_identifier(name) + " (" + columns + ")"));
  const auto filled = fill(database_, std::string(name), frame);
  if (filled) return Done{};
  return Error{ErrorCategory::kFailure,
               "cannot fill table " + std::string(name) + ": " + filled.error().message, ""};
}

Result<> Session::shut_out_files(const std::vector<std::string>& paths) {
  return run("SET allowed_paths = " + sql_list(paths) +
             "; SET enable_external_access = false; SET lock_configuration = true");
}

}  // namespace footfall
