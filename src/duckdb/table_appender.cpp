#include "duckdb/table_appender.h"

#include "base/check.h"
#include "duckdb/c_api.h"

namespace footfall {

struct TableAppender::Handles {
  explicit Handles(const DuckdbFunctions& functions)
      : functions(functions), appender(functions), chunk(functions) {}

  Error failure() const {
    return duckdb_failure(functions.appender_error(appender), "rows refused");
  }

  const DuckdbFunctions& functions;
  AppenderHandle appender;
  ChunkHandle chunk;
  std::vector<duckdb_vector> vectors;  // the chunk's, by column
};

Result<TableAppender> TableAppender::open(Database& database, const std::string& table) {
  const DuckdbFunctions& f = database.connection().functions;
  auto handles = std::make_unique<Handles>(f);
  if (f.appender_create(database.connection().connection, nullptr, table.c_str(),
                        handles->appender.address()) != DuckDBSuccess)
    return handles->failure();
  std::vector<TypeHandle> types;
  std::vector<duckdb_logical_type> held;
  for (idx_t c = 0; c < f.appender_column_count(handles->appender); ++c) {
    types.emplace_back(f, f.appender_column_type(handles->appender, c));
    held.push_back(types.back());
  }
  handles->chunk = ChunkHandle(f, f.create_data_chunk(held.data(), held.size()));
  check(handles->chunk != nullptr, "DuckDB made no chunk");
  for (idx_t c = 0; c < held.size(); ++c)
    handles->vectors.push_back(f.data_chunk_get_vector(handles->chunk, c));
  return TableAppender(std::move(handles));
}

TableAppender::TableAppender(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
TableAppender::TableAppender(TableAppender&&) noexcept = default;
TableAppender& TableAppender::operator=(TableAppender&&) noexcept = default;
TableAppender::~TableAppender() = default;

size_t TableAppender::capacity() const { return handles_->functions.vector_size(); }

void* TableAppender::values(size_t column) {
  return handles_->functions.vector_get_data(handles_->vectors[column]);
}

void TableAppender::set_text(size_t column, size_t row, std::string_view text) {
  handles_->functions.vector_assign_string_element_len(handles_->vectors[column], row, text.data(),
                                                       text.size());
}

void TableAppender::set_missing(size_t column, size_t row) {
  const DuckdbFunctions& f = handles_->functions;
  const duckdb_vector vector = handles_->vectors[column];
  f.vector_ensure_validity_writable(vector);
  f.validity_set_row_invalid(f.vector_get_validity(vector), row);
}

Result<> TableAppender::append(size_t count) {
  const DuckdbFunctions& f = handles_->functions;
  f.data_chunk_set_size(handles_->chunk, count);
  if (f.append_data_chunk(handles_->appender, handles_->chunk) != DuckDBSuccess)
    return handles_->failure();
  f.data_chunk_reset(handles_->chunk);
  return Done{};
}

Result<> TableAppender::close() {
  if (handles_->functions.appender_close(handles_->appender) != DuckDBSuccess)
    return handles_->failure();
  return Done{};
}

}  // namespace footfall
