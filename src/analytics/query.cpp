#include "analytics/query.h"

#ifdef FOOTFALL_HAVE_DUCKDB

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include <duckdb.h>
#include <nlohmann/json.hpp>

#include "analytics/result_text.h"
#include "base/duckdb_library.h"
#include "table/schema.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

// The functions of DuckDB that are called here.
struct Api {
  explicit Api(void* library) {
    take_function(library, "duckdb_open_ext", open_ext);
    take_function(library, "duckdb_close", close);
    take_function(library, "duckdb_connect", connect);
    take_function(library, "duckdb_disconnect", disconnect);
    take_function(library, "duckdb_query", query);
    take_function(library, "duckdb_result_error", result_error);
    take_function(library, "duckdb_destroy_result", destroy_result);
    take_function(library, "duckdb_column_count", column_count);
    take_function(library, "duckdb_fetch_chunk", fetch_chunk);
    take_function(library, "duckdb_destroy_data_chunk", destroy_data_chunk);
    take_function(library, "duckdb_data_chunk_get_size", chunk_size);
    take_function(library, "duckdb_data_chunk_get_vector", chunk_vector);
    take_function(library, "duckdb_vector_get_data", vector_data);
    take_function(library, "duckdb_vector_get_validity", vector_validity);
    take_function(library, "duckdb_validity_row_is_valid", is_valid);
    take_function(library, "duckdb_string_t_data", string_data);
    take_function(library, "duckdb_string_t_length", string_length);
    take_function(library, "duckdb_extract_statements", extract);
    take_function(library, "duckdb_extract_statements_error", extract_error);
    take_function(library, "duckdb_destroy_extracted", destroy_extracted);
    take_function(library, "duckdb_prepare_extracted_statement", prepare);
    take_function(library, "duckdb_prepare_error", prepare_error);
    take_function(library, "duckdb_destroy_prepare", destroy_prepare);
    take_function(library, "duckdb_prepared_statement_type", statement_type);
    take_function(library, "duckdb_prepared_statement_column_count", statement_columns);
    take_function(library, "duckdb_prepared_statement_column_name", statement_column_name);
    take_function(library, "duckdb_prepared_statement_column_type", statement_column_type);
    take_function(library, "duckdb_free", free);
  }

  decltype(&duckdb_open_ext) open_ext = nullptr;
  decltype(&duckdb_close) close = nullptr;
  decltype(&duckdb_connect) connect = nullptr;
  decltype(&duckdb_disconnect) disconnect = nullptr;
  decltype(&duckdb_query) query = nullptr;
  decltype(&duckdb_result_error) result_error = nullptr;
  decltype(&duckdb_destroy_result) destroy_result = nullptr;
  decltype(&duckdb_column_count) column_count = nullptr;
  decltype(&duckdb_fetch_chunk) fetch_chunk = nullptr;
  decltype(&duckdb_destroy_data_chunk) destroy_data_chunk = nullptr;
  decltype(&duckdb_data_chunk_get_size) chunk_size = nullptr;
  decltype(&duckdb_data_chunk_get_vector) chunk_vector = nullptr;
  decltype(&duckdb_vector_get_data) vector_data = nullptr;
  decltype(&duckdb_vector_get_validity) vector_validity = nullptr;
  decltype(&duckdb_validity_row_is_valid) is_valid = nullptr;
  decltype(&duckdb_string_t_data) string_data = nullptr;
  decltype(&duckdb_string_t_length) string_length = nullptr;
  decltype(&duckdb_extract_statements) extract = nullptr;
  decltype(&duckdb_extract_statements_error) extract_error = nullptr;
  decltype(&duckdb_destroy_extracted) destroy_extracted = nullptr;
  decltype(&duckdb_prepare_extracted_statement) prepare = nullptr;
  decltype(&duckdb_prepare_error) prepare_error = nullptr;
  decltype(&duckdb_destroy_prepare) destroy_prepare = nullptr;
  decltype(&duckdb_prepared_statement_type) statement_type = nullptr;
  decltype(&duckdb_prepared_statement_column_count) statement_columns = nullptr;
  decltype(&duckdb_prepared_statement_column_name) statement_column_name = nullptr;
  decltype(&duckdb_prepared_statement_column_type) statement_column_type = nullptr;
  decltype(&duckdb_free) free = nullptr;
};

Error input_error(const std::string& message) { return {ErrorCategory::kInput, message, ""}; }

std::string quoted(const std::string& text, char quote = '\'') {
  std::string result(1, quote);
  for (const char c : text) result += c == quote ? std::string(2, c) : std::string(1, c);
  return result + quote;
}

// The files of a data set in one format: their absolute paths, by table.
struct DataFiles {
  std::string source;
  std::vector<std::pair<std::string, std::vector<std::string>>> tables;
};

bool stays_inside(const fs::path& path) {
  return path.is_relative() && std::find(path.begin(), path.end(), "..") == path.end();
}

Result<DataFiles> find_files(const QueryOptions& options) {
  using Json = nlohmann::json;
  std::ifstream stream(options.folder + "/manifest.json");
  const Json manifest = Json::parse(stream, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("footfall_manifest") ||
      !manifest.contains("files") || !manifest["files"].is_array()) {
    return input_error(options.folder + " is not a data set of footfall (no manifest)");
  }
  const fs::path folder = fs::absolute(options.folder).lexically_normal();
  for (const std::string source : {"duckdb", "parquet", "csv", "jsonl"}) {
    if (!options.source.empty() && options.source != source) continue;
    DataFiles files{source, {}};
    for (const Json& file : manifest["files"]) {
      if (!file.is_object()) continue;
      const auto path = file.find("path"), table = file.find("table");
      if (path == file.end() || table == file.end() || !path->is_string() || !table->is_string())
        return input_error(options.folder + "/manifest.json: a file without path or table");
      const fs::path relative = path->get<std::string>();
      if (relative.extension() != "." + source) continue;
      if (!stays_inside(relative))
        return input_error("manifest.json: " + relative.string() + " is outside the data set");
      const std::string name = table->get<std::string>();
      auto found = std::find_if(files.tables.begin(), files.tables.end(),
                                [&](const auto& entry) { return entry.first == name; });
      if (found == files.tables.end()) found = files.tables.insert(found, {name, {}});
      found->second.push_back((folder / relative).string());
    }
    if (!files.tables.empty()) return files;
  }
  return input_error(options.folder + " has no files" +
                     (options.source.empty() ? "" : " of format " + options.source));
}

std::string sql_type(const Column& column) {
  switch (column.meaning) {
    case Meaning::kMoney:
      return "DECIMAL(18, 2)";
    case Meaning::kDate:
      return "DATE";
    case Meaning::kTimestamp:
      return "TIMESTAMP";
    case Meaning::kFlag:
      return "BOOLEAN";
    case Meaning::kWord:
    case Meaning::kText:
      return "VARCHAR";
    case Meaning::kNumber:
      break;
  }
  return column.storage == Storage::kInt64 ? "BIGINT" : "INTEGER";
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quoted(text);
  return "[" + list + "]";
}

// Returns the SQL that reads the files of one table. Text files tell no types: the schema does.
Result<std::string> scan_of(const std::string& source, const std::string& table,
                            const std::vector<std::string>& paths) {
  // Folders named month=… must not become a column: a table has the same ones in every format.
  const std::string files = list_of(paths) + ", hive_partitioning = false";
  if (source == "parquet") return "read_parquet(" + files + ")";
  for (int t = 0; t < kTableCount; ++t) {
    const Schema& schema = schema_of(static_cast<Table>(t));
    if (schema.name != table) continue;
    std::string columns;
    std::vector<std::string> texts;
    for (const Column& column : schema.columns) {
      const std::string name(column.name), type = sql_type(column);
      columns += (columns.empty() ? "" : ", ") + quoted(name) + ": " + quoted(type);
      if (type == "VARCHAR") texts.push_back(name);
    }
    const std::string given = files + ", columns = {" + columns + "}";
    if (source == "jsonl") return "read_json(" + given + ", format = 'newline_delimited')";
    return "read_csv(" + given +
           ", header = true, auto_detect = false, delim = ',', quote = '\"', " +
           "escape = '\"', force_not_null = " + list_of(texts) + ")";
  }
  return input_error("manifest.json: no table is called " + table);
}

bool is_number(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL:
      return true;
    default:
      return false;
  }
}

// A DuckDB in memory that sees one data set and nothing else.
class Session {
 public:
  explicit Session(void* library) : api_(library) {}
  ~Session() {
    if (connection_ != nullptr) api_.disconnect(&connection_);
    if (database_ != nullptr) api_.close(&database_);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Makes the tables known and shuts every other file out but `out`.
  Result<> open(const DataFiles& files, const std::string& out) {
    char* message = nullptr;
    if (api_.open_ext(nullptr, &database_, nullptr, &message) != DuckDBSuccess ||
        api_.connect(database_, &connection_) != DuckDBSuccess) {
      const std::string why = message ? message : "no connection";
      api_.free(message);
      return Error{ErrorCategory::kUnavailable, "cannot start DuckDB: " + why, ""};
    }
    std::vector<std::string> allowed;
    if (!out.empty()) allowed.push_back(out);
    for (const auto& [table, paths] : files.tables) {
      allowed.insert(allowed.end(), paths.begin(), paths.end());
    }
    std::error_code ignored;
    const fs::path spill =
        fs::temp_directory_path(ignored) / ("footfall-" + std::to_string(::getpid()));
    FOOTFALL_TRY(run("SET temp_directory = " + quoted(spill.string())));
    FOOTFALL_TRY(run("SET autoinstall_known_extensions = false"));
    for (const auto& [table, paths] : files.tables) {
      if (files.source == "duckdb") {
        FOOTFALL_TRY(run("ATTACH " + quoted(paths[0]) + " AS data_set (READ_ONLY)"));
        FOOTFALL_TRY(run("USE data_set"));
        continue;
      }
      const auto scan = scan_of(files.source, table, paths);
      if (!scan) return scan.error();
      FOOTFALL_TRY(run("CREATE VIEW " + quoted(table, '"') + " AS SELECT * FROM " + *scan));
    }
    FOOTFALL_TRY(run("SET allowed_paths = " + list_of(allowed)));
    FOOTFALL_TRY(run("SET enable_external_access = false"));
    return run("SET lock_configuration = true");
  }

  // Checks that `sql` is one SELECT, and returns its columns. Errors name places in `sql` itself.
  Result<std::vector<Heading>> describe(const std::string& sql) {
    duckdb_extracted_statements statements = nullptr;
    const idx_t count = api_.extract(connection_, sql.c_str(), &statements);
    duckdb_prepared_statement prepared = nullptr;
    std::vector<Heading> headings;
    std::string error;
    if (count == 0) {
      const char* message = api_.extract_error(statements);
      error = message ? message : "there is no SQL to run";
    } else if (count > 1) {
      error = "query runs one SELECT, not " + std::to_string(count) + " statements";
    } else if (api_.prepare(connection_, statements, 0, &prepared) != DuckDBSuccess) {
      error = api_.prepare_error(prepared);
    } else if (api_.statement_type(prepared) != DUCKDB_STATEMENT_TYPE_SELECT) {
      error = "query runs one SELECT and changes nothing";
    } else {
      for (idx_t c = 0; c < api_.statement_columns(prepared); ++c) {
        const char* name = api_.statement_column_name(prepared, c);
        headings.push_back({name, is_number(api_.statement_column_type(prepared, c))});
        api_.free(const_cast<char*>(name));
      }
    }
    api_.destroy_prepare(&prepared);
    api_.destroy_extracted(&statements);
    if (!error.empty()) return input_error(error);
    return headings;
  }

  Result<> run(const std::string& sql) {
    const auto rows = fetch(sql, false);
    return rows ? Result<>(Done{}) : Result<>(rows.error());
  }

  // Returns the rows of a statement. REQUIRES: all its columns are VARCHAR, if `keeps`.
  Result<std::vector<Row>> fetch(const std::string& sql, bool keeps = true) {
    duckdb_result result;
    std::vector<Row> rows;
    std::optional<Error> error;
    if (api_.query(connection_, sql.c_str(), &result) != DuckDBSuccess) {
      error = input_error(api_.result_error(&result));
    } else if (keeps) {
      while (duckdb_data_chunk chunk = api_.fetch_chunk(result)) {
        add_rows(chunk, api_.column_count(&result), rows);
        api_.destroy_data_chunk(&chunk);
      }
    }
    api_.destroy_result(&result);
    if (error) return *error;
    return rows;
  }

 private:
  void add_rows(duckdb_data_chunk chunk, idx_t columns, std::vector<Row>& rows) const {
    const size_t first = rows.size(), count = api_.chunk_size(chunk);
    rows.resize(first + count, Row(columns));
    for (idx_t c = 0; c < columns; ++c) {
      const duckdb_vector vector = api_.chunk_vector(chunk, c);
      auto* texts = static_cast<duckdb_string_t*>(api_.vector_data(vector));
      uint64_t* validity = api_.vector_validity(vector);
      for (size_t i = 0; i < count; ++i) {
        if (validity != nullptr && !api_.is_valid(validity, i)) continue;
        rows[first + i][c].emplace(api_.string_data(&texts[i]), api_.string_length(texts[i]));
      }
    }
  }

  const Api api_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

// Returns `sql` as a subquery; the line break ends a comment at its end.
std::string subquery(std::string sql) {
  while (!sql.empty() &&
         (sql.back() == ';' || std::isspace(static_cast<unsigned char>(sql.back()))))
    sql.pop_back();
  return "(" + sql + "\n)";
}

Result<std::string> result_text(Session& session, const QueryOptions& options,
                                const std::vector<Heading>& headings) {
  const bool json = options.format == "json";
  const auto rows = session.fetch(
      json ? "SELECT to_json(result_row)::VARCHAR FROM " + subquery(options.sql) + " AS result_row"
           : "SELECT COLUMNS(*)::VARCHAR FROM " + subquery(options.sql));
  if (!rows) return rows.error();
  if (options.format == "csv") return csv_text(headings, *rows);
  if (!json) return table_text(headings, *rows, static_cast<size_t>(options.max_width));
  std::string text = "[";
  for (size_t r = 0; r < rows->size(); ++r) {
    text += (r > 0 ? ",\n " : "\n ") + (*rows)[r][0].value_or("null");
  }
  return text + "\n]\n";
}

}  // namespace

Result<std::string> run_query(const QueryOptions& options) {
  const bool parquet = options.format == "parquet", printed = options.out == "-";
  if (parquet && printed) {
    return Error{ErrorCategory::kUsage, "--format parquet needs --out FILE", ""};
  }
  const auto files = find_files(options);
  if (!files) return files.error();
  const auto library = load_duckdb();
  if (!library) return library.error();
  Session session(*library);
  const std::string out = fs::absolute(options.out).lexically_normal().string();
  FOOTFALL_TRY(session.open(*files, parquet ? out : ""));
  const auto headings = session.describe(options.sql);
  if (!headings) return headings.error();
  if (parquet) {
    FOOTFALL_TRY(session.run("COPY " + subquery(options.sql) + " TO " + quoted(out) +
                             " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"));
    return std::string();
  }
  auto text = result_text(session, options, *headings);
  if (!text || printed) return text;
  std::ofstream stream(out, std::ios::binary | std::ios::trunc);
  stream << *text;
  stream.close();
  if (!stream) return Error{ErrorCategory::kIo, "cannot write " + options.out, options.out};
  return std::string();
}

}  // namespace footfall

#else

namespace footfall {

Result<std::string> run_query(const QueryOptions&) {
  return Error{ErrorCategory::kUnavailable, "query: this build has no DuckDB library", ""};
}

}  // namespace footfall

#endif
