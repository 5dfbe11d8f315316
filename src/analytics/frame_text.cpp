#include "analytics/frame_text.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string_view>

#include "analytics/result_text.h"
#include "base/date.h"

namespace footfall {

namespace {

// Sums of doubles taken in another order, by other threads, differ beyond this.
constexpr int kSignificantDigits = 12;

// Appends the value with its decimals, or as the shortest text of `digits` significant digits.
void append_real(std::string& out, double value, int decimals, int digits) {
  char text[400];
  char* const end = text + sizeof text;
  if (decimals < 0) {
    out.append(text, std::to_chars(text, end, value, std::chars_format::general, digits).ptr);
    return;
  }
  char* last = std::to_chars(text, end, value, std::chars_format::fixed, decimals).ptr;
  // Fractions of a cent are shown where there are some.
  for (int d = decimals; d > 2 && last[-1] == '0'; --d) --last;
  out.append(text, last);
}

void append_integer(std::string& out, int64_t value) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

std::string timestamp(int64_t second) {
  const int64_t day = second / 86400 - (second % 86400 < 0 ? 1 : 0);
  const int64_t rest = second - day * 86400;
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(rest / 3600),
                static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return format_date(static_cast<Day>(day)) + text;
}

// Appends the value as it stands in the tables, without quotes.
void append_value(std::string& out, const FrameColumn& column, size_t row,
                  int digits = kSignificantDigits) {
  switch (column.kind) {
    case ValueKind::kInteger:
      return append_integer(out, column.integers[row]);
    case ValueKind::kReal:
      return append_real(out, column.reals[row], column.decimals, digits);
    case ValueKind::kText:
      out += column.texts[row];
      return;
    case ValueKind::kFlag:
      out += column.integers[row] != 0 ? "true" : "false";
      return;
    case ValueKind::kDate:
      out += format_date(static_cast<Day>(column.integers[row]));
      return;
    case ValueKind::kTimestamp:
      out += timestamp(column.integers[row]);
  }
}

bool is_number(const FrameColumn& column) {
  return column.kind == ValueKind::kInteger || column.kind == ValueKind::kReal;
}

std::vector<Heading> headings_of(const Frame& frame) {
  std::vector<Heading> headings;
  for (const FrameColumn& column : frame.columns)
    headings.push_back({column.name, is_number(column)});
  return headings;
}

std::string json_text(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      json += escape;
    } else {
      json += c;
    }
  }
  return json + "\"";
}

// The one way in which a value becomes JSON.
void append_json_value(std::string& out, const FrameColumn& column, size_t row,
                       int digits = kSignificantDigits) {
  if (column.missing(row)) {
    out += "null";
  } else if (column.kind == ValueKind::kText) {
    out += json_text(column.texts[row]);
  } else {
    const bool is_bare = is_number(column) || column.kind == ValueKind::kFlag;
    if (!is_bare) out += '"';
    append_value(out, column, row, digits);
    if (!is_bare) out += '"';
  }
}

}  // namespace

std::string frame_csv(const Frame& frame) {
  std::string csv = csv_text(headings_of(frame), {});
  for (size_t r = 0; r < frame.rows; ++r) {
    for (size_t c = 0; c < frame.columns.size(); ++c) {
      if (c > 0) csv += ',';
      const FrameColumn& column = frame.columns[c];
      if (column.missing(r)) continue;
      if (column.kind == ValueKind::kText) {
        csv += csv_cell(column.texts[r]);
      } else {
        append_value(csv, column, r);
      }
    }
    csv += '\n';
  }
  return csv;
}

std::string frame_json(const Frame& frame) {
  std::string json = "[";
  for (size_t r = 0; r < frame.rows; ++r) {
    json += r > 0 ? ",\n {" : "\n {";
    for (size_t c = 0; c < frame.columns.size(); ++c) {
      if (c > 0) json += ',';
      json += json_text(frame.columns[c].name) + ":";
      append_json_value(json, frame.columns[c], r);
    }
    json += "}";
  }
  return json + "\n]\n";
}

std::string frame_members_json(const Frame& frame, const FrameJsonOptions& options) {
  constexpr const char* kKinds[] = {"integer", "real", "text", "flag", "date", "timestamp"};
  std::string json = "\"columns\": [";
  for (size_t c = 0; c < frame.columns.size(); ++c) {
    const FrameColumn& column = frame.columns[c];
    const std::string unit = c < options.units.size() ? options.units[c] : "";
    json.append(c > 0 ? "," : "").append("{\"name\":").append(json_text(column.name));
    json.append(",\"kind\":\"").append(kKinds[static_cast<size_t>(column.kind)]);
    json.append("\",\"unit\":").append(json_text(unit)).append("}");
  }
  json += "], \"rows\": [";
  const size_t first = std::min(options.first_row, frame.rows);
  const size_t end = first + std::min(frame.rows - first, options.most_rows);
  for (size_t r = first; r < end; ++r) {
    json += r > first ? ",[" : "[";
    for (size_t c = 0; c < frame.columns.size(); ++c) {
      if (c > 0) json += ',';
      append_json_value(json, frame.columns[c], r, options.digits);
    }
    json += ']';
  }
  return json + "]";
}

}  // namespace footfall
