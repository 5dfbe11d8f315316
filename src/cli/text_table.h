// Holds TextTable, the one printer of the command line's tables: columns that line up, numbers to
// the right, and text that wraps.
#pragma once
#include <string>
#include <vector>

#include "cli/terminal.h"

namespace footfall {

// Returns the number of characters; escape sequences are not to be in `text`.
size_t width_of(const std::string& text);

// Returns `text` filled up to `width` with spaces, before it when `right`.
std::string padded(const std::string& text, size_t width, bool right = false);

// Returns at most `width` characters, the last one an ellipsis when some were left out.
std::string shortened(const std::string& text, size_t width);

// Returns text broken between words into lines of at most `columns`, all but the first after
// `indent` spaces.
std::string wrapped(const std::string& text, size_t columns, size_t indent);

// Returns texts of at most `width` characters: cut at their end, or in their middle where two that
// differ would look alike.
std::vector<std::string> shortened_apart(const std::vector<std::string>& texts, size_t width);

// Returns a command line as a shell reads it on, broken at spaces outside quotes into lines of at
// most `columns`, each but the last ending in a backslash, all but the first after `indent` spaces.
std::string wrapped_command(const std::string& command, size_t columns, size_t indent);

// Returns the lines of a text.
std::vector<std::string> lines_of(const std::string& text);

class TextTable {
 public:
  struct Column {
    std::string heading;  // may have several lines
    bool right = false;   // numbers
    bool accent = false;  // bars
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> cells) { rows_.push_back({std::move(cells), false}); }
  // Adds a row in bold, for totals.
  void add_total(std::vector<std::string> cells) { rows_.push_back({std::move(cells), true}); }
  // Leaves a column out, where there is no room for it.
  void drop(size_t column);
  // Returns the columns that the table takes, indent included.
  size_t width() const;
  // Returns the lines, each after two spaces; headings first, unless all are empty.
  std::string text(const Style& style) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool total;
  };
  std::vector<size_t> widths() const;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace footfall
