// Holds one file of the user's, opened read-only as a view of the session with its columns looked
// at: CSV, JSON, Parquet or a table of a DuckDB file.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "analytics/column_roles.h"
#include "analytics/session.h"
#include "analytics/text_encoding.h"
#include "base/result.h"

namespace footfall {

struct SourceOptions {
  std::string encoding = "auto";  // of CSV: auto, utf-8, latin-1, windows-1252, cp1252
  char delimiter = 0;             // of CSV; 0 to guess
};

struct SourceTable {
  std::string view;         // its name in the session
  std::string first_rows;   // a table of its first rows, 5,000 at most
  std::string path;         // of the file
  std::string description;  // "CSV, ';', latin-1"
  bool is_csv = false;
  char delimiter = 0;            // of CSV
  std::optional<Utf8Copy> copy;  // that is read instead, of a CSV that DuckDB cannot read
  std::vector<ColumnProfile> columns;
};

// Opens `place`, a file or, for a table in a DuckDB file, FILE:TABLE, as view `view`. Errors: kIo,
// kInput.
Result<SourceTable> open_source(Session& session, const std::string& place, const std::string& view,
                                const SourceOptions& options);

// Returns the share of a column's values, in the first rows, that each SQL expression reads.
Result<std::vector<double>> shares_read(Session& session, const SourceTable& source,
                                        const std::string& text,
                                        const std::vector<std::string>& expressions);

// Returns what is known of a column; null where there is none of that name.
const ColumnProfile* profile_of(const SourceTable& source, const std::string& column);

// Returns SQL for a column's text, without blanks around it, NULL when nothing is left.
std::string text_of_column(const std::string& column);

// Returns SQL for a column's values as DECIMAL of that type, NULL when they are no numbers: plain
// numbers, or those with currency signs, separators of thousands, or a decimal comma.
Result<std::string> number_of_column(Session& session, const SourceTable& source,
                                     const std::string& column, const std::string& type);

// Whether points in a column stand before three digits alone, in a file whose fields semicolons
// part since commas part fractions: 1.234 is more than a thousand.
Result<bool> has_points_of_thousands(Session& session, const SourceTable& source,
                                     const std::string& column);

// Returns SQL for an identifier: a whole number where the column is one, else a text, without the
// ".0" that spreadsheets and data frames leave behind.
std::string identifier_of_column(const SourceTable& source, const std::string& column);

}  // namespace footfall
