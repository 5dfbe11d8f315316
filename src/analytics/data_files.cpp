#include "analytics/data_files.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/data_folder.h"
#include "duckdb/sql_text.h"
#include "table/sql_type.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kMostSpellDays = 366;

Error input_error(const std::string& message) { return {ErrorCategory::kInput, message, ""}; }

bool stays_inside(const fs::path& path) {
  return path.is_relative() && std::find(path.begin(), path.end(), "..") == path.end();
}

std::string text_at(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

uint64_t number_at(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number_unsigned() ? found->get<uint64_t>() : 0;
}

// Adds the days of "DATE" or "FIRST..LAST" of each text, as manifests have them.
void add_days(const Json& texts, std::vector<Day>& days) {
  constexpr size_t kDateSize = 10, kLastAt = 12;
  for (const Json& one : texts) {
    const auto text = one.get<std::string>();
    const auto first = parse_date(text.substr(0, kDateSize));
    const auto last = text.size() > kLastAt ? parse_date(text.substr(kLastAt)) : first;
    if (!first || !last) continue;
    for (Day day = *first; day <= std::min(*last, *first + kMostSpellDays); ++day)
      days.push_back(day);
  }
}

// Reads the closed days of a manifest's scenario.
void read_closed(const Json& scenario, ShopCalendar& calendar) {
  constexpr const char* kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
  const Json& from = scenario.at("calendar");
  const Json none = Json::array(), no_object = Json::object();
  const Json weekdays = from.value("closed_weekdays", none);
  const Json multipliers = scenario.at("market").value("weekday_multiplier", no_object);
  for (size_t i = 0; i < std::size(kWeekdays); ++i) {
    const bool is_named =
        std::find(weekdays.begin(), weekdays.end(), kWeekdays[i]) != weekdays.end();
    if (is_named || multipliers.value(kWeekdays[i], 1.0) == 0)
      calendar.closed_weekdays = static_cast<uint8_t>(calendar.closed_weekdays | 1 << i);
  }
  add_days(from.value("closed_dates", none), calendar.closed_dates);
  std::sort(calendar.closed_dates.begin(), calendar.closed_dates.end());
}

// Reads the calendar of a manifest's scenario; what is not as ours leaves the days ahead unknown.
ShopCalendar read_calendar(const Json& scenario) {
  ShopCalendar calendar;
  try {
    const Json& window = scenario.at("market").at("festival_window_days");
    if (!window.is_number_unsigned()) return {};
    for (const Json& festival : scenario.at("calendar").at("festivals")) {
      CalendarFestival& read = calendar.festivals.emplace_back();
      read.name = festival.at("name").get<std::string>();
      const auto days = festival.value("window_days", window).get<uint64_t>();
      read.window_days = static_cast<int>(std::min<uint64_t>(days, kMostSpellDays));
      add_days(festival.at("dates"), read.dates);
    }
    read_closed(scenario, calendar);
  } catch (const Json::exception&) {
    return {};
  }
  calendar.is_known = true;
  return calendar;
}

// Takes over what the manifest says beside its files; all of it may be missing.
void read_facts(const Json& manifest, DataFiles& files) {
  const auto scenario = manifest.find("scenario");
  if (scenario != manifest.end() && scenario->is_object() && scenario->contains("locale")) {
    files.currency = text_at((*scenario)["locale"], "currency");
    files.symbol = text_at((*scenario)["locale"], "symbol");
  }
  if (scenario != manifest.end()) files.calendar = read_calendar(*scenario);
  if (manifest.contains("period")) {
    files.first_date = text_at(manifest["period"], "start");
    files.last_date = text_at(manifest["period"], "end");
  }
  const auto tables = manifest.find("tables");
  if (tables == manifest.end() || !tables->is_object()) return;
  for (const auto& [name, table] : tables->items())
    files.rows.emplace_back(name, number_at(table, "rows"));
}

// Returns the SQL that reads the files of one table. Text files tell no types: the schema does.
Result<std::string> scan_of(const std::string& source, const std::string& table,
                            const std::vector<std::string>& paths) {
  // Folders named month=… must not become a column: a table has the same ones in every format.
  const std::string files = sql_list(paths) + ", hive_partitioning = false";
  if (source == "parquet") return "read_parquet(" + files + ")";
  for (int t = 0; t < kTableCount; ++t) {
    const Schema& schema = schema_of(static_cast<Table>(t));
    if (schema.name != table) continue;
    std::string columns;
    std::vector<std::string> texts;
    for (const Column& column : schema.columns) {
      const std::string type = sql_type(column);
      columns +=
          (columns.empty() ? "" : ", ") + sql_literal(column.name) + ": " + sql_literal(type);
      if (type == "VARCHAR") texts.emplace_back(column.name);
    }
    const std::string given = files + ", columns = {" + columns + "}";
    if (source == "jsonl") return "read_json(" + given + ", format = 'newline_delimited')";
    return "read_csv(" + given +
           ", header = true, auto_detect = false, delim = ',', quote = '\"', " +
           "escape = '\"', force_not_null = " + sql_list(texts) + ")";
  }
  return input_error("manifest.json: no table is called " + table);
}

// Opens a DuckDB file and lists the tables in it.
Result<std::vector<TableScan>> attach(Session& session, const std::string& path) {
  FOOTFALL_TRY(session.run("ATTACH " + sql_literal(path) + " AS data_set (READ_ONLY)"));
  const auto tables = session.fetch(
      "SELECT table_name FROM duckdb_tables() WHERE database_name = 'data_set' "
      "AND schema_name = 'main' ORDER BY 1");
  if (!tables) return tables.error();
  std::vector<TableScan> scans;
  for (const std::string& name : tables->columns[0].texts)
    scans.push_back({name, "data_set.main." + sql_identifier(name)});
  return scans;
}

}  // namespace

Result<DataFiles> find_data_files(const std::string& folder, const std::string& source) {
  auto text = read_data_manifest(folder);
  if (!text) return text.error();
  DataFiles files;
  files.manifest = std::move(*text);
  const Json manifest = Json::parse(files.manifest, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("footfall_manifest") ||
      !manifest.contains("files") || !manifest["files"].is_array()) {
    return input_error(folder + " is no data set: its manifest.json is none of footfall's");
  }
  read_facts(manifest, files);
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  for (const std::string format : {"duckdb", "parquet", "csv", "jsonl"}) {
    if (!source.empty() && source != format) continue;
    files.source = format;
    for (const Json& file : manifest["files"]) {
      const std::string table = text_at(file, "table");
      const fs::path relative = text_at(file, "path");
      if (table.empty() || relative.empty())
        return input_error(folder + "/manifest.json: a file without path or table");
      if (relative.extension() != "." + format) continue;
      if (!stays_inside(relative))
        return input_error("manifest.json: " + relative.string() + " is outside the data set");
      files.files.push_back({(absolute / relative).string(), table, number_at(file, "bytes"),
                             number_at(file, "rows")});
    }
    for (const DataFile& file : files.files) {
      std::error_code code;
      if (!fs::is_regular_file(file.path, code)) {
        return Error{ErrorCategory::kIo,
                     file.path + " is missing, which the manifest lists; see footfall verify",
                     file.path};
      }
    }
    if (!files.files.empty()) return files;
  }
  return input_error(folder + " has no files" + (source.empty() ? "" : " of format " + source));
}

Result<std::vector<TableScan>> open_data_files(Session& session, const DataFiles& files) {
  if (files.source == "duckdb") return attach(session, files.files[0].path);
  std::vector<std::pair<std::string, std::vector<std::string>>> tables;
  for (const DataFile& file : files.files) {
    auto found = std::find_if(tables.begin(), tables.end(),
                              [&](const auto& entry) { return entry.first == file.table; });
    if (found == tables.end()) found = tables.insert(found, {file.table, {}});
    found->second.push_back(file.path);
  }
  std::vector<TableScan> scans;
  for (const auto& [table, paths] : tables) {
    const auto scan = scan_of(files.source, table, paths);
    if (!scan) return scan.error();
    scans.push_back({table, *scan});
  }
  return scans;
}

std::vector<std::string> paths_of(const DataFiles& files) {
  std::vector<std::string> paths;
  for (const DataFile& file : files.files) paths.push_back(file.path);
  return paths;
}

}  // namespace footfall
