#include "cli/stored_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "analytics/query.h"
#include "run/row_search.h"

namespace footfall {

namespace {

using Json = nlohmann::json;

constexpr int64_t kIdsADay = 100'000'000'000;  // transaction_id / kIdsADay is the day

std::string format_of(const std::string& path) { return path.substr(path.rfind('.') + 1); }

// Returns a value in a form that is the same for every format.
std::string plain(Meaning meaning, std::string text) {
  if (meaning == Meaning::kMoney)
    return std::to_string(std::llround(std::strtod(text.c_str(), nullptr) * 100));
  if (meaning == Meaning::kTimestamp) std::replace(text.begin(), text.end(), ' ', 'T');
  return text;
}

RowTexts cells_of_csv(const std::string& line) {
  RowTexts cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      // A quote inside quotes is doubled.
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back() += line[i++];
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

RowTexts cells_of_json(const Json& row, const Schema& schema) {
  RowTexts cells;
  for (const Column& column : schema.columns) {
    const auto value = row.is_object() ? row.find(column.name) : row.end();
    if (!row.is_object() || value == row.end() || value->is_null()) {
      cells.emplace_back();
    } else {
      cells.push_back(value->is_string() ? value->get<std::string>() : value->dump());
    }
  }
  return cells;
}

// The rows of one table and identifier in the files of one format.
class FormatRows {
 public:
  FormatRows(const DataSet& data, Table table, int64_t id)
      : data_(data),
        schema_(schema_of(table)),
        id_(id),
        rows_(data.tables[static_cast<size_t>(table)].rows) {
    if (table != Table::kCustomers) day_ = static_cast<Day>(id / kIdsADay);
  }

  Result<std::vector<RowTexts>> read(const std::string& format, std::vector<std::string>& files) {
    std::vector<RowTexts> rows;
    for (const WrittenFile& file : data_.files) {
      if (format_of(file.path) != format || !may_hold(file)) continue;
      files.push_back(file.path);
      if (format != "csv" && format != "jsonl") return by_sql(format);
      const auto lines = find_lines(data_.folder + "/" + file.path, id_);
      if (!lines) return lines.error();
      for (const std::string& line : *lines) {
        rows.push_back(format == "csv" ? cells_of_csv(line)
                                       : cells_of_json(Json::parse(line, nullptr, false), schema_));
      }
    }
    return rows;
  }

 private:
  bool may_hold(const WrittenFile& file) const {
    // A database lacks the tables that were not asked for, which have no rows either.
    const bool in_database = file.table == kEveryTable && rows_ > 0;
    if (file.table != schema_.name && !in_database) return false;
    return !day_ || !file.min_date || (*file.min_date <= *day_ && *day_ <= *file.max_date);
  }

  Result<std::vector<RowTexts>> by_sql(const std::string& format) const {
    const std::string second(schema_.columns[1].name);
    QueryOptions query;
    query.folder = data_.folder;
    query.sql = "SELECT * FROM " + std::string(schema_.name) + " WHERE " +
                std::string(schema_.columns[0].name) + " = " + std::to_string(id_) + " ORDER BY " +
                second;
    query.format = "json";
    query.source = format;
    const auto text = run_query(query);
    if (!text) return text.error();
    std::vector<RowTexts> rows;
    for (const Json& row : Json::parse(*text, nullptr, false))
      rows.push_back(cells_of_json(row, schema_));
    return rows;
  }

  const DataSet& data_;
  const Schema& schema_;
  const int64_t id_;
  const uint64_t rows_;  // of the table, by the manifest
  std::optional<Day> day_;
};

// Returns what the first difference between rows is, or nothing.
std::string difference(const Schema& schema, const std::vector<RowTexts>& stored,
                       const std::vector<RowTexts>& expected) {
  const std::string table(schema.name);
  if (stored.size() != expected.size()) {
    return std::to_string(stored.size()) + " rows of " + table + ", recomputed " +
           std::to_string(expected.size());
  }
  for (size_t r = 0; r < stored.size(); ++r) {
    const std::string where = stored.size() > 1 ? " of its row " + std::to_string(r + 1) : "";
    if (stored[r].size() != schema.columns.size()) return "a row of " + table + " is damaged";
    for (size_t c = 0; c < schema.columns.size(); ++c) {
      const Column& column = schema.columns[c];
      if (plain(column.meaning, stored[r][c]) == plain(column.meaning, expected[r][c])) continue;
      return std::string(column.name) + where + " is " + stored[r][c] + ", recomputed " +
             expected[r][c];
    }
  }
  return "";
}

}  // namespace

void compare_stored(const DataSet& data, Table table, int64_t id,
                    const std::vector<RowTexts>& expected, StoredRows& out) {
  FormatRows rows(data, table, id);
  for (const char* format : {"csv", "jsonl", "parquet", "duckdb"}) {
    std::vector<std::string> files;
    const auto stored = rows.read(format, files);
    if (files.empty()) continue;
    const std::string& file = files.front();
    if (!stored) {
      const ErrorCategory category = stored.error().category;
      const bool is_missing =
          category == ErrorCategory::kUnavailable || category == ErrorCategory::kIo;
      (is_missing ? out.notes : out.differences).push_back(file + ": " + stored.error().message);
      continue;
    }
    if (std::find(out.files.begin(), out.files.end(), file) == out.files.end())
      out.files.push_back(file);
    const std::string what = difference(schema_of(table), *stored, expected);
    if (!what.empty()) out.differences.push_back(file + ": " + what);
  }
}

}  // namespace footfall
