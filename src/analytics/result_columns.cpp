#include "analytics/result_columns.h"

#include <cmath>
#include <type_traits>

namespace footfall {

namespace {

double real_of(HugeInteger value) {
  return std::ldexp(static_cast<double>(value.upper), 64) + static_cast<double>(value.lower);
}

int64_t floor_divided(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

// Appends the values of one column of a result to a FrameColumn.
class ColumnReader {
 public:
  explicit ColumnReader(DatabaseColumn from) : from_(std::move(from)) {
    column_.name = from_.name;
    column_.kind = value_kind(from_.type);
    if (from_.type != DatabaseType::kDecimal) return;
    column_.decimals = from_.decimals;
    for (int i = 0; i < from_.decimals; ++i) divisor_ *= 10;
  }

  // Returns whether values of this type can be read.
  bool is_readable() const {
    return column_.kind != ValueKind::kText || from_.type == DatabaseType::kVarchar ||
           from_.type == DatabaseType::kEnum || from_.type == DatabaseType::kSqlnull;
  }

  const std::string& name() const { return from_.name; }

  void read(const ColumnValues& values, size_t count) {
    values_ = values;
    for (size_t i = 0; i < count; ++i) {
      if (is_missing(i)) mark(i);
    }
    const bool has_values = visit_values(from_.stored, values.values,
                                         [&](const auto* stored) { read_values(stored, count); });
    if (!has_values) column_.texts.resize(rows_ + count);  // NULLs without a type
    rows_ += count;
    if (!column_.is_missing.empty()) column_.is_missing.resize(rows_, 0);
  }

  FrameColumn take() { return std::move(column_); }

 private:
  bool is_missing(size_t i) const {
    return from_.type == DatabaseType::kSqlnull || values_.missing(i);
  }
  void mark(size_t i) {
    column_.is_missing.resize(rows_ + i + 1, 0);
    column_.is_missing.back() = 1;
  }

  template <typename Stored>
  void read_values(const Stored* values, size_t count) {
    if constexpr (std::is_integral_v<Stored>) {
      read_integers(values, count);
    } else if constexpr (std::is_floating_point_v<Stored>) {
      read_reals(values, count);
    } else if constexpr (std::is_same_v<Stored, HugeInteger>) {
      read_huge(values, count);
    } else {
      for (size_t i = 0; i < count; ++i)
        column_.texts.emplace_back(is_missing(i) ? std::string_view() : values[i].view());
    }
  }

  template <typename Stored>
  void read_integers(const Stored* values, size_t count) {
    const auto convert = [&](auto to_value, auto& into) {
      for (size_t i = 0; i < count; ++i) into.push_back(is_missing(i) ? 0 : to_value(values[i]));
    };
    const auto seconds = [&](auto units) {  // a constant: dividing by it is many times as fast
      convert(
          [](Stored v) { return floor_divided(static_cast<int64_t>(v), decltype(units)::value); },
          column_.integers);
    };
    switch (from_.type) {
      case DatabaseType::kDecimal:
        return convert([&](Stored v) { return static_cast<double>(v) / divisor_; }, column_.reals);
      case DatabaseType::kEnum:
        for (size_t i = 0; i < count; ++i) {
          column_.texts.push_back(is_missing(i) ? ""
                                                : from_.members[static_cast<size_t>(values[i])]);
        }
        return;
      case DatabaseType::kTimestamp:
        return seconds(std::integral_constant<int64_t, 1'000'000>());
      case DatabaseType::kTimestampMs:
        return seconds(std::integral_constant<int64_t, 1'000>());
      case DatabaseType::kTimestampNs:
        return seconds(std::integral_constant<int64_t, 1'000'000'000>());
      default:
        return convert([](Stored v) { return static_cast<int64_t>(v); }, column_.integers);
    }
  }

  template <typename Stored>
  void read_reals(const Stored* values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      const double value = is_missing(i) ? 0.0 : static_cast<double>(values[i]);
      if (!std::isfinite(value)) mark(i);
      column_.reals.push_back(std::isfinite(value) ? value : 0.0);
    }
  }

  void read_huge(const HugeInteger* values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      const double value = is_missing(i) ? 0.0 : real_of(values[i]);
      if (from_.type == DatabaseType::kDecimal) {
        column_.reals.push_back(value / divisor_);
      } else if (std::fabs(value) < 0x1p63) {  // the lower half is the value, two's complement
        column_.integers.push_back(is_missing(i) ? 0 : static_cast<int64_t>(values[i].lower));
      } else {
        mark(i);
        column_.integers.push_back(0);
      }
    }
  }

  const DatabaseColumn from_;
  double divisor_ = 1;
  FrameColumn column_;
  size_t rows_ = 0;
  ColumnValues values_ = {};
};

}  // namespace

ValueKind value_kind(DatabaseType type) {
  switch (type) {
    case DatabaseType::kTinyint:
    case DatabaseType::kSmallint:
    case DatabaseType::kInteger:
    case DatabaseType::kBigint:
    case DatabaseType::kUtinyint:
    case DatabaseType::kUsmallint:
    case DatabaseType::kUinteger:
    case DatabaseType::kUbigint:
    case DatabaseType::kHugeint:
    case DatabaseType::kUhugeint:
      return ValueKind::kInteger;
    case DatabaseType::kFloat:
    case DatabaseType::kDouble:
    case DatabaseType::kDecimal:
      return ValueKind::kReal;
    case DatabaseType::kBoolean:
      return ValueKind::kFlag;
    case DatabaseType::kDate:
      return ValueKind::kDate;
    case DatabaseType::kTimestamp:
    case DatabaseType::kTimestampS:
    case DatabaseType::kTimestampMs:
    case DatabaseType::kTimestampNs:
      return ValueKind::kTimestamp;
    default:
      return ValueKind::kText;
  }
}

Result<Frame> read_columns(DatabaseRows& rows) {
  std::vector<ColumnReader> readers;
  for (DatabaseColumn& column : rows.columns()) {
    readers.emplace_back(std::move(column));
    if (!readers.back().is_readable()) {
      return Error{ErrorCategory::kInput,
                   "column " + readers.back().name() +
                       " has a type without an equal here: cast it to VARCHAR",
                   ""};
    }
  }
  Frame frame;
  for (;;) {
    const auto count = rows.fetch();
    if (!count) return Error{ErrorCategory::kInput, count.error().message, ""};
    if (*count == 0) break;
    for (size_t c = 0; c < readers.size(); ++c) readers[c].read(rows.values(c), *count);
    frame.rows += *count;
  }
  for (ColumnReader& reader : readers) frame.columns.push_back(reader.take());
  return frame;
}

}  // namespace footfall
