#include "analytics/frame_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "analytics/result_text.h"
#include "base/date.h"

namespace footfall {

namespace {

// Sums of doubles taken in another order, by other threads, differ beyond this.
constexpr int kSignificantDigits = 12;

// Returns the value with its decimals, or with the shortest text of `digits` significant digits.
std::string exact(double value, int decimals, int digits) {
  char text[400];
  if (decimals >= 0) {
    int length = std::snprintf(text, sizeof text, "%.*f", decimals, value);
    // Fractions of a cent are shown where there are some.
    for (int d = decimals; d > 2 && text[length - 1] == '0'; --d) text[--length] = '\0';
    return text;
  }
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

std::string timestamp(int64_t second) {
  const int64_t day = second / 86400 - (second % 86400 < 0 ? 1 : 0);
  const int64_t rest = second - day * 86400;
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(rest / 3600),
                static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return format_date(static_cast<Day>(day)) + text;
}

std::string value_text(const FrameColumn& column, size_t row, int digits = kSignificantDigits) {
  switch (column.kind) {
    case ValueKind::kInteger:
      return std::to_string(column.integers[row]);
    case ValueKind::kReal:
      return exact(column.reals[row], column.decimals, digits);
    case ValueKind::kText:
      return column.texts[row];
    case ValueKind::kFlag:
      return column.integers[row] != 0 ? "true" : "false";
    case ValueKind::kDate:
      return format_date(static_cast<Day>(column.integers[row]));
    case ValueKind::kTimestamp:
      return timestamp(column.integers[row]);
  }
  return "";
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
std::string json_value(const FrameColumn& column, size_t row, int digits = kSignificantDigits) {
  if (column.missing(row)) return "null";
  const std::string text = value_text(column, row, digits);
  return is_number(column) || column.kind == ValueKind::kFlag ? text : json_text(text);
}

}  // namespace

std::string frame_csv(const Frame& frame) {
  std::string csv = csv_text(headings_of(frame), {});
  for (size_t r = 0; r < frame.rows; ++r) {
    for (size_t c = 0; c < frame.columns.size(); ++c) {
      if (c > 0) csv += ',';
      if (!frame.columns[c].missing(r)) csv += csv_cell(value_text(frame.columns[c], r));
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
      json += json_text(frame.columns[c].name) + ":" + json_value(frame.columns[c], r);
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
    for (size_t c = 0; c < frame.columns.size(); ++c)
      json.append(c > 0 ? "," : "").append(json_value(frame.columns[c], r, options.digits));
    json += ']';
  }
  return json + "]";
}

}  // namespace footfall
