#include "duckdb/database.h"

#include <chrono>
#include <thread>

#include "duckdb/c_api.h"

namespace footfall {

namespace {

// Cuts `sql` into statements, at least one.
Result<idx_t> parse(DatabaseConnection& to, std::string_view sql, StatementsHandle& statements) {
  const DuckdbFunctions& f = to.functions;
  const idx_t count =
      f.extract_statements(to.connection, std::string(sql).c_str(), statements.address());
  if (count > 0) return count;
  return duckdb_failure(f.extract_statements_error(statements), "there is no SQL to run");
}

Result<> prepare(DatabaseConnection& to, duckdb_extracted_statements statements, idx_t index,
                 PreparedHandle& prepared) {
  const DuckdbFunctions& f = to.functions;
  if (f.prepare_extracted_statement(to.connection, statements, index, prepared.address()) ==
      DuckDBSuccess)
    return Done{};
  return duckdb_failure(f.prepare_error(prepared), "the statement cannot be prepared");
}

duckdb_state bind_value(const DuckdbFunctions& f, duckdb_prepared_statement to, idx_t i,
                        const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return f.bind_boolean(to, i, *flag);
  if (const auto* whole = std::get_if<int64_t>(&value)) return f.bind_int64(to, i, *whole);
  if (const auto* real = std::get_if<double>(&value)) return f.bind_double(to, i, *real);
  if (const auto* text = std::get_if<std::string>(&value))
    return f.bind_varchar_length(to, i, text->data(), text->size());
  return f.bind_null(to, i);
}

Result<> bind_parameters(const DuckdbFunctions& f, duckdb_prepared_statement to,
                         const Parameters& parameters) {
  for (idx_t i = 1; i <= f.nparams(to); ++i) {
    const std::string name = take_text(f, f.parameter_name(to, i));
    const auto found = parameters.find(name);
    if (found == parameters.end())
      return Error{ErrorCategory::kFailure, "no value for parameter $" + name, ""};
    if (bind_value(f, to, i, found->second) != DuckDBSuccess)
      return Error{ErrorCategory::kFailure, "cannot bind parameter $" + name, ""};
  }
  return Done{};
}

// Works on a statement until it is done, and tells how far it is; false once it was interrupted.
// DuckDB's own wait spins while other threads have the last tasks.
bool wait(DatabaseConnection& on, duckdb_pending_result pending,
          const std::function<bool(double)>& on_progress) {
  const DuckdbFunctions& f = on.functions;
  using Clock = std::chrono::steady_clock;
  auto told = Clock::now();
  for (;;) {
    const duckdb_pending_state state = f.pending_execute_task(pending);
    if (f.pending_execution_is_finished(state)) return true;
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE)
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    if (!on_progress || Clock::now() - told < std::chrono::milliseconds(100)) continue;
    told = Clock::now();
    const double percent = f.query_progress(on.connection).percentage;
    if (on_progress(percent < 0 ? -1.0 : percent / 100)) continue;
    f.interrupt(on.connection);
    return false;
  }
}

Result<DatabaseRows> execute(DatabaseConnection& on, duckdb_prepared_statement prepared,
                             const StatementOptions& options) {
  const DuckdbFunctions& f = on.functions;
  PendingHandle pending(f);
  auto result = std::make_unique<DatabaseResult>(f);
  const auto begin = options.is_streamed ? f.pending_prepared_streaming : f.pending_prepared;
  bool is_good = begin(prepared, pending.address()) == DuckDBSuccess;
  const bool is_interrupted =
      is_good && !options.is_streamed && !wait(on, pending, options.on_progress);
  if (is_good) is_good = f.execute_pending(pending, result->result.address()) == DuckDBSuccess;
  if (is_interrupted) return Error{ErrorCategory::kInterrupted, "interrupted", ""};
  if (is_good) return DatabaseRows(std::move(result));
  const char* const why = f.pending_error(pending);
  return duckdb_failure(why != nullptr ? why : f.result_error(result->result.address()),
                        "the statement failed");
}

}  // namespace

Result<Database> Database::open(const DatabaseOptions& options) {
  const auto functions = load_duckdb();
  if (!functions) return functions.error();
  const DuckdbFunctions& f = **functions;
  auto opened = std::make_unique<DatabaseConnection>(f);
  ConfigHandle config(f);
  f.create_config(config.address());
  for (const auto& [name, value] : options.settings) {
    if (f.set_config(config, name.c_str(), value.c_str()) != DuckDBSuccess)
      return Error{ErrorCategory::kFailure, "no setting " + name + " = '" + value + "'", ""};
  }
  char* message = nullptr;
  const char* const path = options.path.empty() ? nullptr : options.path.c_str();
  if (f.open_ext(path, opened->database.address(), config, &message) != DuckDBSuccess)
    return duckdb_failure(take_text(f, message).c_str(), "");
  if (f.connect(opened->database, opened->connection.address()) != DuckDBSuccess)
    return Error{ErrorCategory::kFailure, "no connection", ""};
  return Database(std::move(opened));
}

Database::Database(std::unique_ptr<DatabaseConnection> connection)
    : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<DatabaseRows> Database::run(std::string_view sql, const StatementOptions& options) {
  StatementsHandle statements(connection_->functions);
  const auto count = parse(*connection_, sql, statements);
  if (!count) return count.error();
  for (idx_t i = 0;; ++i) {
    PreparedHandle prepared(connection_->functions);
    FOOTFALL_TRY(prepare(*connection_, statements, i, prepared));
    FOOTFALL_TRY(bind_parameters(connection_->functions, prepared, options.parameters));
    auto rows = execute(*connection_, prepared, options);
    if (!rows || i + 1 == *count) return rows;
  }
}

Result<StatementOutline> Database::describe(std::string_view sql) {
  const DuckdbFunctions& f = connection_->functions;
  StatementsHandle statements(f);
  const auto count = parse(*connection_, sql, statements);
  if (!count) return count.error();
  StatementOutline outline;
  outline.statements = *count;
  if (*count > 1) return outline;
  PreparedHandle prepared(f);
  FOOTFALL_TRY(prepare(*connection_, statements, 0, prepared));
  outline.is_select = f.prepared_statement_type(prepared) == DUCKDB_STATEMENT_TYPE_SELECT;
  for (idx_t c = 0; c < f.prepared_statement_column_count(prepared); ++c) {
    const auto type = static_cast<DatabaseType>(f.prepared_statement_column_type(prepared, c));
    outline.columns.push_back(
        {take_text(f, f.prepared_statement_column_name(prepared, c)), type, type, 0, {}});
  }
  return outline;
}

}  // namespace footfall
