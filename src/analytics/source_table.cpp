#include "analytics/source_table.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "analytics/text_probe.h"
#include "analytics/written_numbers.h"
#include "base/ascii.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

constexpr int kProfiledRows = 5'000;

// The ways in which times are written. %y stands before %Y, which would read 10 as the year 10.
struct TimeStyle {
  const char* name;
  std::vector<std::string> formats;  // empty for what SQL casts by itself
  size_t likely = 0;                 // how many at the front read anything in the first rows
  bool has_offset = false;           // from UTC at the end, which is dropped: hours are the shop's
};

const std::vector<TimeStyle>& time_styles() {
  static const std::vector<TimeStyle> kStyles = [] {
    const auto with_times = [](const std::vector<std::string>& dates) {
      std::vector<std::string> formats;
      for (const std::string& date : dates) {
        for (const char* time : {" %H:%M:%S", " %H:%M", "", " %I:%M:%S %p", " %I:%M %p"})
          formats.push_back(date + time);
      }
      return formats;
    };
    return std::vector<TimeStyle>{
        {"ISO 8601", {}},
        {"year first", with_times({"%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"})},
        {"month first", with_times({"%m/%d/%y", "%m/%d/%Y", "%m-%d-%y", "%m-%d-%Y"})},
        {"day first",
         with_times({"%d/%m/%y", "%d/%m/%Y", "%d-%m-%y", "%d-%m-%Y", "%d.%m.%y", "%d.%m.%Y"})},
        {"month by name",
         with_times({"%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y"})},
        {"ISO 8601, offsets dropped", {}, 0, true}};
  }();
  return kStyles;
}

// Returns SQL for the time of a text. The blank at its end keeps DuckDB's strptime, which compares
// a format's next sign before it looks at the length, from reading past what it was given.
std::string strptime_sql(const std::string& text, const std::string& formats) {
  return "try_strptime(" + text + " || ' ', " + formats + ")";
}

std::string time_sql(const TimeStyle& style, const std::string& text) {
  if (style.has_offset) {
    return "TRY_CAST(regexp_replace(" + text +
           ", ' ?([-+][0-9]{2}:?[0-9]{2}|UTC|GMT)$', '') AS TIMESTAMP)";
  }
  if (style.formats.empty()) return "TRY_CAST(" + text + " AS TIMESTAMP)";
  return strptime_sql(text, sql_list(style.formats));
}

// Whether a text looks like a date at all; trying all formats on what does not is slow.
std::string looks_like_date_sql(const std::string& text) {
  return "regexp_matches(" + text +
         ", '^([0-9]{8}([^0-9]|$)|[0-9]{1,4}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/., ]|"
         "[A-Za-z]{3,9} [0-9]{1,2},)')";
}

// Seconds or milliseconds since 1970-01-01, from 1973 on, so that they are no dates like 20240131.
std::string epoch_sql(const std::string& text) {
  return "CASE WHEN regexp_full_match(" + text + ", '[1-9][0-9]{8,9}(\\.[0-9]*)?') THEN " +
         "make_timestamp((" + text + "::DOUBLE * 1000000)::BIGINT) WHEN regexp_full_match(" + text +
         ", '[1-9][0-9]{11,12}') THEN make_timestamp(" + text + "::BIGINT * 1000) END";
}

constexpr const char* kClock =
    "'([01]?[0-9]|2[0-3])[:.h][0-5][0-9]([:.][0-5][0-9](\\.[0-9]+)?)?( ?[AaPp][Mm])?'";

Result<std::string> csv_scan(SourceTable& source, const SourceOptions& options) {
  const auto shape = probe_text(source.path, options.encoding, options.delimiter);
  if (!shape) return shape.error();
  std::string columns;
  for (const std::string& name : shape->columns) {
    columns += columns.empty() ? "" : ", ";
    columns += sql_literal(name) + ": 'VARCHAR'";
  }
  const std::string delimiter(1, shape->delimiter);
  source.is_csv = true;
  source.description = "CSV, " + (delimiter == "\t" ? "tabs" : "'" + delimiter + "'") + ", " +
                       shape->encoding + (shape->has_header ? "" : ", no header");
  return "read_csv(" + sql_literal(source.path) + ", columns = {" + columns +
         "}, auto_detect = false, delim = " + sql_literal(delimiter) +
         ", quote = '\"', escape = '\"', header = " + (shape->has_header ? "true" : "false") +
         ", encoding = " + sql_literal(shape->encoding) +
         ", strict_mode = true, store_rejects = true)";
}

Result<std::string> database_scan(Session& session, SourceTable& source, const std::string& table,
                                  const std::string& view) {
  const std::string name = "file_of_" + view;
  FOOTFALL_TRY(session.run("ATTACH " + sql_literal(source.path) + " AS " + sql_identifier(name) +
                           " (READ_ONLY)"));
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
  if (chosen.empty()) {
    return Error{ErrorCategory::kInput,
                 source.path + " has tables " + known + "; name one, as in " + source.path + ":" +
                     (tables->rows > 0 ? tables->columns[0].texts[0] : "TABLE"),
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

// SQL of the share of a text's values that meet a condition, after other columns.
std::string share_sql(const std::string& text, const std::string& condition) {
  return ", coalesce(avg((" + condition + ")::INTEGER) FILTER (" + text +
         " IS NOT NULL), 0)::DOUBLE";
}

std::string first_rows_sql(const SourceTable& source) {
  return " FROM (SELECT * FROM " + sql_identifier(source.view) + " LIMIT " +
         std::to_string(kProfiledRows) + ")";
}

// Looks for times of day that stand alone, and for days without one.
Result<> profile_clocks(Session& session, SourceTable& source) {
  std::string sql = "SELECT 1::DOUBLE";
  for (const ColumnProfile& column : source.columns) {
    const std::string text = text_of_column(column.name);
    sql += share_sql(text, "regexp_full_match(" + text + ", " + kClock + ")") +
           share_sql(text, "NOT regexp_matches(" + text + ", '[0-9]:[0-9]{2}') OR regexp_matches(" +
                               text + ", '[ T]0?0:00(:00(\\.0+)?)?$')");
  }
  const auto seen = session.fetch(sql + first_rows_sql(source));
  if (!seen) return seen.error();
  for (size_t c = 0; c < source.columns.size(); ++c) {
    source.columns[c].clocks = seen->columns[1 + 2 * c].reals[0];
    source.columns[c].days = seen->columns[2 + 2 * c].reals[0];
  }
  return Done{};
}

// Looks at the first rows of every column.
Result<> profile(Session& session, SourceTable& source) {
  const auto described = session.describe("SELECT * FROM " + sql_identifier(source.view));
  if (!described) return described.error();
  const auto types =
      session.fetch("SELECT column_type FROM (DESCRIBE " + sql_identifier(source.view) + ")");
  if (!types) return types.error();
  std::string sql = "SELECT 1::DOUBLE";
  for (const FrameColumn& column : described->columns) {
    const std::string text = text_of_column(column.name);
    const std::string dated = "CASE WHEN " + looks_like_date_sql(text) + " THEN " + text + " END";
    std::string times = epoch_sql(text);
    for (const TimeStyle& style : time_styles()) times += ", " + time_sql(style, dated);
    sql += ", (count(" + text + ") / greatest(count(*), 1))::DOUBLE" +
           share_sql(text, looks_like_number_sql(text)) +
           share_sql(text, "regexp_full_match(" + text + ", '[-+]?[0-9]+(\\.0+)?')") +
           share_sql(text, "coalesce(" + times + ") IS NOT NULL") + ", (count(DISTINCT " + text +
           ") / greatest(count(" + text + "), 1))::DOUBLE";
  }
  const auto seen = session.fetch(sql + first_rows_sql(source));
  if (!seen) return seen.error();
  for (size_t c = 0; c < described->columns.size(); ++c) {
    const auto number = [&](size_t i) { return seen->columns[1 + 5 * c + i].reals[0]; };
    source.columns.push_back({described->columns[c].name, types->columns[0].texts[c], number(0),
                              number(1), number(2), number(3), number(4)});
  }
  return profile_clocks(session, source);
}

const ColumnProfile* profile_of(const SourceTable& source, const std::string& column) {
  for (const ColumnProfile& one : source.columns) {
    if (one.name == column) return &one;
  }
  return nullptr;
}

bool is_text(const SourceTable& source, const std::string& column) {
  const ColumnProfile* known = profile_of(source, column);
  return known == nullptr || known->type == "VARCHAR" || known->type.rfind("ENUM", 0) == 0;
}

// Returns the share of a column's values, in the first rows, that each expression reads.
Result<std::vector<double>> shares_read(Session& session, const SourceTable& source,
                                        const std::string& text,
                                        const std::vector<std::string>& expressions) {
  std::string sql = "SELECT 1::DOUBLE";
  for (const std::string& expression : expressions)
    sql += ", (count(" + expression + ") / greatest(1, count(" + text + ")))::DOUBLE";
  const auto seen = session.fetch(sql + first_rows_sql(source));
  if (!seen) return seen.error();
  std::vector<double> shares;
  for (size_t i = 1; i < seen->columns.size(); ++i) shares.push_back(seen->columns[i].reals[0]);
  return shares;
}

// Returns the style with the formats that read anything in the first rows before the others.
Result<TimeStyle> with_likely_formats_first(Session& session, const SourceTable& source,
                                            const std::string& text, TimeStyle style) {
  std::vector<std::string> expressions;
  for (const std::string& format : style.formats)
    expressions.push_back(strptime_sql(text, sql_literal(format)));
  const auto shares = shares_read(session, source, text, expressions);
  if (!shares) return shares.error();
  std::vector<std::string> likely, others;
  for (size_t i = 0; i < style.formats.size(); ++i)
    ((*shares)[i] > 0 ? likely : others).push_back(style.formats[i]);
  style.likely = likely.size();
  likely.insert(likely.end(), others.begin(), others.end());
  style.formats = std::move(likely);
  return style;
}

// Tells month first from day first where the first rows do not: the day that decides may come late.
// Reading ends once a thousand rows have decided.
Result<TimeReading> choose_month_or_day(Session& session, const SourceTable& source,
                                        const std::string& text, const TimeStyle& month,
                                        const TimeStyle& day) {
  // Formats which read none of the first rows are left out.
  const auto likely_sql = [&](TimeStyle style) {
    style.formats.resize(std::max<size_t>(1, style.likely));
    return time_sql(style, text);
  };
  const auto decided = session.fetch(
      "SELECT count(by_month), count(by_day) FROM (SELECT * FROM (SELECT " + likely_sql(month) +
      " AS by_month, " + likely_sql(day) + " AS by_day FROM " + sql_identifier(source.view) +
      ") WHERE (by_month IS NULL) <> (by_day IS NULL) LIMIT 1000)");
  if (!decided) return decided.error();
  const int64_t months = decided->columns[0].integers[0], days = decided->columns[1].integers[0];
  const bool is_month = months >= days;
  return TimeReading{time_sql(is_month ? month : day, text), is_month ? month.name : day.name,
                     months == days};
}

}  // namespace

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
  const auto shares = shares_read(session, source, text, number_signs_sql(text));
  if (!shares) return shares.error();
  return number_sql(text, type, {(*shares)[0], (*shares)[1], (*shares)[2]});
}

Result<TimeReading> time_of_column(Session& session, const SourceTable& source,
                                   const std::string& column, const std::string& format) {
  const ColumnProfile* known = profile_of(source, column);
  const std::string type = known != nullptr ? known->type : "VARCHAR";
  const std::string name = sql_identifier(column), text = text_of_column(column);
  if (!format.empty()) return TimeReading{strptime_sql(text, sql_literal(format)), format, false};
  if (type == "TIMESTAMP WITH TIME ZONE")
    return TimeReading{"make_timestamp(epoch_us(" + name + "))", "with zone, as UTC", false};
  if (type == "DATE" || type.rfind("TIMESTAMP", 0) == 0)
    return TimeReading{name + "::TIMESTAMP", type == "DATE" ? "dates" : "times", false};
  std::vector<std::string> expressions = {epoch_sql(text)};
  for (const TimeStyle& style : time_styles()) {
    // 01-04-24 and 20.12.23 begin with no year, though they could be read so.
    const bool has_year_first = style.formats.empty() || style.formats[0].rfind("%Y", 0) == 0;
    expressions.push_back(has_year_first
                              ? "CASE WHEN regexp_matches(" + text + ", '^[0-9]{4}') THEN " +
                                    time_sql(style, text) + " END"
                              : time_sql(style, text));
  }
  const auto shares = shares_read(session, source, text, expressions);
  if (!shares) return shares.error();
  size_t best = 1;
  for (size_t i = 0; i < shares->size(); ++i) {
    if ((*shares)[i] > (*shares)[best]) best = i;
  }
  if (best == 0) return TimeReading{expressions[0], "seconds since 1970", false};
  const auto likely = [&](size_t style) {
    return with_likely_formats_first(session, source, text, time_styles()[style]);
  };
  constexpr size_t kMonthFirst = 2, kDayFirst = 3;
  const auto chosen = likely(best - 1);
  if (!chosen) return chosen.error();
  if ((best - 1 != kMonthFirst && best - 1 != kDayFirst) ||
      std::abs((*shares)[kMonthFirst + 1] - (*shares)[kDayFirst + 1]) > 0.001)
    return TimeReading{time_sql(*chosen, text), chosen->name, false};
  const auto month = likely(kMonthFirst), day = likely(kDayFirst);
  if (!month) return month.error();
  if (!day) return day.error();
  return choose_month_or_day(session, source, text, *month, *day);
}

std::string clock_of_column(const std::string& column) {
  static const std::vector<std::string> kFormats = {"%H:%M:%S", "%H:%M",    "%I:%M:%S %p",
                                                    "%I:%M %p", "%I:%M%p",  "%H:%M:%S.%f",
                                                    "%H.%M",    "%H.%M.%S", "%Hh%M"};
  return strptime_sql(text_of_column(column), sql_list(kFormats)) + "::TIME";
}

Result<TimeReading> time_of_columns(Session& session, const SourceTable& source,
                                    const std::string& day, const std::string& clock,
                                    const std::string& format) {
  if (format.find("%H") != std::string::npos || format.find("%I") != std::string::npos) {
    const std::string text = text_of_column(day) + " || ' ' || " + text_of_column(clock);
    return TimeReading{strptime_sql(text, sql_literal(format)), format, false};
  }
  auto read = time_of_column(session, source, day, format);
  if (!read) return read;
  read->sql =
      "((" + read->sql + ")::DATE + coalesce(" + clock_of_column(clock) + ", TIME '00:00:00'))";
  read->description += ", with the time of day of " + clock;
  return read;
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
  Result<std::string> scan = std::string();
  if (is_database(source.path)) {
    scan = database_scan(session, source, table, view);
  } else if (is_parquet(source.path)) {
    source.description = "Parquet";
    scan = "read_parquet(" + sql_literal(source.path) + ")";
  } else if (const std::string ending = lowered(fs::path(source.path).extension().string());
             ending == ".xlsx" || ending == ".xls") {
    return Error{ErrorCategory::kInput, place + " is a spreadsheet: save it as CSV", place};
  } else {
    scan = csv_scan(source, options);
  }
  if (!scan) return scan.error();
  FOOTFALL_TRY(session.run("CREATE VIEW " + sql_identifier(view) + " AS SELECT * FROM " + *scan));
  FOOTFALL_TRY(profile(session, source));
  return source;
}

}  // namespace footfall
