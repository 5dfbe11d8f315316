#include "sink/parquet_column.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "sink/parquet_encoding.h"

namespace footfall {

namespace {

constexpr size_t kMostTextBytes = 1 << 20;  // a page, but for its last text
constexpr int64_t kMillisASecond = 1000;

// Allocates without touching the memory.
std::unique_ptr<uint8_t[]> make_bytes(size_t size) {
  return std::make_unique_for_overwrite<uint8_t[]>(size);
}

size_t code_count(Storage storage) { return storage == Storage::kUint8 ? 1 << 8 : 1 << 16; }

template <typename Value>
ValueLimits limits_of(const Value* values, size_t count) {
  Value min = values[0], max = values[0];
  for (size_t i = 1; i < count; ++i) {
    min = std::min(min, values[i]);
    max = std::max(max, values[i]);
  }
  return {min, max};
}

double currency(int64_t minor_units) { return static_cast<double>(minor_units) / 100.0; }

template <typename Value>
std::string bytes_of(Value value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

// Widens `range` by a text.
void add_text(std::optional<ValueRange>& range, std::string_view text) {
  if (!range) {
    range = {std::string(text), std::string(text)};
  } else if (text < range->min) {
    range->min = text;
  } else if (text > range->max) {
    range->max = text;
  }
}

}  // namespace

ParquetLayout layout_of(const Column& column, bool money_double) {
  const bool is_code = column.storage == Storage::kUint8 || column.storage == Storage::kUint16;
  const ParquetEncoding whole = is_code ? ParquetEncoding::kDictionary : ParquetEncoding::kDelta;
  switch (column.meaning) {
    case Meaning::kFlag:
      return {ParquetType::kBoolean, ParquetEncoding::kPlain};
    case Meaning::kText:
      return {ParquetType::kText, ParquetEncoding::kPlain};
    case Meaning::kWord:
      return {ParquetType::kText, ParquetEncoding::kDictionary};
    case Meaning::kDate:
      return {ParquetType::kInt32, whole};
    case Meaning::kTimestamp:
      return {ParquetType::kInt64, whole};
    case Meaning::kMoney:
      if (!money_double) return {ParquetType::kInt64, whole};
      return {ParquetType::kDouble, is_code ? whole : ParquetEncoding::kPlain};
    case Meaning::kNumber:
      break;
  }
  // Signed and wide, as sums and differences of 8-bit unsigned columns overflow in many readers.
  return {column.storage == Storage::kInt64 ? ParquetType::kInt64 : ParquetType::kInt32, whole};
}

ColumnEncoder::ColumnEncoder(Table table, size_t index, const Words& words, bool money_double,
                             size_t page_rows)
    : column_(schema_of(table).columns[index]),
      index_(index),
      page_rows_(page_rows),
      layout_(layout_of(column_, money_double)) {
  if (column_.meaning == Meaning::kText) return;
  staged_ = make_bytes(page_rows * storage_bytes(column_.storage));
  switch (layout_.encoding) {
    case ParquetEncoding::kDictionary: {
      const size_t codes = code_count(column_.storage);
      column_.meaning == Meaning::kWord ? dictionary_.emplace(codes, words[index])
                                        : dictionary_.emplace(codes);
      page_ = make_bytes(1 + most_index_bytes(page_rows));
      break;
    }
    case ParquetEncoding::kDelta:
      page_ = make_bytes(most_delta_bytes(page_rows, sizeof(int64_t)));
      changed_ = make_bytes(page_rows * sizeof(int64_t));
      break;
    case ParquetEncoding::kPlain:
      page_ = make_bytes(page_rows * sizeof(double));
  }
}

size_t ColumnEncoder::take(const Batch& batch, size_t begin, size_t count) {
  if (column_.meaning == Meaning::kText) return take_texts(batch.texts(index_), begin, count);
  count = std::min(count, page_rows_ - rows_);
  const size_t value_bytes = storage_bytes(column_.storage);
  const uint8_t* from = batch.values<uint8_t>(index_) + begin * value_bytes;
  if (count == page_rows_) {
    values_ = from;
  } else {
    std::memcpy(staged_.get() + rows_ * value_bytes, from, count * value_bytes);
    values_ = staged_.get();
  }
  rows_ += count;
  is_full_ = rows_ == page_rows_;
  return count;
}

size_t ColumnEncoder::take_texts(const Texts& texts, size_t begin, size_t count) {
  if (rows_ == 0) texts_.clear();
  size_t taken = 0;
  while (taken < count && !is_full_) {
    const std::string_view text = texts[begin + taken];
    const auto size = static_cast<uint32_t>(text.size());
    const size_t at = texts_.size();
    texts_.resize(at + sizeof size + size);
    std::memcpy(texts_.data() + at, &size, sizeof size);
    std::memcpy(texts_.data() + at + sizeof size, text.data(), size);
    add_text(text_range_, text);
    ++taken;
    is_full_ = ++rows_ == page_rows_ || texts_.size() >= kMostTextBytes;
  }
  return taken;
}

EncodedPage ColumnEncoder::make_page() {
  if (column_.meaning == Meaning::kText) return make_text_page();
  EncodedPage page;
  page.rows = rows_;
  ValueLimits limits;
  switch (column_.storage) {
    case Storage::kUint8:
      limits = put_page(static_cast<const uint8_t*>(values_));
      break;
    case Storage::kUint16:
      limits = put_page(static_cast<const uint16_t*>(values_));
      break;
    case Storage::kInt32:
      limits = put_page(static_cast<const int32_t*>(values_));
      break;
    case Storage::kInt64:
      limits = put_page(static_cast<const int64_t*>(values_));
      break;
    case Storage::kText:
      break;
  }
  chunk_limits_.add(limits.min);
  chunk_limits_.add(limits.max);
  page.bytes = {page_.get(), end_};
  page.range = {plain(limits.min), plain(limits.max)};
  rows_ = 0;
  is_full_ = false;
  return page;
}

EncodedPage ColumnEncoder::make_text_page() {
  EncodedPage page{texts_, rows_, *text_range_};
  if (!chunk_text_range_) chunk_text_range_ = text_range_;
  add_text(chunk_text_range_, text_range_->min);
  add_text(chunk_text_range_, text_range_->max);
  text_range_.reset();
  rows_ = 0;
  is_full_ = false;
  return page;
}

ChunkSummary ColumnEncoder::end_chunk() {
  ChunkSummary chunk;
  if (column_.meaning == Meaning::kText) {
    chunk.range = *std::exchange(chunk_text_range_, std::nullopt);
    return chunk;
  }
  chunk.range = {plain(chunk_limits_.min), plain(chunk_limits_.max)};
  chunk_limits_ = {};
  if (!dictionary_) return chunk;
  for (const int64_t value : dictionary_->values()) {
    const std::string bytes = plain(value);
    if (layout_.type == ParquetType::kText)
      chunk.dictionary += bytes_of(static_cast<uint32_t>(bytes.size()));
    chunk.dictionary += bytes;
  }
  chunk.dictionary_values = dictionary_->values().size();
  dictionary_->clear();
  return chunk;
}

// Writes the page of the rows taken; returns their limits.
template <typename Value>
ValueLimits ColumnEncoder::put_page(const Value* values) {
  if constexpr (sizeof(Value) <= 2) {
    if (layout_.encoding == ParquetEncoding::kDictionary) return put_codes(values);
  }
  if constexpr (sizeof(Value) == 1) {
    if (layout_.type == ParquetType::kBoolean) {
      end_ = put_flags(values, rows_, page_.get());
      const ValueLimits limits = limits_of(values, rows_);
      return {limits.min != 0, limits.max != 0};
    }
  }
  if constexpr (sizeof(Value) >= 4) {
    if (layout_.encoding == ParquetEncoding::kDelta) return put_deltas(values);
    if (layout_.type == ParquetType::kDouble) return put_doubles(values);
  }
  check(false, "storage without a Parquet encoding");
  return {};
}

template <typename Code>
ValueLimits ColumnEncoder::put_codes(const Code* codes) {
  const ValueLimits limits = dictionary_->add(codes, rows_);
  const int width = index_width(dictionary_->values().size());
  page_[0] = static_cast<uint8_t>(width);
  end_ = put_indices(codes, rows_, dictionary_->index_by_code(), width, page_.get() + 1);
  return limits;
}

template <typename Value>
ValueLimits ColumnEncoder::put_deltas(const Value* values) {
  const ValueLimits limits = limits_of(values, rows_);
  const int64_t scale = column_.meaning == Meaning::kTimestamp ? kMillisASecond : 1;
  const uint64_t span = static_cast<uint64_t>(limits.max) - static_cast<uint64_t>(limits.min);
  const bool is_narrow = span <= static_cast<uint64_t>(INT32_MAX / scale);
  const int64_t first = values[0] * scale;
  if constexpr (sizeof(Value) == 4) {
    if (layout_.type == ParquetType::kInt32 || (is_narrow && scale == 1)) {
      end_ = put_delta(values, rows_, first, page_.get());
      return limits;
    }
  }
  if (is_narrow) {
    auto* const narrow = reinterpret_cast<int32_t*>(changed_.get());
    const auto factor = static_cast<uint32_t>(scale);
    for (size_t i = 0; i < rows_; ++i) {
      const auto above = static_cast<uint32_t>(values[i] - static_cast<Value>(limits.min));
      narrow[i] = static_cast<int32_t>(above * factor);
    }
    end_ = put_delta(narrow, rows_, first, page_.get());
    return limits;
  }
  auto* const wide = reinterpret_cast<int64_t*>(changed_.get());
  for (size_t i = 0; i < rows_; ++i) wide[i] = values[i] * scale;
  end_ = put_delta(wide, rows_, page_.get());
  return limits;
}

template <typename Value>
ValueLimits ColumnEncoder::put_doubles(const Value* values) {
  auto* const doubles = reinterpret_cast<double*>(page_.get());
  for (size_t i = 0; i < rows_; ++i) doubles[i] = currency(values[i]);
  end_ = page_.get() + rows_ * sizeof(double);
  return limits_of(values, rows_);
}

// Returns the PLAIN bytes of a value, of a word without its length.
std::string ColumnEncoder::plain(int64_t value) const {
  switch (layout_.type) {
    case ParquetType::kBoolean:
      return std::string(1, static_cast<char>(value));
    case ParquetType::kInt32:
      return bytes_of(static_cast<int32_t>(value));
    case ParquetType::kInt64:
      return bytes_of(column_.meaning == Meaning::kTimestamp ? value * kMillisASecond : value);
    case ParquetType::kDouble:
      return bytes_of(currency(value));
    case ParquetType::kText:
      return dictionary_->word(value);
  }
  return {};
}

}  // namespace footfall
