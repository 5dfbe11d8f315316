// Holds one file of the user's, opened read-only as a view of the session with its columns looked
// at: CSV, Parquet or a table of a DuckDB file.
#pragma once
#include <string>
#include <vector>

#include "analytics/column_roles.h"
#include "analytics/session.h"
#include "base/result.h"

namespace footfall {

struct SourceOptions {
  std::string encoding = "auto";  // of CSV: auto, utf-8 or latin-1
  char delimiter = 0;             // of CSV; 0 to guess
};

struct SourceTable {
  std::string view;         // its name in the session
  std::string path;         // of the file
  std::string description;  // "CSV, ';', latin-1"
  bool is_csv = false;
  std::vector<ColumnProfile> columns;
};

// Opens `place`, a file or, for a table in a DuckDB file, FILE:TABLE, as view `view`. Errors: kIo,
// kInput.
Result<SourceTable> open_source(Session& session, const std::string& place, const std::string& view,
                                const SourceOptions& options);

// Returns SQL for a column's text, without blanks around it, NULL when nothing is left.
std::string text_of_column(const std::string& column);

// Returns SQL for a column's values as DECIMAL of that type, NULL when they are no numbers: plain
// numbers, or those with currency signs, separators of thousands, or a decimal comma.
Result<std::string> number_of_column(Session& session, const SourceTable& source,
                                     const std::string& column, const std::string& type);

struct TimeReading {
  std::string sql;            // of a TIMESTAMP, NULL where the text is no time
  std::string description;    // "month first, 12/31/2024"
  bool is_ambiguous = false;  // whether day first reads it as well
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

// Returns SQL for an identifier: a whole number where the column is one, else a text, without the
// ".0" that spreadsheets and data frames leave behind.
std::string identifier_of_column(const SourceTable& source, const std::string& column);

}  // namespace footfall
