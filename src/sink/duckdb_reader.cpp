// Reads back what sink/duckdb.cpp wrote, through DuckDB's C API.
#include "sink/row_source.h"

#ifdef FOOTFALL_HAVE_DUCKDB

#include <algorithm>
#include <memory>
#include <optional>

#include <duckdb.h>

#include "base/duckdb_library.h"

namespace footfall {

namespace {

// The functions of DuckDB that are called here.
struct Api {
  explicit Api(void* library) : symbol{library} {}
  LibrarySymbols symbol;

  decltype(&duckdb_create_config) create_config = symbol("duckdb_create_config");
  decltype(&duckdb_set_config) set_config = symbol("duckdb_set_config");
  decltype(&duckdb_destroy_config) destroy_config = symbol("duckdb_destroy_config");
  decltype(&duckdb_open_ext) open_ext = symbol("duckdb_open_ext");
  decltype(&duckdb_close) close = symbol("duckdb_close");
  decltype(&duckdb_connect) connect = symbol("duckdb_connect");
  decltype(&duckdb_disconnect) disconnect = symbol("duckdb_disconnect");
  decltype(&duckdb_free) free = symbol("duckdb_free");
  decltype(&duckdb_prepare) prepare = symbol("duckdb_prepare");
  decltype(&duckdb_prepare_error) prepare_error = symbol("duckdb_prepare_error");
  decltype(&duckdb_destroy_prepare) destroy_prepare = symbol("duckdb_destroy_prepare");
  decltype(&duckdb_pending_prepared_streaming) pending_streaming =
      symbol("duckdb_pending_prepared_streaming");
  decltype(&duckdb_pending_error) pending_error = symbol("duckdb_pending_error");
  decltype(&duckdb_destroy_pending) destroy_pending = symbol("duckdb_destroy_pending");
  decltype(&duckdb_execute_pending) execute_pending = symbol("duckdb_execute_pending");
  decltype(&duckdb_result_error) result_error = symbol("duckdb_result_error");
  decltype(&duckdb_destroy_result) destroy_result = symbol("duckdb_destroy_result");
  decltype(&duckdb_column_count) column_count = symbol("duckdb_column_count");
  decltype(&duckdb_column_name) column_name = symbol("duckdb_column_name");
  decltype(&duckdb_column_logical_type) column_logical_type = symbol("duckdb_column_logical_type");
  decltype(&duckdb_destroy_logical_type) destroy_logical_type =
      symbol("duckdb_destroy_logical_type");
  decltype(&duckdb_get_type_id) get_type_id = symbol("duckdb_get_type_id");
  decltype(&duckdb_decimal_internal_type) decimal_internal_type =
      symbol("duckdb_decimal_internal_type");
  decltype(&duckdb_decimal_scale) decimal_scale = symbol("duckdb_decimal_scale");
  decltype(&duckdb_enum_internal_type) enum_internal_type = symbol("duckdb_enum_internal_type");
  decltype(&duckdb_enum_dictionary_size) enum_dictionary_size =
      symbol("duckdb_enum_dictionary_size");
  decltype(&duckdb_enum_dictionary_value) enum_dictionary_value =
      symbol("duckdb_enum_dictionary_value");
  decltype(&duckdb_fetch_chunk) fetch_chunk = symbol("duckdb_fetch_chunk");
  decltype(&duckdb_destroy_data_chunk) destroy_data_chunk = symbol("duckdb_destroy_data_chunk");
  decltype(&duckdb_data_chunk_get_size) chunk_size = symbol("duckdb_data_chunk_get_size");
  decltype(&duckdb_data_chunk_get_vector) chunk_vector = symbol("duckdb_data_chunk_get_vector");
  decltype(&duckdb_vector_get_data) vector_data = symbol("duckdb_vector_get_data");
  decltype(&duckdb_vector_get_validity) vector_validity = symbol("duckdb_vector_get_validity");
  decltype(&duckdb_validity_row_is_valid) is_valid = symbol("duckdb_validity_row_is_valid");
  decltype(&duckdb_string_t_data) string_data = symbol("duckdb_string_t_data");
  decltype(&duckdb_string_t_length) string_length = symbol("duckdb_string_t_length");
};

Error difference(const std::string& what) { return {ErrorCategory::kGate, what, ""}; }

constexpr int32_t kUnknown = -1;

// How DuckDB holds a column; members of an ENUM are words.
struct ColumnType {
  duckdb_type stored = DUCKDB_TYPE_INVALID;
  std::vector<std::string> members;
  std::vector<int32_t> codes;  // by member, kUnknown until it is met
};

// The rows of one table, streamed in the order they were written.
class DuckdbRows {
 public:
  DuckdbRows(void* library, Table table) : api_(library), table_(table) {}

  ~DuckdbRows() {
    if (chunk_ != nullptr) api_.destroy_data_chunk(&chunk_);
    if (has_result_) api_.destroy_result(&result_);
    if (connection_ != nullptr) api_.disconnect(&connection_);
    if (database_ != nullptr) api_.close(&database_);
  }
  DuckdbRows(const DuckdbRows&) = delete;
  DuckdbRows& operator=(const DuckdbRows&) = delete;

  Result<> open(const std::string& path) {
    duckdb_config config = nullptr;
    api_.create_config(&config);
    // One thread, as verify is bound by what it does with the rows; several keep the order as well.
    for (const auto& [name, value] :
         {std::pair{"access_mode", "READ_ONLY"}, {"threads", "1"}, {"temp_directory", ""}})
      api_.set_config(config, name, value);
    char* message = nullptr;
    const bool opened = api_.open_ext(path.c_str(), &database_, config, &message) == DuckDBSuccess;
    api_.destroy_config(&config);
    if (!opened) {
      const Error error =
          difference("is no DuckDB database: " + std::string(message ? message : ""));
      api_.free(message);
      return error;
    }
    if (api_.connect(database_, &connection_) != DuckDBSuccess) return difference("no connection");
    FOOTFALL_TRY(start("SELECT * FROM " + std::string(schema_of(table_).name)));
    return read_types();
  }

  Result<bool> next(Batch& batch, WordCodes& codes) {
    batch.clear();
    size_t rows = 0;
    while (rows < batch.capacity()) {
      if (taken_ == chunk_rows_) {
        const auto more = fetch();
        if (!more) return more.error();
        if (!*more) break;
      }
      const size_t count = std::min(chunk_rows_ - taken_, batch.capacity() - rows);
      for (size_t c = 0; c < types_.size(); ++c) FOOTFALL_TRY(put(c, count, rows, batch, codes));
      taken_ += count;
      rows += count;
    }
    batch.set_rows(rows);
    return rows > 0;
  }

 private:
  // Begins the query, whose result is not gathered in memory.
  Result<> start(const std::string& sql) {
    duckdb_prepared_statement statement = nullptr;
    duckdb_pending_result pending = nullptr;
    std::optional<Error> error;
    if (api_.prepare(connection_, sql.c_str(), &statement) != DuckDBSuccess) {
      error = difference(api_.prepare_error(statement));
    } else if (api_.pending_streaming(statement, &pending) != DuckDBSuccess) {
      error = difference(api_.pending_error(pending));
    } else {
      has_result_ = true;
      if (api_.execute_pending(pending, &result_) != DuckDBSuccess)
        error = difference(api_.result_error(&result_));
    }
    api_.destroy_pending(&pending);
    api_.destroy_prepare(&statement);
    if (error) return *error;
    return Done{};
  }

  Result<> read_types() {
    const auto columns = schema_of(table_).columns;
    if (api_.column_count(&result_) != columns.size())
      return difference("has other columns than the table");
    for (size_t c = 0; c < columns.size(); ++c) {
      duckdb_logical_type type = api_.column_logical_type(&result_, c);
      types_.push_back(type_of(type));
      api_.destroy_logical_type(&type);
      if (columns[c].name != api_.column_name(&result_, c) || !fits(columns[c], types_[c]))
        return difference(name(c) + " has another name or type");
    }
    return Done{};
  }

  ColumnType type_of(duckdb_logical_type type) const {
    ColumnType found{api_.get_type_id(type), {}, {}};
    if (found.stored == DUCKDB_TYPE_DECIMAL) {
      found.stored =
          api_.decimal_scale(type) == 2 ? api_.decimal_internal_type(type) : DUCKDB_TYPE_INVALID;
    } else if (found.stored == DUCKDB_TYPE_ENUM) {
      found.stored = api_.enum_internal_type(type);
      for (uint32_t i = 0; i < api_.enum_dictionary_size(type); ++i) {
        char* const word = api_.enum_dictionary_value(type, i);
        found.members.emplace_back(word);
        api_.free(word);
      }
    }
    return found;
  }

  static bool fits(const Column& column, const ColumnType& type) {
    switch (column.meaning) {
      case Meaning::kMoney:
        return type.stored == DUCKDB_TYPE_BIGINT || type.stored == DUCKDB_TYPE_DOUBLE;
      case Meaning::kDate:
        return type.stored == DUCKDB_TYPE_DATE;
      case Meaning::kTimestamp:
        return type.stored == DUCKDB_TYPE_TIMESTAMP;
      case Meaning::kFlag:
        return type.stored == DUCKDB_TYPE_BOOLEAN;
      case Meaning::kText:
        return type.stored == DUCKDB_TYPE_VARCHAR;
      case Meaning::kWord:
        return !type.members.empty();
      case Meaning::kNumber:
        break;
    }
    return type.stored ==
           (column.storage == Storage::kInt64 ? DUCKDB_TYPE_BIGINT : DUCKDB_TYPE_INTEGER);
  }

  Result<bool> fetch() {
    if (has_ended_) return false;
    if (chunk_ != nullptr) api_.destroy_data_chunk(&chunk_);
    chunk_ = api_.fetch_chunk(result_);
    taken_ = 0;
    chunk_rows_ = chunk_ == nullptr ? 0 : api_.chunk_size(chunk_);
    if (chunk_rows_ > 0) return true;
    has_ended_ = true;  // a stream that has ended calls another fetch an error
    const char* const message = api_.result_error(&result_);
    if (message != nullptr && *message != '\0') return difference(message);
    return false;
  }

  // Puts the next `count` rows of the chunk into rows from `at` on.
  Result<> put(size_t column, size_t count, size_t at, Batch& batch, WordCodes& codes) {
    const duckdb_vector vector = api_.chunk_vector(chunk_, column);
    const void* const data = api_.vector_data(vector);
    uint64_t* const validity = api_.vector_validity(vector);
    for (size_t i = 0; validity != nullptr && i < count; ++i) {
      if (!api_.is_valid(validity, taken_ + i)) return difference(name(column) + " is null");
    }
    const Meaning meaning = schema_of(table_).columns[column].meaning;
    switch (types_[column].stored) {
      case DUCKDB_TYPE_BOOLEAN:
      case DUCKDB_TYPE_UTINYINT:
        return put_values(static_cast<const uint8_t*>(data), column, count, at, batch, codes);
      case DUCKDB_TYPE_USMALLINT:
        return put_values(static_cast<const uint16_t*>(data), column, count, at, batch, codes);
      case DUCKDB_TYPE_UINTEGER:
        return put_values(static_cast<const uint32_t*>(data), column, count, at, batch, codes);
      case DUCKDB_TYPE_INTEGER:
      case DUCKDB_TYPE_DATE:
        return put_values(static_cast<const int32_t*>(data), column, count, at, batch, codes);
      case DUCKDB_TYPE_BIGINT:
      case DUCKDB_TYPE_TIMESTAMP:
        return put_values(static_cast<const int64_t*>(data), column, count, at, batch, codes);
      case DUCKDB_TYPE_DOUBLE:
        return put_values(static_cast<const double*>(data), column, count, at, batch, codes);
      default:
        break;
    }
    if (meaning != Meaning::kText) return difference(name(column) + " has another type");
    const auto* const texts = static_cast<const duckdb_string_t*>(data) + taken_;
    for (size_t i = 0; i < count; ++i) {
      duckdb_string_t text = texts[i];
      batch.texts(column).push_back({api_.string_data(&text), api_.string_length(text)});
    }
    return Done{};
  }

  template <typename Value>
  Result<> put_values(const Value* values, size_t column, size_t count, size_t at, Batch& batch,
                      WordCodes& codes) {
    const Meaning meaning = schema_of(table_).columns[column].meaning;
    for (size_t i = 0; i < count; ++i) {
      int64_t value = 0;
      bool right = true;
      if constexpr (std::is_floating_point_v<Value>) {
        right = minor_units(values[taken_ + i], value);
      } else {
        value = static_cast<int64_t>(values[taken_ + i]);
      }
      if (meaning == Meaning::kTimestamp) {
        right = value % 1'000'000 == 0;
        value /= 1'000'000;
      } else if (meaning == Meaning::kWord) {
        const auto code = code_of(column, static_cast<size_t>(value), codes);
        if (!code) return code.error();
        value = *code;
      }
      if (!right || !store_value(batch, column, at + i, value))
        return difference(name(column) + " holds a wrong value");
    }
    return Done{};
  }

  Result<uint16_t> code_of(size_t column, size_t member, WordCodes& codes) {
    ColumnType& type = types_[column];
    if (member >= type.members.size())
      return difference(name(column) + " holds a word out of nowhere");
    type.codes.resize(type.members.size(), kUnknown);
    if (type.codes[member] != kUnknown) return static_cast<uint16_t>(type.codes[member]);
    const auto code = codes.code(column, type.members[member]);
    if (code) type.codes[member] = *code;
    return code;
  }

  std::string name(size_t column) const {
    return "column " + std::string(schema_of(table_).columns[column].name);
  }

  const Api api_;
  const Table table_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
  duckdb_result result_ = {};
  bool has_result_ = false, has_ended_ = false;
  std::vector<ColumnType> types_;
  duckdb_data_chunk chunk_ = nullptr;
  size_t chunk_rows_ = 0, taken_ = 0;
};

}  // namespace

Result<RowSource> open_duckdb_rows(const std::string& path, Table table) {
  const auto library = load_duckdb();
  if (!library) return library.error();
  const auto rows = std::make_shared<DuckdbRows>(*library, table);
  FOOTFALL_TRY(rows->open(path));
  return RowSource([rows](Batch& batch, WordCodes& codes) { return rows->next(batch, codes); });
}

}  // namespace footfall

#else

namespace footfall {

Result<RowSource> open_duckdb_rows(const std::string&, Table) {
  return Error{ErrorCategory::kUnavailable, "this build has no DuckDB library", ""};
}

}  // namespace footfall

#endif
