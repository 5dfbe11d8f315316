#include "cli/metric_table.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/date.h"
#include "base/joined_words.h"
#include "cli/figures.h"
#include "cli/terminal.h"
#include "cli/text_table.h"

namespace footfall {

namespace {

constexpr const char* kMissing = "·";
constexpr size_t kNarrowest = 18;  // of a text that makes room for other columns
constexpr size_t kHeadingLines = 3;

// A column of the table: one of the frame, or an interval's two ends.
struct Shown {
  std::string name;
  bool right = false;
  std::vector<std::string> cells;
};

const MetricColumn* known_column(const Metric& metric, const std::string& name) {
  const auto found = std::find_if(metric.columns.begin(), metric.columns.end(),
                                  [&](const MetricColumn& known) { return known.name == name; });
  return found == metric.columns.end() ? nullptr : &*found;
}

// Returns the unit of a cell. Where it depends on the row, a column says it: `unit`, or the series.
std::string unit_of(const Frame& frame, const Metric& metric, const FrameColumn& column,
                    size_t row) {
  const MetricColumn* known = known_column(metric, column.name);
  if (known == nullptr) return "";
  if (known->unit != "by unit") return known->unit;
  if (const FrameColumn* units = frame.find("unit")) return units->texts[row];
  const FrameColumn* series = frame.find("series");
  if (series == nullptr) series = frame.find("measure");
  if (series == nullptr) return "";
  const std::string& of = series->texts[row];
  return of == "revenue" || of == "clv" ? "currency" : of == "units" ? "units" : "ratio";
}

// Decimals that leave about four digits, of which more than the data's own are none.
int decimals_of(double size) { return size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3; }

std::string number_text(const Notation& notation, double value, int decimals) {
  if (value != 0 && std::fabs(value) < 5e-4 && decimals == 3) return formatted("%.1e", value);
  return grouped_number(notation, value, decimals);
}

std::string figure_text(const Notation& notation, double value, const std::string& unit,
                        double largest) {
  if (unit == "currency") return amount_text(notation, value, largest < 1000);
  if (unit == "fraction") {
    const double size = std::fabs(value);
    return grouped_number(notation, value * 100, size > 0 && size < 0.001 ? 3 : 1) + " %";
  }
  if (unit == "weekday") return weekday_name(static_cast<int>(value)).substr(0, 3);
  if (unit == "id") return std::to_string(std::llround(value));
  if (unit == "probability" && value < 5e-4) return "<0.001";
  const bool is_whole = value == std::floor(value) && unit != "ratio" && unit != "units";
  if (is_whole && std::fabs(value) < 1e15) return grouped_number(notation, value, 0);
  return number_text(notation, value, unit == "days" ? 1 : decimals_of(largest));
}

std::string date_time(int64_t second) {
  const int64_t day = second / 86400 - (second % 86400 < 0 ? 1 : 0);
  const auto rest = static_cast<int>(second - day * 86400);
  return format_date(static_cast<Day>(day)) + formatted(" %02d:%02d", rest / 3600, rest / 60 % 60);
}

// A cell of the data may hold line breaks, which a table may not.
std::string on_one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return text;
}

std::string cell_text(const FrameColumn& column, size_t row, const std::string& unit,
                      double largest, const Notation& notation) {
  if (column.missing(row)) return kMissing;
  switch (column.kind) {
    case ValueKind::kInteger:
    case ValueKind::kReal:
      return figure_text(notation, column.number(row), unit, largest);
    case ValueKind::kText:
      return column.texts[row].empty() ? kMissing : on_one_line(column.texts[row]);
    case ValueKind::kFlag:
      return column.integers[row] != 0 ? "yes" : "no";
    case ValueKind::kDate:
      return format_date(static_cast<Day>(column.integers[row]));
    case ValueKind::kTimestamp:
      return date_time(column.integers[row]);
  }
  return "";
}

Shown shown_column(const Frame& frame, const Metric& metric, const FrameColumn& column,
                   const Notation& notation, size_t widest) {
  Shown shown{
      column.name, column.kind == ValueKind::kInteger || column.kind == ValueKind::kReal, {}};
  // Figures of a column share their decimals, as far as they share their unit.
  std::vector<std::string> units;
  for (size_t row = 0; row < frame.rows; ++row)
    units.push_back(unit_of(frame, metric, column, row));
  const auto largest_of = [&](const std::string& unit) {
    double largest = 0;
    for (size_t row = 0; row < frame.rows; ++row) {
      if (shown.right && units[row] == unit && !column.missing(row))
        largest = std::max(largest, std::fabs(column.number(row)));
    }
    return largest;
  };
  std::vector<std::pair<std::string, double>> largest;
  for (size_t row = 0; row < frame.rows; ++row) {
    auto found = std::find_if(largest.begin(), largest.end(),
                              [&](const auto& one) { return one.first == units[row]; });
    if (found == largest.end()) found = largest.insert(found, {units[row], largest_of(units[row])});
    shown.cells.push_back(
        shortened(cell_text(column, row, units[row], found->second, notation), widest));
  }
  return shown;
}

// Whether two columns are the ends of an interval: x_low and x_high, low_80 and high_80.
bool are_ends(const std::string& low, const std::string& high) {
  const size_t at = low.find("low");
  if (at == std::string::npos || (at > 0 && low[at - 1] != '_')) return false;
  std::string other = low;
  return other.replace(at, 3, "high") == high;
}

// Joins "71.5 %" and "86.7 %" to "71.5–86.7 %"; a sign between them needs a word.
std::string interval_cell(const std::string& low, const std::string& high) {
  if (low == kMissing || high == kMissing) return low == high ? low : low + " to " + high;
  std::string first = low;
  const std::string unit = " %";
  if (low.ends_with(unit) && high.ends_with(unit)) first.resize(first.size() - unit.size());
  const bool has_sign = high.starts_with("\u2212");
  return first + (has_sign ? " to " : "–") + high;
}

std::vector<Shown> shown_columns(const Frame& frame, const Metric& metric, const Notation& notation,
                                 size_t widest) {
  std::vector<Shown> all;
  for (const FrameColumn& column : frame.columns) {
    Shown shown = shown_column(frame, metric, column, notation, widest);
    if (!all.empty() && are_ends(all.back().name, shown.name)) {
      Shown& low = all.back();
      for (size_t row = 0; row < frame.rows; ++row)
        low.cells[row] = interval_cell(low.cells[row], shown.cells[row]);
      low.name += " to high";
      continue;
    }
    all.push_back(std::move(shown));
  }
  return all;
}

// Breaks a name at its joints into lines of at most `width`, or of its longest word.
std::string broken(const std::string& name, size_t width) {
  std::string lines, line;
  size_t at = 0, count = 1;
  while (at < name.size()) {
    const size_t joint = std::min(name.find_first_of("_ ", at), name.size() - 1);
    const std::string word = name.substr(at, joint - at + 1);
    at = joint + 1;
    if (!line.empty() && width_of(line + word) > width && count < kHeadingLines) {
      while (!line.empty() && line.back() == ' ') line.pop_back();
      lines += line + "\n";
      line.clear();
      ++count;
    }
    line += word;
  }
  return lines + line;
}

size_t widest_line(const std::string& text) {
  size_t widest = 0;
  for (const std::string& line : lines_of(text)) widest = std::max(widest, width_of(line));
  return widest;
}

size_t widest_cell(const Shown& column) {
  size_t widest = 1;
  for (const std::string& cell : column.cells) widest = std::max(widest, width_of(cell));
  return widest;
}

size_t room_of(const Shown& column, bool is_broken) {
  const size_t cells = widest_cell(column);
  return std::max(cells, widest_line(is_broken ? broken(column.name, cells) : column.name));
}

size_t room_of(const std::vector<Shown>& columns, bool is_broken) {
  size_t width = 0;
  for (const Shown& column : columns) width += room_of(column, is_broken) + 2;
  return width;  // two before each
}

// Shortens texts, the widest first, as far as it helps.
void shorten_texts(std::vector<Shown>& columns, size_t room) {
  while (room_of(columns, true) > room) {
    Shown* widest = nullptr;
    for (Shown& column : columns) {
      if (!column.right && widest_cell(column) > kNarrowest &&
          (widest == nullptr || widest_cell(column) > widest_cell(*widest)))
        widest = &column;
    }
    if (widest == nullptr) return;
    const size_t next = widest_cell(*widest) - 1;
    for (std::string& cell : widest->cells) cell = shortened(cell, next);
  }
}

// Takes columns out until the others have room: the last first, those of `metric.shown` at the
// very last. Returns their names.
std::vector<std::string> leave_out(std::vector<Shown>& columns, const Metric& metric, size_t room) {
  const auto rank = [&](const Shown& column) {
    const std::string name = column.name.substr(0, column.name.find(' '));
    const auto at = std::find(metric.shown.begin(), metric.shown.end(), name);
    return at - metric.shown.begin();
  };
  std::vector<std::string> names;
  while (columns.size() > 2 && room_of(columns, true) > room) {
    auto least = columns.begin();
    for (auto it = columns.begin(); it != columns.end(); ++it) {
      if (rank(*it) >= rank(*least)) least = it;
    }
    names.insert(names.begin(), least->name);
    columns.erase(least);
  }
  return names;
}

std::string list_text(const std::vector<Shown>& columns, size_t room) {
  size_t name = 0;
  for (const Shown& column : columns) name = std::max(name, width_of(column.name));
  std::string text;
  for (const Shown& column : columns) {
    text += "  " + padded(column.name, name) + "  " +
            wrapped(column.cells[0], room > name + 12 ? room - name - 4 : 60, name + 4) + "\n";
  }
  return text;
}

}  // namespace

std::string metric_table(const Frame& frame, const Metric& metric, const Notation& notation,
                         const TableRoom& room) {
  std::vector<Shown> columns = shown_columns(frame, metric, notation, room.widest_cell);
  const size_t width = room.columns == 0 ? SIZE_MAX : room.columns;
  const bool is_broken = room_of(columns, false) > width;
  if (frame.rows == 1 && room_of(columns, true) > width) return list_text(columns, width);
  std::vector<std::string> left;
  if (is_broken) {
    std::vector<Shown> tried = columns;
    shorten_texts(tried, width);
    if (room_of(tried, true) > width) left = leave_out(tried, metric, width);
    // With fewer columns there may be room for longer texts again.
    std::vector<Shown> kept;
    for (const Shown& column : columns) {
      if (std::find(left.begin(), left.end(), column.name) == left.end()) kept.push_back(column);
    }
    columns = std::move(kept);
    shorten_texts(columns, width);
  }
  std::vector<TextTable::Column> headings;
  for (const Shown& column : columns) {
    headings.push_back(
        {is_broken ? broken(column.name, widest_cell(column)) : column.name, column.right});
  }
  TextTable table(headings);
  for (size_t row = 0; row < frame.rows; ++row) {
    std::vector<std::string> cells;
    for (const Shown& column : columns) cells.push_back(column.cells[row]);
    table.add(std::move(cells));
  }
  std::string text = table.text(style_of(STDOUT_FILENO));
  if (left.empty()) return text;
  return text + "\n  " +
         wrapped("Left out for width: " + joined_words(left) +
                     "; --width 0 or --format csv shows them.",
                 width - 2, 2) +
         "\n";
}

}  // namespace footfall
