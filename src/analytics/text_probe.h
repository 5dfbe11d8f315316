// Holds what a CSV file looks like before anything reads it: encoding, delimiter, header. Guessed
// here rather than by DuckDB, since a wrong guess must become a message, never wrong columns.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace footfall {

struct TextShape {
  std::string encoding;  // utf-8 or latin-1
  char delimiter = ',';
  bool has_header = false;
  std::vector<std::string> columns;  // in UTF-8; column1, column2, … without a header
};

// How many bytes of a text are what; lines count from 1.
struct EncodingCount {
  uint64_t invalid = 0;  // bytes that are not UTF-8
  uint64_t wide = 0;     // characters of more than one byte
  uint64_t first_invalid_line = 0;
};

// Counts over all of a file. Error: kIo.
Result<EncodingCount> count_encoding(const std::string& path);

// Returns the delimiter that cuts most lines into as many fields as the first, among comma,
// semicolon, tab and bar.
char guess_delimiter(std::string_view head);

// Cuts the first record into its fields, quotes taken off.
std::vector<std::string> first_record(std::string_view head, char delimiter);

// Looks at a file. `encoding` is auto, utf-8 or latin-1; `delimiter` 0 to guess. Errors: kIo,
// kInput for an empty file, UTF-16, bytes of another kind than text, or mixed encodings.
Result<TextShape> probe_text(const std::string& path, const std::string& encoding, char delimiter);

}  // namespace footfall
