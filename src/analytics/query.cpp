#include "analytics/query.h"

#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

#include "analytics/data_files.h"
#include "analytics/parquet_file.h"
#include "analytics/result_text.h"
#include "analytics/session.h"
#include "base/joined_words.h"
#include "base/whole_file.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

// Returns a session that sees one data set, may write `out` if that is not empty, and nothing else.
// Its tables are added to `tables`.
Result<Session> open_session(const QueryOptions& options, const std::string& out,
                             std::vector<std::string>& tables) {
  const auto files = find_data_files(options.folder, options.source);
  if (!files) return files.error();
  SessionOptions session_options;
  if (options.stops) session_options.on_progress = [&](double) { return !options.stops(); };
  auto session = Session::open(session_options);
  if (!session) return session;
  const auto scans = open_data_files(*session, *files);
  if (!scans) return scans.error();
  for (const TableScan& scan : *scans) {
    tables.push_back(scan.table);
    FOOTFALL_TRY(session->run("CREATE VIEW " + sql_identifier(scan.table) + " AS SELECT * FROM " +
                              scan.sql));
  }
  std::vector<std::string> allowed = paths_of(*files);
  if (!out.empty()) allowed.push_back(out);
  FOOTFALL_TRY(session->shut_out_files(allowed));
  return session;
}

// Returns an error about a table that is not there with those that are, for DuckDB's guess is among
// its own tables as well.
Error with_tables(Error error, const std::vector<std::string>& tables) {
  constexpr std::string_view kBefore = "Catalog Error: Table with name ",
                             kAfter = " does not exist!\n", kGuess = "Did you mean ";
  std::string& message = error.message;
  const size_t after = message.find(kAfter);
  if (!message.starts_with(kBefore) || after == std::string::npos) return error;
  const std::string table = message.substr(kBefore.size(), after - kBefore.size());
  std::string rest = message.substr(after + kAfter.size());
  if (rest.starts_with(kGuess)) rest.erase(0, std::min(rest.find('\n'), rest.size()));
  message =
      "there is no table " + table + "; the data set has " + joined_words(tables) + "\n" + rest;
  return error;
}

// Returns `sql` as a subquery; the line break ends a comment at its end.
std::string subquery(std::string sql) {
  while (!sql.empty() &&
         (sql.back() == ';' || std::isspace(static_cast<unsigned char>(sql.back()))))
    sql.pop_back();
  return "(" + sql + "\n)";
}

// Returns the rows of a frame whose columns are all texts.
std::vector<Row> text_rows(const Frame& frame) {
  std::vector<Row> rows(frame.rows, Row(frame.columns.size()));
  for (size_t c = 0; c < frame.columns.size(); ++c) {
    const FrameColumn& column = frame.columns[c];
    for (size_t r = 0; r < frame.rows; ++r) {
      if (!column.missing(r)) rows[r][c] = column.texts[r];
    }
  }
  return rows;
}

Result<std::string> result_text(Session& session, const QueryOptions& options,
                                const Frame& described) {
  const bool json = options.format == "json";
  const auto frame = session.fetch(
      json ? "SELECT to_json(result_row)::VARCHAR FROM " + subquery(options.sql) + " AS result_row"
           : "SELECT COLUMNS(*)::VARCHAR FROM " + subquery(options.sql));
  if (!frame) return frame.error();
  const std::vector<Row> rows = text_rows(*frame);
  std::vector<Heading> headings;
  for (const FrameColumn& column : described.columns) {
    headings.push_back(
        {column.name, column.kind == ValueKind::kInteger || column.kind == ValueKind::kReal});
  }
  if (options.format == "csv") return csv_text(headings, rows);
  if (!json) {
    auto table = table_text(headings, rows, static_cast<size_t>(options.max_width));
    if (options.columns == 0 || rows.empty() || widest_line(table) <= options.columns) return table;
    return record_text(headings, rows, options.columns);
  }
  std::string text = "[";
  for (size_t r = 0; r < rows.size(); ++r) {
    text += (r > 0 ? ",\n " : "\n ") + rows[r][0].value_or("null");
  }
  return text + "\n]\n";
}

}  // namespace

Result<std::string> run_query(const QueryOptions& options) {
  const bool parquet = options.format == "parquet", printed = options.out == "-";
  if (parquet && printed) {
    return Error{ErrorCategory::kUsage, "--format parquet needs --out FILE", ""};
  }
  std::optional<WholeFile> file;
  if (!printed) {
    auto begun = WholeFile::begin(options.out, options.overwrite);
    if (!begun) return begun.error();
    file.emplace(std::move(*begun));
  }
  const std::string filled = parquet ? path_to_fill(*file) : "";
  std::vector<std::string> tables;
  auto session = open_session(options, filled, tables);
  if (!session) return session.error();
  const auto described = session->describe(options.sql);
  if (!described) return with_tables(described.error(), tables);
  if (parquet) {
    FOOTFALL_TRY(write_parquet(*session, subquery(options.sql), {}, *file));
  } else {
    auto text = result_text(*session, options, *described);
    if (!text || printed) return text;
    FOOTFALL_TRY(file->write(*text));
  }
  FOOTFALL_TRY(file->commit());
  return std::string();
}

}  // namespace footfall
