// Holds what a CSV file looks like before anything reads it: encoding, delimiter, header. Guessed
// here rather than by DuckDB, since a wrong guess must become a message, never wrong columns.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analytics/text_encoding.h"
#include "base/result.h"

namespace footfall {

struct TextShape {
  Encoding encoding = Encoding::kUtf8;
  char delimiter = ',';
  bool has_header = false;
  bool needs_copy = false;   // DuckDB reads neither its encoding nor lines that end in two ways
  size_t skipped_lines = 0;  // above the header: a title, the name of a shop
  std::vector<std::string> columns;  // in UTF-8; column1, column2, … without a header
};

// Returns the delimiter that cuts most lines into equally many fields, among comma, semicolon, tab
// and bar.
char guess_delimiter(std::string_view head);

// Cuts the first record into its fields, quotes taken off.
std::vector<std::string> first_record(std::string_view head, char delimiter);

// Looks at a file. `encoding` is as in SourceOptions; `delimiter` 0 to guess. Errors: kIo,
// kInput for an empty file, one that is packed, bytes of another kind than text, or mixed
// encodings.
Result<TextShape> probe_text(const std::string& path, const std::string& encoding, char delimiter);

}  // namespace footfall
