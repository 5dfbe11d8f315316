#include "analytics/result_text.h"

#include <algorithm>

namespace footfall {

namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

size_t width_of(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

// Returns text on one line, at most `most` characters long.
std::string fitted(std::string text, size_t most) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  if (width_of(text) <= most) return text;
  size_t end = 0;
  for (size_t characters = 0; end < text.size(); ++end) {
    if (starts_character(text[end]) && ++characters == most) break;
  }
  return text.substr(0, end) + "…";
}

void add_padded(std::string& line, const std::string& text, size_t width, bool right) {
  const std::string padding(width - width_of(text), ' ');
  line += right ? padding + text : text + padding;
}

}  // namespace

std::string table_text(const std::vector<Heading>& headings, const std::vector<Row>& rows,
                       size_t max_width) {
  std::vector<std::vector<std::string>> lines(rows.size() + 1);
  std::vector<size_t> widths(headings.size(), 0);
  for (size_t r = 0; r < lines.size(); ++r) {
    for (size_t c = 0; c < headings.size(); ++c) {
      const std::string text = r == 0 ? headings[c].name : rows[r - 1][c].value_or("NULL");
      lines[r].push_back(fitted(text, max_width));
      widths[c] = std::max(widths[c], width_of(lines[r][c]));
    }
  }
  std::string text;
  for (size_t r = 0; r < lines.size(); ++r) {
    std::string line;
    for (size_t c = 0; c < headings.size(); ++c) {
      if (c > 0) line += "  ";
      add_padded(line, lines[r][c], widths[c], headings[c].number);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    if (r > 0) continue;
    for (size_t c = 0; c < headings.size(); ++c) {
      text += (c > 0 ? "  " : "") + std::string(widths[c], '-');
    }
    text += "\n";
  }
  return text;
}

std::string record_text(const std::vector<Heading>& headings, const std::vector<Row>& rows,
                        size_t columns) {
  constexpr size_t kFewestOfValue = 10;
  size_t name_width = 0;
  for (const Heading& heading : headings)
    name_width = std::max(name_width, width_of(fitted(heading.name, columns)));
  const size_t room = std::max(columns, name_width + 2 + kFewestOfValue) - name_width - 2;
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    text += (r > 0 ? "\n" : "") + std::string("row ") + std::to_string(r + 1) + "\n";
    for (size_t c = 0; c < headings.size(); ++c) {
      std::string line;
      add_padded(line, fitted(headings[c].name, columns), name_width, false);
      line += "  " + fitted(rows[r][c].value_or("NULL"), room);
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
  }
  return text;
}

size_t widest_line(const std::string& text) {
  size_t widest = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    widest = std::max(widest, width_of(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return widest;
}

std::string csv_cell(const Cell& cell) {
  if (!cell) return "";
  if (!cell->empty() && cell->find_first_of(",\"\r\n") == std::string::npos) return *cell;
  std::string quoted = "\"";
  for (const char c : *cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_text(const std::vector<Heading>& headings, const std::vector<Row>& rows) {
  std::string text;
  for (size_t c = 0; c < headings.size(); ++c) {
    if (c > 0) text += ',';
    text += csv_cell(headings[c].name);
  }
  text += "\n";
  for (const Row& row : rows) {
    for (size_t c = 0; c < row.size(); ++c) {
      if (c > 0) text += ',';
      text += csv_cell(row[c]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace footfall
