#include "server/frame_rows.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/date.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

const char* kind_name(ValueKind kind) {
  constexpr const char* kNames[] = {"integer", "real", "text", "flag", "date", "timestamp"};
  return kNames[static_cast<size_t>(kind)];
}

std::string timestamp_text(int64_t seconds) {
  const int64_t second = (seconds % 86'400 + 86'400) % 86'400;
  char time[32];
  std::snprintf(time, sizeof time, "T%02d:%02d:%02d", static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return format_date(static_cast<Day>((seconds - second) / 86'400)) + time;
}

Json value_of(const FrameColumn& column, size_t row) {
  if (column.missing(row)) return nullptr;
  switch (column.kind) {
    case ValueKind::kInteger:
      return column.integers[row];
    case ValueKind::kReal:
      return column.reals[row];
    case ValueKind::kText:
      return column.texts[row];
    case ValueKind::kFlag:
      return column.integers[row] != 0;
    case ValueKind::kDate:
      return format_date(static_cast<Day>(column.integers[row]));
    case ValueKind::kTimestamp:
      return timestamp_text(column.integers[row]);
  }
  return nullptr;
}

}  // namespace

std::string frame_members(const Frame& frame, const std::vector<std::string>& units) {
  Json columns = Json::array(), rows = Json::array();
  for (size_t c = 0; c < frame.columns.size(); ++c) {
    columns.push_back({{"name", frame.columns[c].name},
                       {"kind", kind_name(frame.columns[c].kind)},
                       {"unit", c < units.size() ? units[c] : ""}});
  }
  for (size_t row = 0; row < frame.rows; ++row) {
    Json values = Json::array();
    for (const FrameColumn& column : frame.columns) values.push_back(value_of(column, row));
    rows.push_back(std::move(values));
  }
  const auto replace = Json::error_handler_t::replace;
  return "\"columns\": " + columns.dump(-1, ' ', false, replace) +
         ", \"rows\": " + rows.dump(-1, ' ', false, replace);
}

}  // namespace footfall
