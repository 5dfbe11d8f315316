// Holds how people's files write times: dates in any order, clocks in a column of their own,
// seconds since 1970, days as spreadsheets count them; and the SQL that reads them.
#pragma once
#include <string>

#include "analytics/source_table.h"

namespace footfall {

// Returns SQL for whether a text looks like a time at all; reading what does not in all ways is
// slow.
std::string looks_like_time_sql(const std::string& text);

// Returns SQL for whether a text may be a day as spreadsheets number them, 45292.375; only the name
// of its column can tell.
std::string is_day_number_sql(const std::string& text);

// Returns SQL for the TIMESTAMP of a text in the first of all ways that reads it.
std::string any_time_sql(const std::string& text);

// Returns SQL for whether a text is a time of day alone.
std::string is_clock_sql(const std::string& text);

// Error: kUsage for what is no format of strptime.
Result<> check_time_format(Session& session, const std::string& format);

struct TimeReading {
  std::string sql;            // of a TIMESTAMP, NULL where the text is no time
  std::string description;    // "month first, 12/31/2024"
  bool is_ambiguous = false;  // whether day first reads it as well
  bool is_mixed = false;      // whether some rows are month first alone and others day first alone
};

// Returns how the times of a column are read; `format`, if not empty, is one of strptime's.
Result<TimeReading> time_of_column(Session& session, const SourceTable& source,
                                   const std::string& column, const std::string& format);

// As time_of_column, of a day and the time of day in a column of its own; without a readable clock
// it is midnight.
Result<TimeReading> time_of_columns(Session& session, const SourceTable& source,
                                    const std::string& day, const std::string& clock,
                                    const std::string& format);

// Returns SQL for the TIME of a column that tells a time of day: 14:35, 2:35 PM, 14h35.
std::string clock_of_column(const std::string& column);

}  // namespace footfall
