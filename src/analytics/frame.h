// Holds Frame: the rows of a query as typed columns, which is what metrics return and what model
// fitting, reports and printing read.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace footfall {

// Dates are days since 1970-01-01, timestamps seconds since then (local time), flags 0 or 1.
enum class ValueKind : uint8_t { kInteger, kReal, kText, kFlag, kDate, kTimestamp };

struct FrameColumn {
  std::string name;
  ValueKind kind = ValueKind::kText;
  int decimals = -1;                // of a kReal that was DECIMAL in SQL; -1 for any number of them
  std::vector<int64_t> integers;    // of kInteger, kFlag, kDate and kTimestamp
  std::vector<double> reals;        // of kReal: always finite, as NaN and infinity are missing
  std::vector<std::string> texts;   // of kText
  std::vector<uint8_t> is_missing;  // by row; empty when no value is missing

  bool missing(size_t row) const { return !is_missing.empty() && is_missing[row] != 0; }
  // Returns a number of any kind but kText.
  double number(size_t row) const {
    return kind == ValueKind::kReal ? reals[row] : static_cast<double>(integers[row]);
  }

  // Each adds one value, of the column's kind; a real that is not finite is missing.
  void add(const std::string& text);
  void add(const char* text) { add(std::string(text)); }
  void add(double real);
  void add(int64_t integer);
  void add(bool flag) { add(int64_t{flag}); }
  void add_missing();
  template <typename Value>
  void add(const std::optional<Value>& value) {
    value ? add(*value) : add_missing();
  }

 private:
  void add_present();
};

struct Frame {
  std::vector<FrameColumn> columns;
  size_t rows = 0;

  const FrameColumn* find(std::string_view name) const {
    for (const FrameColumn& column : columns) {
      if (column.name == name) return &column;
    }
    return nullptr;
  }
  // REQUIRES: there is such a column.
  const FrameColumn& at(std::string_view name) const {
    const FrameColumn* column = find(name);
    check(column != nullptr, "no such column in a frame");
    return *column;
  }
  // Adds a row of values, one a column. REQUIRES: the columns' kinds.
  template <typename... Values>
  void add_row(const Values&... values) {
    check(sizeof...(values) == columns.size(), "a row has a value for each column");
    size_t column = 0;
    (columns[column++].add(values), ...);
    ++rows;
  }
};

// Returns an empty column.
FrameColumn make_column(std::string name, ValueKind kind);

}  // namespace footfall
