// Holds what a column of DuckDB is, and how its values lie in memory.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace footfall {

// Types of DuckDB, with DuckDB's numbers; one that has no name here has its number all the same.
enum class DatabaseType : int {
  kInvalid = 0,
  kBoolean = 1,
  kTinyint = 2,
  kSmallint = 3,
  kInteger = 4,
  kBigint = 5,
  kUtinyint = 6,
  kUsmallint = 7,
  kUinteger = 8,
  kUbigint = 9,
  kFloat = 10,
  kDouble = 11,
  kTimestamp = 12,
  kDate = 13,
  kHugeint = 16,
  kVarchar = 17,
  kDecimal = 19,
  kTimestampS = 20,
  kTimestampMs = 21,
  kTimestampNs = 22,
  kEnum = 23,
  kUhugeint = 32,
  kSqlnull = 36
};

struct DatabaseColumn {
  std::string name;
  DatabaseType type = DatabaseType::kInvalid;
  DatabaseType stored = DatabaseType::kInvalid;  // `type`, but of a DECIMAL or ENUM an integer
  int decimals = 0;                              // of a DECIMAL
  std::vector<std::string> members;              // of an ENUM, whose values are their indices
};

// A value of HUGEINT.
struct HugeInteger {
  uint64_t lower;
  int64_t upper;
};

// A value of VARCHAR: up to 12 bytes stand in it, more stand elsewhere.
class StoredText {
 public:
  // REQUIRES: the text, which is a part of it, stays where it is while the view is used.
  std::string_view view() const {
    if (length_ <= sizeof(bytes_)) return {bytes_, length_};
    const char* elsewhere;
    std::memcpy(&elsewhere, bytes_ + 4, sizeof(elsewhere));  // behind a prefix of four bytes
    return {elsewhere, length_};
  }

 private:
  uint32_t length_;
  char bytes_[12];
};

// The values of one column of some rows.
struct ColumnValues {
  const void* values;
  const uint64_t* validity;  // a bit a row, set where it has a value; nullptr where all have

  bool missing(size_t row) const {
    return validity != nullptr && (validity[row / 64] >> row % 64 & 1) == 0;
  }
};

// Calls `visit` with `values` as an array of the type that `stored` is; false for types that have
// none here.
template <typename Visit>
bool visit_values(DatabaseType stored, const void* values, const Visit& visit) {
  const auto as = [&](auto value) {
    visit(static_cast<const decltype(value)*>(values));
    return true;
  };
  switch (stored) {
    case DatabaseType::kBoolean:
    case DatabaseType::kUtinyint:
      return as(uint8_t{});
    case DatabaseType::kTinyint:
      return as(int8_t{});
    case DatabaseType::kSmallint:
      return as(int16_t{});
    case DatabaseType::kUsmallint:
      return as(uint16_t{});
    case DatabaseType::kInteger:
    case DatabaseType::kDate:
      return as(int32_t{});
    case DatabaseType::kUinteger:
      return as(uint32_t{});
    case DatabaseType::kBigint:
    case DatabaseType::kTimestamp:
    case DatabaseType::kTimestampS:
    case DatabaseType::kTimestampMs:
    case DatabaseType::kTimestampNs:
      return as(int64_t{});
    case DatabaseType::kUbigint:
      return as(uint64_t{});
    case DatabaseType::kHugeint:
    case DatabaseType::kUhugeint:
      return as(HugeInteger{});
    case DatabaseType::kFloat:
      return as(float{});
    case DatabaseType::kDouble:
      return as(double{});
    case DatabaseType::kVarchar:
      return as(StoredText{});
    default:
      return false;
  }
}

}  // namespace footfall
