#include "analytics/written_times.h"

#include <algorithm>
#include <vector>

#include "duckdb/sql_text.h"

namespace footfall {

namespace {

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
        {"month by name", with_times({"%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b-%d-%y",
                                      "%b-%d-%Y", "%d %B %Y", "%B %d, %Y"})},
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
         "[A-Za-z]{3,9} [0-9]{1,2},|[A-Za-z]{3}-[0-9]{1,2}-)')";
}

// Seconds or milliseconds since 1970-01-01, from 1973 on, so that they are no dates like 20240131.
std::string epoch_sql(const std::string& text) {
  return "CASE WHEN regexp_full_match(" + text + ", '[1-9][0-9]{8,9}(\\.[0-9]*)?') THEN " +
         "make_timestamp((" + text + "::DOUBLE * 1000000)::BIGINT) WHEN regexp_full_match(" + text +
         ", '[1-9][0-9]{11,12}') THEN make_timestamp(" + text + "::BIGINT * 1000) END";
}

// Days since 1899-12-30, as spreadsheets count them, of the years 1970 to 2099.
std::string day_number_sql(const std::string& text) {
  const std::string number = "replace(" + text + ", ',', '.')::DOUBLE";
  return "CASE WHEN " + is_day_number_sql(text) +
         " THEN TIMESTAMP '1899-12-30' + to_seconds(round(" + number + " * 86400)::BIGINT) END";
}

constexpr const char* kClock =
    "'([01]?[0-9]|2[0-3])[:.h][0-5][0-9]([:.][0-5][0-9](\\.[0-9]+)?)?( ?[AaPp][Mm])?'";

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
  TimeReading read{time_sql(is_month ? month : day, text), is_month ? month.name : day.name,
                   months == days};
  read.is_mixed = months > 0 && days > 0;
  return read;
}

}  // namespace

std::string is_day_number_sql(const std::string& text) {
  return "regexp_full_match(" + text + ", '(2[6-9]|[3-6][0-9]|7[0-2])[0-9]{3}([.,][0-9]+)?')";
}

std::string looks_like_time_sql(const std::string& text) {
  return "(" + looks_like_date_sql(text) + " OR " + epoch_sql(text) + " IS NOT NULL)";
}

std::string any_time_sql(const std::string& text) {
  const std::string dated = "CASE WHEN " + looks_like_date_sql(text) + " THEN " + text + " END";
  std::string times = epoch_sql(text);
  for (const TimeStyle& style : time_styles()) times += ", " + time_sql(style, dated);
  return "coalesce(" + times + ")";
}

std::string is_clock_sql(const std::string& text) {
  return "regexp_full_match(" + text + ", " + kClock + ")";
}

Result<> check_time_format(Session& session, const std::string& format) {
  if (format.empty()) return Done{};
  const auto read = session.fetch("SELECT " + strptime_sql("''", sql_literal(format)));
  if (read) return Done{};
  return Error{ErrorCategory::kUsage, "--time-format " + format + ": " + read.error().message, ""};
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
  expressions.push_back(day_number_sql(text));
  const auto shares = shares_read(session, source, text, expressions);
  if (!shares) return shares.error();
  size_t best = 1;
  for (size_t i = 0; i < shares->size(); ++i) {
    if ((*shares)[i] > (*shares)[best]) best = i;
  }
  if (best == 0) return TimeReading{expressions[0], "seconds since 1970", false};
  if (best + 1 == expressions.size())
    return TimeReading{expressions[best], "days since 1899-12-30, as spreadsheets count", false};
  const auto likely = [&](size_t style) {
    return with_likely_formats_first(session, source, text, time_styles()[style]);
  };
  constexpr size_t kMonthFirst = 2, kDayFirst = 3;
  const auto chosen = likely(best - 1);
  if (!chosen) return chosen.error();
  if ((best - 1 != kMonthFirst && best - 1 != kDayFirst) || (*shares)[kMonthFirst + 1] == 0 ||
      (*shares)[kDayFirst + 1] == 0)
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

}  // namespace footfall
