// Holds the single list of tables, columns, types, units and docs; everything that names a column
// asks here.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall {

enum class Storage : uint8_t { kUint8, kUint16, kInt32, kInt64, kText };

// What a stored value means, and so how it is written: money is minor units (paise), dates are days
// since 1970-01-01, timestamps are local seconds since then, words are codes into a dictionary.
enum class Meaning : uint8_t { kNumber, kMoney, kDate, kTimestamp, kFlag, kWord, kText };

struct Column {
  std::string_view name;
  Storage storage;
  Meaning meaning;
  std::string_view unit;
  std::string_view doc;
};

struct Schema {
  std::string_view name;
  std::span<const Column> columns;
};

enum class Table : uint8_t { kCustomers, kTransactions, kItems };
inline constexpr int kTableCount = 3;

// Returns the schema of a table; lives as long as the program.
const Schema& schema_of(Table table);

// Returns the bytes of one value, 0 for kText.
constexpr size_t storage_bytes(Storage storage) {
  constexpr size_t kBytes[] = {1, 2, 4, 8, 0};
  return kBytes[static_cast<size_t>(storage)];
}

// The words of each kWord column of one table, by column index; other columns have none.
using Words = std::vector<std::vector<std::string>>;

}  // namespace footfall
