// What stands in for the rest of this folder in a build without DuckDB: no database opens, so that
// nothing else here is ever called.
#include "duckdb/database.h"
#include "duckdb/table_appender.h"

namespace footfall {

struct DatabaseConnection {};
struct DatabaseResult {};
struct TableAppender::Handles {};

namespace {

const Error kNone{ErrorCategory::kUnavailable, "this build has no DuckDB library", ""};

}  // namespace

Result<Database> Database::open(const DatabaseOptions&) { return kNone; }
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;
Result<DatabaseRows> Database::run(std::string_view, const StatementOptions&) { return kNone; }
Result<StatementOutline> Database::describe(std::string_view) { return kNone; }

DatabaseRows::DatabaseRows(DatabaseRows&&) noexcept = default;
DatabaseRows& DatabaseRows::operator=(DatabaseRows&&) noexcept = default;
DatabaseRows::~DatabaseRows() = default;
std::vector<DatabaseColumn> DatabaseRows::columns() const { return {}; }
Result<size_t> DatabaseRows::fetch() { return kNone; }
ColumnValues DatabaseRows::values(size_t) const { return {}; }

Result<TableAppender> TableAppender::open(Database&, const std::string&) { return kNone; }
TableAppender::TableAppender(TableAppender&&) noexcept = default;
TableAppender& TableAppender::operator=(TableAppender&&) noexcept = default;
TableAppender::~TableAppender() = default;
size_t TableAppender::capacity() const { return 0; }
void* TableAppender::values(size_t) { return nullptr; }
void TableAppender::set_text(size_t, size_t, std::string_view) {}
void TableAppender::set_missing(size_t, size_t) {}
Result<> TableAppender::append(size_t) { return kNone; }
Result<> TableAppender::close() { return kNone; }

}  // namespace footfall
