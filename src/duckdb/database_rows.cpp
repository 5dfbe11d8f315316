// How the rows of a statement leave DuckDB: in its own chunks, each value in its own type.
#include "duckdb/c_api.h"
#include "duckdb/database.h"

namespace footfall {

namespace {

static_assert(static_cast<int>(DatabaseType::kBoolean) == DUCKDB_TYPE_BOOLEAN &&
              static_cast<int>(DatabaseType::kTimestamp) == DUCKDB_TYPE_TIMESTAMP &&
              static_cast<int>(DatabaseType::kEnum) == DUCKDB_TYPE_ENUM &&
              static_cast<int>(DatabaseType::kSqlnull) == DUCKDB_TYPE_SQLNULL);
static_assert(sizeof(HugeInteger) == sizeof(duckdb_hugeint) &&
              sizeof(StoredText) == sizeof(duckdb_string_t));

DatabaseColumn column_of(const DuckdbFunctions& f, duckdb_result* result, idx_t index) {
  const TypeHandle type(f, f.column_logical_type(result, index));
  DatabaseColumn column;
  column.name = f.column_name(result, index);
  column.type = column.stored = static_cast<DatabaseType>(f.get_type_id(type));
  if (column.type == DatabaseType::kDecimal) {
    column.decimals = f.decimal_scale(type);
    column.stored = static_cast<DatabaseType>(f.decimal_internal_type(type));
  } else if (column.type == DatabaseType::kEnum) {
    column.stored = static_cast<DatabaseType>(f.enum_internal_type(type));
    for (uint32_t i = 0; i < f.enum_dictionary_size(type); ++i)
      column.members.push_back(take_text(f, f.enum_dictionary_value(type, i)));
  }
  return column;
}

}  // namespace

DatabaseRows::DatabaseRows(std::unique_ptr<DatabaseResult> result) : result_(std::move(result)) {}
DatabaseRows::DatabaseRows(DatabaseRows&&) noexcept = default;
DatabaseRows& DatabaseRows::operator=(DatabaseRows&&) noexcept = default;
DatabaseRows::~DatabaseRows() = default;

std::vector<DatabaseColumn> DatabaseRows::columns() const {
  const DuckdbFunctions& f = result_->functions;
  duckdb_result* const result = result_->result.address();
  std::vector<DatabaseColumn> columns;
  for (idx_t c = 0; c < f.column_count(result); ++c) columns.push_back(column_of(f, result, c));
  return columns;
}

Result<size_t> DatabaseRows::fetch() {
  if (has_ended_) return size_t{0};
  const DuckdbFunctions& f = result_->functions;
  result_->chunk = ChunkHandle(f, f.fetch_chunk(result_->result));
  const size_t rows = result_->chunk == nullptr ? 0 : f.data_chunk_get_size(result_->chunk);
  if (rows > 0) return rows;
  has_ended_ = true;  // a stream that has ended calls another fetch an error
  const char* const message = f.result_error(result_->result.address());
  if (message != nullptr && *message != '\0') return duckdb_failure(message, "");
  return rows;
}

ColumnValues DatabaseRows::values(size_t column) const {
  const DuckdbFunctions& f = result_->functions;
  const duckdb_vector vector = f.data_chunk_get_vector(result_->chunk, column);
  return {f.vector_get_data(vector), f.vector_get_validity(vector)};
}

}  // namespace footfall
