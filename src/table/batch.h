// Holds Batch, the narrow waist: rows exist only as columns of equal length under one schema.
// Buffers are allocated once for a capacity and reused; untouched capacity costs no memory.
#pragma once
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "table/schema.h"

namespace footfall {

// Rows that vector stores may write past the last one.
inline constexpr size_t kBatchSlack = 64;

class Batch {
 public:
  Batch(Table table, size_t capacity) : table_(table), capacity_(capacity) {
    for (const Column& column : schema().columns) {
      const size_t value_bytes = storage_bytes(column.storage);
      void* data = value_bytes ? std::malloc((capacity + kBatchSlack) * value_bytes + 64) : nullptr;
      check(value_bytes == 0 || data != nullptr, "out of memory for a batch");
      owned_.emplace_back(data, &std::free);
      data_.push_back(data);
      texts_.emplace_back();
    }
  }

  // Returns rows [begin, begin + count) of `source` in place. REQUIRES: no kText column; `source`
  // outlives the view, which is only read.
  static Batch view(const Batch& source, size_t begin, size_t count) {
    check(begin + count <= source.rows_, "view beyond the rows");
    Batch batch(source.table_);
    for (size_t c = 0; c < source.data_.size(); ++c) {
      const size_t value_bytes = storage_bytes(source.schema().columns[c].storage);
      check(value_bytes > 0, "a view cannot hold texts");
      batch.data_.push_back(static_cast<char*>(source.data_[c]) + begin * value_bytes);
    }
    batch.texts_.resize(batch.data_.size());
    batch.capacity_ = batch.rows_ = count;
    return batch;
  }

  Table table() const { return table_; }
  const Schema& schema() const { return schema_of(table_); }
  size_t rows() const { return rows_; }
  size_t capacity() const { return capacity_; }
  void set_rows(size_t rows) {
    check(rows <= capacity_, "batch overflow");
    rows_ = rows;
  }
  void clear() {
    rows_ = 0;
    for (auto& text : texts_) text.clear();
  }

  // Returns the values of a column. REQUIRES: T is the column's storage.
  template <typename T>
  T* values(size_t column) {
    return static_cast<T*>(data_[column]);
  }
  template <typename T>
  const T* values(size_t column) const {
    return static_cast<const T*>(data_[column]);
  }
  // Returns the strings of a kText column, one a row.
  std::vector<std::string>& texts(size_t column) { return texts_[column]; }
  const std::vector<std::string>& texts(size_t column) const { return texts_[column]; }

  // Appends rows [begin, begin + count) of `source`. REQUIRES: same table, capacity.
  void append(const Batch& source, size_t begin, size_t count) {
    check(rows_ + count <= capacity_, "batch overflow");
    for (size_t c = 0; c < data_.size(); ++c) {
      const size_t value_bytes = storage_bytes(schema().columns[c].storage);
      if (value_bytes == 0) {
        const auto& from = source.texts_[c];
        texts_[c].insert(texts_[c].end(), from.begin() + static_cast<long>(begin),
                         from.begin() + static_cast<long>(begin + count));
        continue;
      }
      std::memcpy(static_cast<char*>(data_[c]) + rows_ * value_bytes,
                  static_cast<const char*>(source.data_[c]) + begin * value_bytes,
                  count * value_bytes);
    }
    rows_ += count;
  }

  // Returns a value widened to 64 bits, whatever its storage. REQUIRES: not kText.
  int64_t value(size_t column, size_t row) const {
    switch (schema().columns[column].storage) {
      case Storage::kUint8:
        return values<uint8_t>(column)[row];
      case Storage::kUint16:
        return values<uint16_t>(column)[row];
      case Storage::kInt32:
        return values<int32_t>(column)[row];
      case Storage::kInt64:
        return values<int64_t>(column)[row];
      case Storage::kText:
        break;
    }
    return 0;
  }

 private:
  explicit Batch(Table table) : table_(table) {}

  Table table_;
  size_t capacity_ = 0, rows_ = 0;
  std::vector<std::unique_ptr<void, decltype(&std::free)>> owned_;
  std::vector<void*> data_;
  std::vector<std::vector<std::string>> texts_;
};

}  // namespace footfall
