#include "analytics/source_table.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "analytics/text_probe.h"
#include "analytics/written_numbers.h"
#include "analytics/written_times.h"
#include "base/ascii.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

// What DuckDB says of a file that it cannot open, without the statement that it was in.
Error unreadable(const SourceTable& source, const Error& why) {
  if (why.category == ErrorCategory::kInterrupted) return why;
  return {ErrorCategory::kInput,
          source.path + " cannot be read as " + source.description + ": " +
              why.message.substr(0, why.message.find('\n')),
          source.path};
}

Result<std::string> csv_scan(SourceTable& source, const SourceOptions& options) {
  const auto shape = probe_text(source.path, options.encoding, options.delimiter);
  if (!shape) return shape.error();
  if (shape->needs_copy) {
    auto copy = Utf8Copy::make(source.path, shape->encoding);
    if (!copy) return copy.error();
    source.copy = std::move(*copy);
  }
  std::string columns;
  for (const std::string& name : shape->columns) {
    columns += columns.empty() ? "" : ", ";
    columns += sql_literal(name) + ": 'VARCHAR'";
  }
  const std::string delimiter(1, shape->delimiter), encoding = encoding_name(shape->encoding);
  const size_t skipped = shape->skipped_lines;
  source.is_csv = true;
  source.delimiter = shape->delimiter;
  source.description = "CSV, " + (delimiter == "\t" ? "tabs" : "'" + delimiter + "'") + ", " +
                       encoding + (shape->has_header ? "" : ", no header");
  if (skipped > 0) {
    source.description += ", header in line " + std::to_string(skipped + 1);
  }
  return "read_csv(" + sql_literal(source.copy ? source.copy->path() : source.path) +
         ", columns = {" + columns + "}, auto_detect = false, delim = " + sql_literal(delimiter) +
         ", quote = '\"', escape = '\"', header = " + (shape->has_header ? "true" : "false") +
         ", skip = " + std::to_string(skipped) +
         ", encoding = " + sql_literal(source.copy ? "utf-8" : encoding) +
         ", strict_mode = true, store_rejects = true)";
}

Result<std::string> database_scan(Session& session, SourceTable& source, const std::string& table,
                                  const std::string& view) {
  const std::string name = "file_of_" + view;
  source.description = "DuckDB";
  if (const auto attached = session.run("ATTACH " + sql_literal(source.path) + " AS " +
                                        sql_identifier(name) + " (READ_ONLY)");
      !attached)
    return unreadable(source, attached.error());
  const auto tables = session.fetch(
      "SELECT table_name FROM information_schema.tables WHERE table_catalog = $name "
      "AND table_schema = 'main' ORDER BY 1",
      {{"name", name}});
  if (!tables) return tables.error();
  std::string chosen, known;
  for (const std::string& one : tables->columns[0].texts) {
    known += known.empty() ? "" : ", ";
    known += one;
    if (one == table || (table.empty() && tables->rows == 1)) chosen = one;
  }
  if (tables->rows == 0)
    return Error{ErrorCategory::kInput, source.path + " has no tables", source.path};
  if (chosen.empty()) {
    return Error{ErrorCategory::kInput,
                 source.path + " has tables " + known + "; name one, as in " + source.path + ":" +
                     tables->columns[0].texts[0],
                 source.path};
  }
  source.description = "DuckDB, table " + chosen;
  return sql_identifier(name) + ".main." + sql_identifier(chosen);
}

bool is_database(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  char head[12] = {};
  stream.read(head, sizeof head);
  return stream && std::string(head + 8, 4) == "DUCK";
}

bool is_parquet(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  char head[4] = {};
  stream.read(head, sizeof head);
  return stream && std::string(head, 4) == "PAR1";
}

// Whether a file begins as objects of JSON do, in lines or in one array.
bool is_json(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  char sign = 0;
  stream >> std::ws >> sign;
  if (sign == '[') stream >> std::ws >> sign;
  if (sign != '{') return false;
  stream >> std::ws >> sign;
  return stream && (sign == '"' || sign == '}');
}

// SQL of the share of values that meet a condition, after other columns.
std::string share_sql(const std::string& condition) {
  return ", coalesce(avg((" + condition + ")::INTEGER), 0)::DOUBLE";
}

// Keeps the first rows, and their values as texts beside the name of their column, so that any
// number of columns is looked at by one short statement.
Result<> keep_first_rows(Session& session, const SourceTable& source) {
  constexpr size_t kMostRows = 5'000, kMostValues = 4'000'000;
  const size_t rows = std::min(kMostRows, kMostValues / std::max<size_t>(1, source.columns.size()));
  return session.run(
      "CREATE TEMP TABLE " + sql_identifier(source.first_rows) + " AS SELECT * FROM " +
      sql_identifier(source.view) + " LIMIT " + std::to_string(rows) +
      "; CREATE OR REPLACE TEMP TABLE first_values AS SELECT called, nullif(trim(given), '') AS "
      "seen FROM (UNPIVOT (SELECT COLUMNS(*)::VARCHAR FROM " +
      sql_identifier(source.first_rows) + ") ON COLUMNS(*) INTO NAME called VALUE given)");
}

// Looks at the first rows of every column.
Result<> profile(Session& session, SourceTable& source) {
  const auto types = session.fetch("SELECT column_name, column_type FROM (DESCRIBE " +
                                   sql_identifier(source.view) + ")");
  if (!types) return types.error();
  for (size_t c = 0; c < types->rows; ++c) {
    source.columns.push_back(
        {types->columns[0].texts[c], types->columns[1].texts[c], 0, 0, 0, 0, 0, 0, 0, 0});
  }
  source.first_rows = source.view + "_first_rows";
  FOOTFALL_TRY(keep_first_rows(session, source));
  const auto seen = session.fetch(
      "WITH looked AS (SELECT *, CASE WHEN " + looks_like_time_sql("seen") +
      " THEN seen END AS dated FROM first_values WHERE seen IS NOT NULL) SELECT called, (count(*) "
      "/ (SELECT count(*) FROM " +
      sql_identifier(source.first_rows) + "))::DOUBLE" + share_sql(looks_like_number_sql("seen")) +
      share_sql("regexp_full_match(seen, '[-+]?[0-9]+(\\.0+)?')") +
      share_sql(any_time_sql("dated") + " IS NOT NULL") +
      ", (count(DISTINCT seen) / count(*))::DOUBLE" + share_sql(is_clock_sql("seen")) +
      share_sql("NOT regexp_matches(seen, '[0-9]:[0-9]{2}') OR regexp_matches(seen, "
                "'[ T]0?0:00(:00(\\.0+)?)?$')") +
      share_sql(is_day_number_sql("seen")) + " FROM looked GROUP BY called");
  if (!seen) return seen.error();
  std::map<std::string, size_t> rows;
  for (size_t row = 0; row < seen->rows; ++row) rows[seen->columns[0].texts[row]] = row;
  for (ColumnProfile& column : source.columns) {
    const auto found = rows.find(column.name);
    if (found == rows.end()) continue;  // without any value
    size_t c = 1;
    for (double* share : {&column.filled, &column.numbers, &column.wholes, &column.times,
                          &column.distinct, &column.clocks, &column.days, &column.day_numbers})
      *share = seen->columns[c++].reals[found->second];
  }
  return session.run("DROP TABLE first_values");
}

bool is_text(const SourceTable& source, const std::string& column) {
  const ColumnProfile* known = profile_of(source, column);
  return known == nullptr || known->type == "VARCHAR" || known->type.rfind("ENUM", 0) == 0;
}

Result<NumberSigns> signs_of_column(Session& session, const SourceTable& source,
                                    const std::string& text) {
  const auto shares = shares_read(session, source, text, number_signs_sql(text));
  if (!shares) return shares.error();
  return NumberSigns{(*shares)[0], (*shares)[1], (*shares)[2], (*shares)[3]};
}

bool are_thousands(const SourceTable& source, const NumberSigns& signs) {
  return source.delimiter == ';' && signs.thousands > 0 && signs.comma == 0 && signs.point == 0;
}

}  // namespace

const ColumnProfile* profile_of(const SourceTable& source, const std::string& column) {
  for (const ColumnProfile& one : source.columns) {
    if (one.name == column) return &one;
  }
  return nullptr;
}

Result<std::vector<double>> shares_read(Session& session, const SourceTable& source,
                                        const std::string& text,
                                        const std::vector<std::string>& expressions) {
  std::string sql = "SELECT 1::DOUBLE";
  for (const std::string& expression : expressions)
    sql += ", (count(" + expression + ") / greatest(1, count(" + text + ")))::DOUBLE";
  const auto seen = session.fetch(sql + " FROM " + sql_identifier(source.first_rows));
  if (!seen) return seen.error();
  std::vector<double> shares;
  for (size_t i = 1; i < seen->columns.size(); ++i) shares.push_back(seen->columns[i].reals[0]);
  return shares;
}

std::string text_of_column(const std::string& column) {
  return "nullif(trim(" + sql_identifier(column) + "::VARCHAR), '')";
}

std::string identifier_of_column(const SourceTable& source, const std::string& column) {
  const ColumnProfile* known = profile_of(source, column);
  const std::string type = known != nullptr ? known->type : "VARCHAR";
  if (type.find("INT") != std::string::npos && type.find("HUGE") == std::string::npos)
    return sql_identifier(column) + "::BIGINT";
  const std::string text = text_of_column(column);
  return "CASE WHEN suffix(" + text + ", '.0') THEN left(" + text + ", -2) ELSE " + text + " END";
}

Result<std::string> number_of_column(Session& session, const SourceTable& source,
                                     const std::string& column, const std::string& type) {
  const std::string text = text_of_column(column);
  if (!is_text(source, column)) return "TRY_CAST(" + sql_identifier(column) + " AS " + type + ")";
  auto signs = signs_of_column(session, source, text);
  if (!signs) return signs.error();
  if (are_thousands(source, *signs)) signs->comma = signs->thousands;
  return number_sql(text, type, *signs);
}

Result<bool> has_points_of_thousands(Session& session, const SourceTable& source,
                                     const std::string& column) {
  if (source.delimiter != ';') return false;
  const auto signs = signs_of_column(session, source, text_of_column(column));
  if (!signs) return signs.error();
  return are_thousands(source, *signs);
}

Result<SourceTable> open_source(Session& session, const std::string& place, const std::string& view,
                                const SourceOptions& options) {
  SourceTable source;
  source.view = view;
  source.path = place;
  std::string table;
  std::error_code code;
  if (const size_t colon = place.rfind(':');
      !fs::exists(place, code) && colon != std::string::npos) {
    source.path = place.substr(0, colon);
    table = place.substr(colon + 1);
  }
  if (!fs::exists(source.path, code))
    return Error{ErrorCategory::kIo, "there is no file " + place, place};
  if (fs::is_directory(source.path, code))
    return Error{ErrorCategory::kInput, place + " is a folder, not a file", place};
  if (!fs::is_regular_file(source.path, code)) {
    return Error{ErrorCategory::kInput,
                 place + " is no regular file: it is read several times, which a pipe cannot be",
                 place};
  }
  Result<std::string> scan = std::string();
  if (is_database(source.path)) {
    scan = database_scan(session, source, table, view);
  } else if (is_parquet(source.path)) {
    source.description = "Parquet";
    scan = "read_parquet(" + sql_literal(source.path) + ")";
  } else if (is_json(source.path)) {
    source.description = "JSON";
    // All rows are looked at before a type is chosen, so that none can fail to fit it.
    scan = "read_json(" + sql_literal(source.path) + ", records = true, sample_size = -1)";
  } else if (const std::string ending = lowered(fs::path(source.path).extension().string());
             ending == ".json" || ending == ".jsonl" || ending == ".ndjson") {
    return Error{ErrorCategory::kInput,
                 place +
                     " is not JSON that can be read: objects, one after another or in one "
                     "array, in UTF-8 without a byte order mark",
                 place};
  } else if (ending == ".xlsx" || ending == ".xls") {
    return Error{ErrorCategory::kInput, place + " is a spreadsheet: save it as CSV", place};
  } else {
    scan = csv_scan(source, options);
  }
  if (!scan) return scan.error();
  if (const auto made =
          session.run("CREATE VIEW " + sql_identifier(view) + " AS SELECT * FROM " + *scan);
      !made)
    return unreadable(source, made.error());
  FOOTFALL_TRY(profile(session, source));
  return source;
}

}  // namespace footfall
