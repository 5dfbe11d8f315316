#include "analytics/session.h"

#ifdef FOOTFALL_HAVE_DUCKDB

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include <duckdb.h>

#include "analytics/database_message.h"
#include "analytics/result_columns.h"
#include "analytics/sql_text.h"
#include "base/duckdb_library.h"

namespace footfall {

namespace {

// The functions of DuckDB that are called here.
struct Api {
  explicit Api(void* library) : symbol{library} {}
  LibrarySymbols symbol;

  decltype(&duckdb_open_ext) open_ext = symbol("duckdb_open_ext");
  decltype(&duckdb_close) close = symbol("duckdb_close");
  decltype(&duckdb_connect) connect = symbol("duckdb_connect");
  decltype(&duckdb_disconnect) disconnect = symbol("duckdb_disconnect");
  decltype(&duckdb_interrupt) interrupt = symbol("duckdb_interrupt");
  decltype(&duckdb_query_progress) query_progress = symbol("duckdb_query_progress");
  decltype(&duckdb_free) free = symbol("duckdb_free");
  decltype(&duckdb_extract_statements) extract_statements = symbol("duckdb_extract_statements");
  decltype(&duckdb_extract_statements_error) extract_statements_error =
      symbol("duckdb_extract_statements_error");
  decltype(&duckdb_destroy_extracted) destroy_extracted = symbol("duckdb_destroy_extracted");
  decltype(&duckdb_prepare_extracted_statement) prepare_extracted_statement =
      symbol("duckdb_prepare_extracted_statement");
  decltype(&duckdb_prepare_error) prepare_error = symbol("duckdb_prepare_error");
  decltype(&duckdb_destroy_prepare) destroy_prepare = symbol("duckdb_destroy_prepare");
  decltype(&duckdb_prepared_statement_type) prepared_statement_type =
      symbol("duckdb_prepared_statement_type");
  decltype(&duckdb_prepared_statement_column_count) prepared_statement_column_count =
      symbol("duckdb_prepared_statement_column_count");
  decltype(&duckdb_prepared_statement_column_name) prepared_statement_column_name =
      symbol("duckdb_prepared_statement_column_name");
  decltype(&duckdb_prepared_statement_column_type) prepared_statement_column_type =
      symbol("duckdb_prepared_statement_column_type");
  decltype(&duckdb_nparams) nparams = symbol("duckdb_nparams");
  decltype(&duckdb_parameter_name) parameter_name = symbol("duckdb_parameter_name");
  decltype(&duckdb_bind_null) bind_null = symbol("duckdb_bind_null");
  decltype(&duckdb_bind_boolean) bind_boolean = symbol("duckdb_bind_boolean");
  decltype(&duckdb_bind_int64) bind_int64 = symbol("duckdb_bind_int64");
  decltype(&duckdb_bind_double) bind_double = symbol("duckdb_bind_double");
  decltype(&duckdb_bind_varchar_length) bind_varchar_length = symbol("duckdb_bind_varchar_length");
  decltype(&duckdb_pending_prepared) pending_prepared = symbol("duckdb_pending_prepared");
  decltype(&duckdb_pending_error) pending_error = symbol("duckdb_pending_error");
  decltype(&duckdb_pending_execute_task) pending_execute_task =
      symbol("duckdb_pending_execute_task");
  decltype(&duckdb_pending_execution_is_finished) pending_execution_is_finished =
      symbol("duckdb_pending_execution_is_finished");
  decltype(&duckdb_destroy_pending) destroy_pending = symbol("duckdb_destroy_pending");
  decltype(&duckdb_execute_pending) execute_pending = symbol("duckdb_execute_pending");
  decltype(&duckdb_result_error) result_error = symbol("duckdb_result_error");
  decltype(&duckdb_destroy_result) destroy_result = symbol("duckdb_destroy_result");
  decltype(&duckdb_appender_create) appender_create = symbol("duckdb_appender_create");
  decltype(&duckdb_appender_error) appender_error = symbol("duckdb_appender_error");
  decltype(&duckdb_appender_end_row) appender_end_row = symbol("duckdb_appender_end_row");
  decltype(&duckdb_appender_close) appender_close = symbol("duckdb_appender_close");
  decltype(&duckdb_appender_destroy) appender_destroy = symbol("duckdb_appender_destroy");
  decltype(&duckdb_append_null) append_null = symbol("duckdb_append_null");
  decltype(&duckdb_append_bool) append_bool = symbol("duckdb_append_bool");
  decltype(&duckdb_append_int64) append_int64 = symbol("duckdb_append_int64");
  decltype(&duckdb_append_double) append_double = symbol("duckdb_append_double");
  decltype(&duckdb_append_varchar_length) append_varchar_length =
      symbol("duckdb_append_varchar_length");
  decltype(&duckdb_append_date) append_date = symbol("duckdb_append_date");
  decltype(&duckdb_append_timestamp) append_timestamp = symbol("duckdb_append_timestamp");
};

Error input_error(std::string message) { return {ErrorCategory::kInput, std::move(message), ""}; }

// What SQL text parses to: statements that can be prepared one by one.
struct Statements {
  Statements(const Api& api, duckdb_connection connection, std::string_view sql) : api(api) {
    count = api.extract_statements(connection, std::string(sql).c_str(), &handle);
    if (count > 0) return;
    const char* message = api.extract_statements_error(handle);
    error = message != nullptr ? message : "there is no SQL to run";
  }
  ~Statements() { api.destroy_extracted(&handle); }
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;

  const Api& api;
  duckdb_extracted_statements handle = nullptr;
  idx_t count = 0;
  std::string error;
};

// A statement with its parameters.
struct Prepared {
  Prepared(const Api& api, duckdb_connection connection, const Statements& from, idx_t index)
      : api(api) {
    is_good =
        api.prepare_extracted_statement(connection, from.handle, index, &handle) == DuckDBSuccess;
  }
  ~Prepared() { api.destroy_prepare(&handle); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  Error error() const { return input_error(plain_message(api.prepare_error(handle))); }

  Result<> bind(const Parameters& parameters) {
    for (idx_t i = 1; i <= api.nparams(handle); ++i) {
      const char* named = api.parameter_name(handle, i);
      const std::string name = named != nullptr ? named : "";
      api.free(const_cast<char*>(named));
      const auto found = parameters.find(name);
      if (found == parameters.end()) return input_error("no value for parameter $" + name);
      if (bind_one(i, found->second) != DuckDBSuccess)
        return input_error("cannot bind parameter $" + name);
    }
    return Done{};
  }

  duckdb_state bind_one(idx_t i, const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return api.bind_boolean(handle, i, *flag);
    if (const auto* whole = std::get_if<int64_t>(&value)) return api.bind_int64(handle, i, *whole);
    if (const auto* real = std::get_if<double>(&value)) return api.bind_double(handle, i, *real);
    if (const auto* text = std::get_if<std::string>(&value))
      return api.bind_varchar_length(handle, i, text->data(), text->size());
    return api.bind_null(handle, i);
  }

  const Api& api;
  duckdb_prepared_statement handle = nullptr;
  bool is_good = false;
};

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

}  // namespace

class Session::Connection {
 public:
  Connection(void* library, const SessionOptions& options)
      : api_(library), on_progress_(options.on_progress) {}
  ~Connection() {
    if (connection_ != nullptr) api_.disconnect(&connection_);
    if (database_ != nullptr) api_.close(&database_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<> open() {
    char* message = nullptr;
    if (api_.open_ext(nullptr, &database_, nullptr, &message) == DuckDBSuccess &&
        api_.connect(database_, &connection_) == DuckDBSuccess)
      return Done{};
    const std::string why = message != nullptr ? message : "no connection";
    api_.free(message);
    return Error{ErrorCategory::kUnavailable, "cannot start DuckDB: " + why, ""};
  }

  // Runs all statements of `sql`; returns the rows of the last if it `keeps` them.
  Result<Frame> run(std::string_view sql, const Parameters& parameters, bool keeps) {
    const Statements statements(api_, connection_, sql);
    if (!statements.error.empty()) return input_error(statements.error);
    for (idx_t i = 0; i < statements.count; ++i) {
      Prepared prepared(api_, connection_, statements, i);
      if (!prepared.is_good) return prepared.error();
      FOOTFALL_TRY(prepared.bind(parameters));
      auto frame = execute(prepared, keeps && i + 1 == statements.count);
      if (!frame || i + 1 == statements.count) return frame;
    }
    return Frame{};
  }

  Result<Frame> describe(std::string_view sql) {
    const Statements statements(api_, connection_, sql);
    if (!statements.error.empty()) return input_error(statements.error);
    if (statements.count > 1) {
      return input_error("query runs one SELECT, not " + std::to_string(statements.count) +
                         " statements");
    }
    const Prepared prepared(api_, connection_, statements, 0);
    if (!prepared.is_good) return prepared.error();
    if (api_.prepared_statement_type(prepared.handle) != DUCKDB_STATEMENT_TYPE_SELECT)
      return input_error("query runs one SELECT and changes nothing");
    Frame frame;
    for (idx_t c = 0; c < api_.prepared_statement_column_count(prepared.handle); ++c) {
      const char* name = api_.prepared_statement_column_name(prepared.handle, c);
      FrameColumn& column = frame.columns.emplace_back();
      column.name = name;
      column.kind = value_kind(api_.prepared_statement_column_type(prepared.handle, c));
      api_.free(const_cast<char*>(name));
    }
    return frame;
  }

  Result<> append(const std::string& table, const Frame& frame) {
    duckdb_appender appender = nullptr;
    bool is_good =
        api_.appender_create(connection_, nullptr, table.c_str(), &appender) == DuckDBSuccess;
    for (size_t row = 0; is_good && row < frame.rows; ++row) {
      for (const FrameColumn& column : frame.columns) append_value(appender, column, row);
      is_good = api_.appender_end_row(appender) == DuckDBSuccess;
    }
    is_good = is_good && api_.appender_close(appender) == DuckDBSuccess;
    const char* message = is_good ? nullptr : api_.appender_error(appender);
    const std::string why = message != nullptr ? message : "unknown reason";
    api_.appender_destroy(&appender);
    if (is_good) return Done{};
    return Error{ErrorCategory::kFailure, "cannot fill table " + table + ": " + why, ""};
  }

 private:
  Result<Frame> execute(const Prepared& prepared, bool keeps) {
    duckdb_pending_result pending = nullptr;
    std::string message;
    bool is_good = api_.pending_prepared(prepared.handle, &pending) == DuckDBSuccess;
    const bool is_interrupted = is_good && !wait(pending);
    duckdb_result result{};
    if (is_good) is_good = api_.execute_pending(pending, &result) == DuckDBSuccess;
    Result<Frame> frame = Frame{};
    if (is_interrupted) {
      frame = Error{ErrorCategory::kInterrupted, "interrupted", ""};
    } else if (!is_good) {
      const char* why = api_.pending_error(pending);
      if (why == nullptr) why = api_.result_error(&result);
      frame = input_error(why != nullptr ? plain_message(why) : "the statement failed");
    } else if (keeps) {
      frame = read_columns(api_.symbol.library, &result);
    }
    api_.destroy_result(&result);
    api_.destroy_pending(&pending);
    return frame;
  }

  // Works on a statement until it is done, and tells how far it is; false once it was interrupted.
  bool wait(duckdb_pending_result pending) {
    using Clock = std::chrono::steady_clock;
    auto told = Clock::now();
    for (;;) {
      const duckdb_pending_state state = api_.pending_execute_task(pending);
      if (api_.pending_execution_is_finished(state)) return true;
      if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE)
        std::this_thread::sleep_for(std::chrono::microseconds(100));
      if (!on_progress_ || Clock::now() - told < std::chrono::milliseconds(100)) continue;
      told = Clock::now();
      const double percent = api_.query_progress(connection_).percentage;
      if (on_progress_(percent < 0 ? -1.0 : percent / 100)) continue;
      api_.interrupt(connection_);
      return false;
    }
  }

  void append_value(duckdb_appender appender, const FrameColumn& column, size_t row) {
    if (column.missing(row)) {
      api_.append_null(appender);
      return;
    }
    switch (column.kind) {
      case ValueKind::kInteger:
        api_.append_int64(appender, column.integers[row]);
        return;
      case ValueKind::kReal:
        api_.append_double(appender, column.reals[row]);
        return;
      case ValueKind::kFlag:
        api_.append_bool(appender, column.integers[row] != 0);
        return;
      case ValueKind::kDate:
        api_.append_date(appender, {static_cast<int32_t>(column.integers[row])});
        return;
      case ValueKind::kTimestamp:
        api_.append_timestamp(appender, {column.integers[row] * 1'000'000});
        return;
      case ValueKind::kText:
        api_.append_varchar_length(appender, column.texts[row].data(), column.texts[row].size());
    }
  }

  const Api api_;
  const std::function<bool(double)> on_progress_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

Result<Session> Session::open(const SessionOptions& options) {
  const auto library = load_duckdb();
  if (!library) return library.error();
  auto connection = std::make_unique<Connection>(*library, options);
  FOOTFALL_TRY(connection->open());
  Session session(std::move(connection));
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

Result<> Session::run(std::string_view sql, const Parameters& parameters) {
  const auto frame = connection_->run(sql, parameters, false);
  return frame ? Result<>(Done{}) : Result<>(frame.error());
}

Result<Frame> Session::fetch(std::string_view sql, const Parameters& parameters) {
  return connection_->run(sql, parameters, true);
}

Result<Frame> Session::describe(std::string_view sql) { return connection_->describe(sql); }

Result<> Session::create_table(std::string_view name, const Frame& frame) {
  std::string columns;
  for (const FrameColumn& column : frame.columns) {
    columns += (columns.empty() ? "" : ", ") + sql_identifier(column.name) + " " + sql_type(column);
  }
  FOOTFALL_TRY(run("CREATE OR REPLACE TEMP TABLE " + sql_identifier(name) + " (" + columns + ")"));
  return connection_->append(std::string(name), frame);
}

Result<> Session::shut_out_files(const std::vector<std::string>& paths) {
  return run("SET allowed_paths = " + sql_list(paths) +
             "; SET enable_external_access = false; SET lock_configuration = true");
}

}  // namespace footfall

#else

namespace footfall {

class Session::Connection {};

Result<Session> Session::open(const SessionOptions&) {
  return Error{ErrorCategory::kUnavailable, "this build has no DuckDB library", ""};
}

Result<> Session::run(std::string_view, const Parameters&) { return Done{}; }
Result<Frame> Session::fetch(std::string_view, const Parameters&) { return Frame{}; }
Result<Frame> Session::describe(std::string_view) { return Frame{}; }
Result<> Session::create_table(std::string_view, const Frame&) { return Done{}; }
Result<> Session::shut_out_files(const std::vector<std::string>&) { return Done{}; }

}  // namespace footfall

#endif

namespace footfall {

Session::Session(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

}  // namespace footfall
