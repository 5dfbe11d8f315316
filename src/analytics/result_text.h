// Holds how rows of a query become text: an aligned table, or CSV.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace footfall {

using Cell = std::optional<std::string>;  // empty is NULL
using Row = std::vector<Cell>;

struct Heading {
  std::string name;
  bool number = false;
};

// Returns an aligned table: numbers to the right, NULL by name, longer cells than `max_width`
// characters cut with an ellipsis.
std::string table_text(const std::vector<Heading>& headings, const std::vector<Row>& rows,
                       size_t max_width);

// Returns a block of lines a row, one a column, for rows that are wider than the screen: name and
// value, cut at `columns` characters a line.
std::string record_text(const std::vector<Heading>& headings, const std::vector<Row>& rows,
                        size_t columns);

// Returns the characters of the longest line.
size_t widest_line(const std::string& text);

// Returns one field of CSV, quoted where it must be; NULL is nothing, an empty text is "".
std::string csv_cell(const Cell& cell);

// Returns RFC 4180 CSV with a header line; NULL is nothing, an empty text is "".
std::string csv_text(const std::vector<Heading>& headings, const std::vector<Row>& rows);

}  // namespace footfall
