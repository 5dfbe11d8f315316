#include "cli/metric_table.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "base/date.h"
#include "base/joined_words.h"
#include "cli/figures.h"
#include "cli/terminal.h"
#include "cli/text_table.h"

namespace footfall {

namespace {

constexpr const char* kMissing = "·";
// Of a text that makes room for other columns: usually, for one of the first, for any figure at
// all.
constexpr size_t kNarrowest[] = {18, 14, 11};
constexpr size_t kFirstColumns = 5;
constexpr size_t kHeadingLines = 3;

// A column of the table: one of the frame, or an interval's two ends.
struct Shown {
  std::string name;
  bool right = false;
  std::vector<std::string> full, cells;  // the latter cut to `width` characters
  size_t width = 1;
};

void cut(Shown& column, size_t width) {
  column.cells = shortened_apart(column.full, width);
  column.width = 1;
  for (const std::string& cell : column.cells)
    column.width = std::max(column.width, width_of(cell));
}

const MetricColumn* known_column(const Metric& metric, const std::string& name) {
  const auto found = std::find_if(metric.columns.begin(), metric.columns.end(),
                                  [&](const MetricColumn& known) { return known.name == name; });
  return found == metric.columns.end() ? nullptr : &*found;
}

constexpr const char* kOwnUnit = "own";  // of each value, as of a model's parameters

// Returns the unit of a cell. Where it depends on the row, a column says it: `unit`, or the series.
std::string unit_of(const Frame& frame, const Metric& metric, const FrameColumn& column,
                    size_t row) {
  const MetricColumn* known = known_column(metric, column.name);
  if (known == nullptr) return "";
  if (known->unit != "by unit") return known->unit;
  if (const FrameColumn* units = frame.find("unit")) return units->texts[row];
  const FrameColumn* series = frame.find("series");
  if (series == nullptr) series = frame.find("measure");
  if (series == nullptr) return kOwnUnit;
  const std::string& of = series->texts[row];
  return of == "revenue" || of == "clv" ? "currency" : of == "units" ? "units" : "ratio";
}

// Decimals that leave about four digits, of which more than the data's own are none.
int decimals_of(double size) { return size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3; }

std::string number_text(const Notation& notation, double value, int decimals) {
  if (value != 0 && std::fabs(value) < 5e-4 && decimals == 3) return formatted("%.1e", value);
  return grouped_number(notation, value, decimals);
}

// Four digits that count, whatever stands above and below, and a decimal at least.
std::string significant_text(const Notation& notation, double value) {
  if (value == std::floor(value)) return grouped_number(notation, value, 0);
  if (std::fabs(value) >= 1000) return grouped_number(notation, value, 1);
  const int magnitude = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  if (magnitude < -5) return formatted("%.3e", value);
  return grouped_number(notation, value, 3 - magnitude);
}

// What the values of one unit in a column have in common.
struct Size {
  std::string unit;
  double largest = 0;
  bool are_whole = true;
};

std::string figure_text(const Notation& notation, double value, const Size& size) {
  const std::string& unit = size.unit;
  if (unit == "currency") return amount_text(notation, value, size.largest < 1000);
  if (unit == "fraction") {
    const bool is_small = value != 0 && std::fabs(value) < 0.001;
    return grouped_number(notation, value * 100, is_small ? 3 : 1) + " %";
  }
  if (unit == "weekday") return weekday_name(static_cast<int>(value)).substr(0, 3);
  if (unit == kOwnUnit) return significant_text(notation, value);
  if (unit == "id") return std::to_string(std::llround(value));
  if (unit == "probability" && value < 5e-4) return "<0.001";
  const bool is_whole = size.are_whole && unit != "ratio" && unit != "units";
  if (is_whole && std::fabs(value) < 1e15) return grouped_number(notation, value, 0);
  return number_text(notation, value, unit == "days" ? 1 : decimals_of(size.largest));
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

std::string cell_text(const FrameColumn& column, size_t row, const Size& size,
                      const Notation& notation) {
  if (column.missing(row)) return kMissing;
  switch (column.kind) {
    case ValueKind::kInteger:
    case ValueKind::kReal:
      return figure_text(notation, column.number(row), size);
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

// Whether two columns are the ends of an interval: x_low and x_high, low_80 and high_80.
bool are_ends(const std::string& low, const std::string& high) {
  const size_t at = low.find("low");
  if (at == std::string::npos || (at > 0 && low[at - 1] != '_')) return false;
  std::string other = low;
  return other.replace(at, 3, "high") == high;
}

// Returns the other end of the interval that a column is an end of, else the column.
const FrameColumn& other_end(const Frame& frame, const FrameColumn& column) {
  const auto found =
      std::find_if(frame.columns.begin(), frame.columns.end(), [&](const FrameColumn& other) {
        return are_ends(column.name, other.name) || are_ends(other.name, column.name);
      });
  return found == frame.columns.end() ? column : *found;
}

Shown shown_column(const Frame& frame, const Metric& metric, const FrameColumn& column,
                   const Notation& notation, size_t widest) {
  Shown shown{
      column.name, column.kind == ValueKind::kInteger || column.kind == ValueKind::kReal, {}, {}};
  // Figures of a column, or of an interval, share their decimals, as far as they share their unit.
  const FrameColumn& other = other_end(frame, column);
  std::vector<Size> sizes;
  std::vector<size_t> size_of(frame.rows);
  for (size_t row = 0; row < frame.rows; ++row) {
    const std::string unit = unit_of(frame, metric, column, row);
    const auto found = std::find_if(sizes.begin(), sizes.end(),
                                    [&](const Size& size) { return size.unit == unit; });
    size_of[row] = static_cast<size_t>(found - sizes.begin());
    if (found == sizes.end()) sizes.push_back({unit});
    Size& size = sizes[size_of[row]];
    for (const FrameColumn* end : {&column, &other}) {
      if (!shown.right || end->missing(row)) continue;
      size.largest = std::max(size.largest, std::fabs(end->number(row)));
      size.are_whole = size.are_whole && end->number(row) == std::floor(end->number(row));
    }
  }
  for (size_t row = 0; row < frame.rows; ++row)
    shown.full.push_back(cell_text(column, row, sizes[size_of[row]], notation));
  cut(shown, widest);
  return shown;
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
        low.full[row] = interval_cell(low.full[row], shown.full[row]);
      cut(low, widest);
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

size_t room_of(const Shown& column, bool is_broken) {
  return std::max(column.width,
                  widest_line(is_broken ? broken(column.name, column.width) : column.name));
}

size_t room_of(const std::vector<Shown>& columns, bool is_broken) {
  size_t width = 0;
  for (const Shown& column : columns) width += room_of(column, is_broken) + 2;
  return width;  // two before each
}

// Shortens texts to `narrowest` at most, the widest first, as far as it helps.
void shorten_texts(std::vector<Shown>& columns, size_t room, size_t narrowest) {
  while (room_of(columns, true) > room) {
    Shown* widest = nullptr;
    for (Shown& column : columns) {
      if (!column.right && column.width > narrowest &&
          (widest == nullptr || column.width > widest->width))
        widest = &column;
    }
    if (widest == nullptr) break;
    --widest->width;
  }
  for (Shown& column : columns) {
    if (!column.right) cut(column, column.width);
  }
}

// Returns the place of a column among those of `metric.shown`, or of all that are not.
size_t rank_of(const Shown& column, const Metric& metric) {
  const std::string name = column.name.substr(0, column.name.find(' '));
  const auto at = std::find(metric.shown.begin(), metric.shown.end(), name);
  return static_cast<size_t>(at - metric.shown.begin());
}

// Takes columns out until the others have room: the last first, those of `metric.shown` at the
// very last. Returns their names.
std::vector<std::string> leave_out(std::vector<Shown>& columns, const Metric& metric, size_t room) {
  std::vector<std::string> names;
  while (columns.size() > 2 && room_of(columns, true) > room) {
    auto least = columns.begin();
    for (auto it = columns.begin(); it != columns.end(); ++it) {
      if (rank_of(*it, metric) >= rank_of(*least, metric)) least = it;
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

// Takes the columns out in which no row has anything. Returns their names.
std::vector<std::string> take_empty(std::vector<Shown>& columns) {
  std::vector<std::string> names;
  std::erase_if(columns, [&](const Shown& column) {
    const bool is_empty = std::all_of(column.full.begin(), column.full.end(),
                                      [](const std::string& cell) { return cell == kMissing; });
    if (is_empty) names.push_back(column.name);
    return is_empty;
  });
  return names;
}

// Takes a column of notes out, which are sentences. Returns them, each with what it is about.
std::vector<std::string> take_notes(std::vector<Shown>& columns) {
  const auto notes = std::find_if(columns.begin(), columns.end(),
                                  [](const Shown& column) { return column.name == "note"; });
  if (notes == columns.end()) return {};
  std::vector<std::string> lines;
  for (size_t row = 0; row < notes->full.size(); ++row) {
    if (notes->full[row] == kMissing) continue;
    std::string about;
    for (const Shown& column : columns) {
      if (column.name != "model" && column.name != "persona" && column.name != "series") continue;
      if (column.full[row] != kMissing) about += (about.empty() ? "" : ", ") + column.full[row];
    }
    std::string line = about.empty() ? notes->full[row] : about + ": " + notes->full[row];
    if (std::find(lines.begin(), lines.end(), line) == lines.end())
      lines.push_back(std::move(line));
  }
  columns.erase(notes);
  return lines;
}

// Makes room: shortens texts, and takes columns out where that is not enough; shortens further
// where that keeps one of the first columns. Returns the names of the columns taken out.
std::vector<std::string> make_room(std::vector<Shown>& columns, const Metric& metric, size_t room) {
  std::vector<Shown> best;
  std::vector<std::string> names;
  size_t most = 0;
  for (const size_t narrowest : kNarrowest) {
    std::vector<Shown> tried = columns;
    shorten_texts(tried, room, narrowest);
    std::vector<std::string> left = leave_out(tried, metric, room);
    size_t firsts = 0;
    bool has_figures = false;
    for (size_t i = 0; i < tried.size(); ++i) {
      const size_t rank = metric.shown.empty() ? i : rank_of(tried[i], metric);
      firsts += rank < kFirstColumns;
      has_figures = has_figures || tried[i].right;
    }
    if (best.empty() || firsts > most) {
      // With fewer columns there may be room for longer texts again.
      best.clear();
      for (const Shown& column : columns) {
        if (std::find(left.begin(), left.end(), column.name) == left.end()) best.push_back(column);
      }
      shorten_texts(best, room, narrowest);
      names = std::move(left);
      most = firsts;
    }
    if (narrowest == kNarrowest[1] && has_figures) break;
  }
  columns = std::move(best);
  return names;
}

std::string lines_below(const std::vector<std::string>& lines, size_t width) {
  std::string text = lines.empty() ? "" : "\n";
  for (const std::string& line : lines) text += "  " + wrapped(line, width - 2, 2) + "\n";
  return text;
}

}  // namespace

std::string metric_table(const Frame& frame, const Metric& metric, const Notation& notation,
                         const TableRoom& room) {
  std::vector<Shown> columns = shown_columns(frame, metric, notation, room.widest_cell);
  const size_t width = room.columns == 0 ? SIZE_MAX : room.columns;
  std::vector<std::string> below;
  if (frame.rows > 0) {
    below = take_notes(columns);
    const std::vector<std::string> empty = take_empty(columns);
    if (!empty.empty()) below.push_back("Without a value in any row: " + joined_words(empty) + ".");
  }
  const bool is_broken = room_of(columns, false) > width;
  if (frame.rows == 1 && room_of(columns, true) > width)
    return list_text(columns, width) + lines_below(below, width);
  std::vector<std::string> left;
  if (is_broken) left = make_room(columns, metric, width);
  std::vector<TextTable::Column> headings;
  for (const Shown& column : columns) {
    headings.push_back({is_broken ? broken(column.name, column.width) : column.name, column.right});
  }
  TextTable table(headings);
  for (size_t row = 0; row < frame.rows; ++row) {
    std::vector<std::string> cells;
    for (const Shown& column : columns) cells.push_back(column.cells[row]);
    table.add(std::move(cells));
  }
  if (frame.rows == 0) below.emplace_back("No rows.");
  if (!left.empty()) {
    below.push_back("Left out for width: " + joined_words(left) +
                    "; --width 0 or --format csv shows them.");
  }
  return table.text(style_of(STDOUT_FILENO)) + lines_below(below, width);
}

}  // namespace footfall
