// Holds ColumnEncoder: turns one column of batches into pages of Parquet's encodings, with the
// range of each page. Knows no library; sink/parquet.cpp compresses the pages and makes the file.
// FORMAT: words and 8- and 16-bit numbers have a dictionary, wider numbers are delta-packed; flags,
// texts and doubles are plain.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sink/code_dictionary.h"
#include "table/batch.h"

namespace footfall {

enum class ParquetType : uint8_t { kBoolean, kInt32, kInt64, kDouble, kText };
enum class ParquetEncoding : uint8_t { kPlain, kDictionary, kDelta };

struct ParquetLayout {
  ParquetType type;
  ParquetEncoding encoding;
};

// Returns how a column lies in a Parquet file.
ParquetLayout layout_of(const Column& column, bool money_double);

// The smallest and the largest value of some rows, as plain bytes.
struct ValueRange {
  std::string min, max;
};

struct EncodedPage {
  std::span<const uint8_t> bytes;  // until the next call
  size_t rows = 0;
  ValueRange range;
};

// What the pages of one row group share.
struct ChunkSummary {
  ValueRange range;
  std::string dictionary;  // plain bytes
  size_t dictionary_values = 0;
};

// THREADS: a column's encoder is used by one thread at a time.
class ColumnEncoder {
 public:
  // Encodes column `index` of `table` in pages of `page_rows` rows; the last page of a row group,
  // and pages of long texts, have fewer.
  ColumnEncoder(Table table, size_t index, const Words& words, bool money_double, size_t page_rows);

  // Takes rows [begin, begin + count) of `batch` until a page is full, and returns how many. When
  // it is full, make_page() must follow before `batch` changes: the rows may not have been copied.
  size_t take(const Batch& batch, size_t begin, size_t count);
  bool is_full() const { return is_full_; }
  bool is_empty() const { return rows_ == 0; }
  // Encodes the rows taken. REQUIRES: not is_empty().
  EncodedPage make_page();
  // Ends the row group: what follows has another dictionary and range. REQUIRES: is_empty().
  ChunkSummary end_chunk();

  ParquetLayout layout() const { return layout_; }

 private:
  size_t take_texts(const Texts& texts, size_t begin, size_t count);
  template <typename Value>
  ValueLimits put_page(const Value* values);
  template <typename Value>
  ValueLimits put_deltas(const Value* values);
  template <typename Code>
  ValueLimits put_codes(const Code* codes);
  template <typename Value>
  ValueLimits put_doubles(const Value* values);
  EncodedPage make_text_page();
  std::string plain(int64_t value) const;

  const Column& column_;
  const size_t index_, page_rows_;
  const ParquetLayout layout_;
  std::optional<CodeDictionary> dictionary_;
  size_t rows_ = 0;
  bool is_full_ = false;
  const void* values_ = nullptr;  // of the rows taken: staged_, or in their batch
  std::unique_ptr<uint8_t[]> staged_, changed_, page_;
  uint8_t* end_ = nullptr;  // of the page
  ValueLimits chunk_limits_;
  std::vector<uint8_t> texts_;  // the page of a text column
  std::optional<ValueRange> text_range_, chunk_text_range_;
};

}  // namespace footfall
