// Holds RowSource: reads the rows of a file back into batches, whatever its format, so that a data
// set can be checked. Readers accept what our sinks write, and call anything else a difference.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "table/batch.h"

namespace footfall {

// Gives words the codes that batches hold: the first word of a column is 0, the next new one 1.
class WordCodes {
 public:
  explicit WordCodes(Table table);
  // Returns the code of a word. Error: kGate when the column's storage holds no more words.
  Result<uint16_t> code(size_t column, std::string_view word);
  // Returns the words of the columns, by code.
  const Words& words() const { return words_; }

 private:
  struct Column {
    size_t most = 0;
    uint16_t last = 0;                             // most rows repeat a word
    std::unordered_map<uint64_t, uint16_t> codes;  // by hash
  };

  const Table table_;
  std::vector<Column> columns_;
  Words words_;
};

// Clears `batch` and fills it with the next rows of a file, in order, at most its capacity; false
// when no rows are left. Errors: kGate with what is wrong with the row after those given so far,
// kIo. THREADS: one caller at a time.
using RowSource = std::function<Result<bool>(Batch& batch, WordCodes& codes)>;

// Opens a Parquet file of one table. Errors: kGate when it is none of ours, kUnavailable without
// the library. REQUIRES: the file can be read.
Result<RowSource> open_parquet_rows(const std::string& path, Table table);
// Opens one table of a DuckDB database. Errors: as open_parquet_rows.
Result<RowSource> open_duckdb_rows(const std::string& path, Table table);

// Finds the minor units that `value` is the nearest double to; false when there are none.
bool minor_units(double value, int64_t& units);
// Stores a value as row `row` of a column; false when its storage cannot hold it.
bool store_value(Batch& batch, size_t column, size_t row, int64_t value);

}  // namespace footfall
