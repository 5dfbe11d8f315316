// Reads back what sink/duckdb.cpp wrote.
#include <algorithm>
#include <memory>
#include <optional>
#include <type_traits>

#include "base/check.h"
#include "duckdb/database.h"
#include "sink/row_source.h"

namespace footfall {

namespace {

Error difference(const std::string& what) { return {ErrorCategory::kGate, what, ""}; }

constexpr int32_t kUnknown = -1;

// How the database holds a column, and the codes of an ENUM's members.
struct StoredColumn : DatabaseColumn {
  std::vector<int32_t> codes;  // by member, kUnknown until it is met
};

// The rows of one table, streamed in the order they were written.
class DuckdbRows {
 public:
  explicit DuckdbRows(Table table) : table_(table) {}

  Result<> open(const std::string& path) {
    // One thread, as verify is bound by what it does with the rows; several keep the order as well.
    auto database = Database::open(
        {path, {{"access_mode", "READ_ONLY"}, {"threads", "1"}, {"temp_directory", ""}}});
    if (!database) {
      const Error& why = database.error();
      if (why.category == ErrorCategory::kUnavailable) return why;
      return difference("is no DuckDB database: " + why.message);
    }
    database_ = std::move(*database);
    StatementOptions streamed;
    streamed.is_streamed = true;
    auto rows = database_->run("SELECT * FROM " + std::string(schema_of(table_).name), streamed);
    if (!rows) return difference(rows.error().message);
    rows_ = std::move(*rows);
    return read_types();
  }

  Result<bool> next(Batch& batch, WordCodes& codes) {
    batch.clear();
    size_t rows = 0;
    while (rows < batch.capacity()) {
      if (taken_ == fetched_) {
        const auto more = fetch();
        if (!more) return more.error();
        if (!*more) break;
      }
      const size_t count = std::min(fetched_ - taken_, batch.capacity() - rows);
      for (size_t c = 0; c < columns_.size(); ++c) FOOTFALL_TRY(put(c, count, rows, batch, codes));
      taken_ += count;
      rows += count;
    }
    batch.set_rows(rows);
    return rows > 0;
  }

 private:
  Result<> read_types() {
    const auto columns = schema_of(table_).columns;
    for (DatabaseColumn& column : rows_->columns()) {
      std::vector<int32_t> codes(column.members.size(), kUnknown);
      columns_.push_back({std::move(column), std::move(codes)});
    }
    if (columns_.size() != columns.size()) return difference("has other columns than the table");
    for (size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].name != columns_[c].name || !fits(columns[c], columns_[c]))
        return difference(name(c) + " has another name or type");
    }
    return Done{};
  }

  static bool fits(const Column& column, const DatabaseColumn& held) {
    switch (column.meaning) {
      case Meaning::kMoney:
        return held.type == DatabaseType::kDouble ||
               (held.type == DatabaseType::kDecimal && held.decimals == 2 &&
                held.stored == DatabaseType::kBigint);
      case Meaning::kDate:
        return held.type == DatabaseType::kDate;
      case Meaning::kTimestamp:
        return held.type == DatabaseType::kTimestamp;
      case Meaning::kFlag:
        return held.type == DatabaseType::kBoolean;
      case Meaning::kText:
        return held.type == DatabaseType::kVarchar;
      case Meaning::kWord:
        return held.type == DatabaseType::kEnum;
      case Meaning::kNumber:
        break;
    }
    return held.type ==
           (column.storage == Storage::kInt64 ? DatabaseType::kBigint : DatabaseType::kInteger);
  }

  Result<bool> fetch() {
    const auto count = rows_->fetch();
    if (!count) return difference(count.error().message);
    fetched_ = *count;
    taken_ = 0;
    return fetched_ > 0;
  }

  // Puts the next `count` fetched rows into rows from `at` on.
  Result<> put(size_t column, size_t count, size_t at, Batch& batch, WordCodes& codes) {
    const ColumnValues held = rows_->values(column);
    for (size_t i = 0; held.validity != nullptr && i < count; ++i) {
      if (held.missing(taken_ + i)) return difference(name(column) + " is null");
    }
    Result<> outcome = Done{};
    visit_values(columns_[column].stored, held.values, [&](const auto* values) {
      using Value = std::remove_cvref_t<decltype(*values)>;
      if constexpr (std::is_same_v<Value, StoredText>) {
        for (size_t i = 0; i < count; ++i) batch.texts(column).push_back(values[taken_ + i].view());
      } else if constexpr (std::is_arithmetic_v<Value>) {
        outcome = put_values(values + taken_, column, count, at, batch, codes);
      } else {
        check(false, "a type that does not fit");
      }
    });
    return outcome;
  }

  template <typename Value>
  Result<> put_values(const Value* values, size_t column, size_t count, size_t at, Batch& batch,
                      WordCodes& codes) {
    const Meaning meaning = schema_of(table_).columns[column].meaning;
    for (size_t i = 0; i < count; ++i) {
      int64_t value = 0;
      bool right = true;
      if constexpr (std::is_floating_point_v<Value>) {
        right = minor_units(values[i], value);
      } else {
        // NOLINTNEXTLINE(bugprone-signed-char-misuse): a TINYINT is a number with a sign
        value = static_cast<int64_t>(values[i]);
      }
      if (meaning == Meaning::kTimestamp) {
        right = value % 1'000'000 == 0;
        value /= 1'000'000;
      } else if (meaning == Meaning::kWord) {
        const auto code = code_of(column, static_cast<size_t>(value), codes);
        if (!code) return code.error();
        value = *code;
      }
      if (!right || !store_value(batch, column, at + i, value))
        return difference(name(column) + " holds a wrong value");
    }
    return Done{};
  }

  Result<uint16_t> code_of(size_t column, size_t member, WordCodes& codes) {
    StoredColumn& held = columns_[column];
    if (member >= held.members.size())
      return difference(name(column) + " holds a word out of nowhere");
    if (held.codes[member] != kUnknown) return static_cast<uint16_t>(held.codes[member]);
    auto code = codes.code(column, held.members[member]);
    if (code) held.codes[member] = *code;
    return code;
  }

  std::string name(size_t column) const {
    return "column " + std::string(schema_of(table_).columns[column].name);
  }

  const Table table_;
  std::optional<Database> database_;
  std::optional<DatabaseRows> rows_;
  std::vector<StoredColumn> columns_;
  size_t fetched_ = 0, taken_ = 0;
};

}  // namespace

Result<RowSource> open_duckdb_rows(const std::string& path, Table table) {
  const auto rows = std::make_shared<DuckdbRows>(table);
  FOOTFALL_TRY(rows->open(path));
  return RowSource([rows](Batch& batch, WordCodes& codes) { return rows->next(batch, codes); });
}

}  // namespace footfall
