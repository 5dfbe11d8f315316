// Holds Batch, the narrow waist: rows exist only as columns of equal length under one schema.
// Buffers grow and are reused; untouched capacity costs no memory.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "table/schema.h"

namespace footfall {

// Rows that vector stores may write past the last one.
inline constexpr size_t kBatchSlack = 64;

// The strings of a kText column: bytes in a row, and where each string ends.
class Texts {
 public:
  size_t size() const { return ends_.size(); }
  // Returns a string; valid until the next push_back.
  std::string_view operator[](size_t row) const {
    const size_t begin = row == 0 ? 0 : ends_[row - 1];
    return {bytes_.data() + begin, ends_[row] - begin};
  }
  void push_back(std::string_view text) {
    push_written(std::copy(text.begin(), text.end(), room(text.size())));
  }
  // Returns where the next string may be written, up to `most` bytes; push_written() adds it.
  char* room(size_t most) {
    if (bytes_.size() - size_bytes() < most) bytes_.resize(2 * (size_bytes() + most));
    return bytes_.data() + size_bytes();
  }
  void push_written(const char* end) { ends_.push_back(static_cast<size_t>(end - bytes_.data())); }
  // Returns the bytes of all strings together.
  size_t size_bytes() const { return ends_.empty() ? 0 : ends_.back(); }
  void clear() { ends_.clear(); }

 private:
  std::vector<char> bytes_;  // those of the strings, then room
  std::vector<size_t> ends_;
};

class Batch {
 public:
  Batch(Table table, size_t capacity) : Batch(table) {
    owned_.resize(data_.size());
    reserve(capacity);
  }

  // Returns rows [begin, begin + count) of `source` in place. REQUIRES: no kText column; `source`
  // outlives the view and does not grow; the view is only read.
  static Batch view(const Batch& source, size_t begin, size_t count) {
    check(begin + count <= source.rows_, "view beyond the rows");
    Batch batch(source.table_);
    for (size_t c = 0; c < source.data_.size(); ++c) {
      check(source.value_bytes(c) > 0, "a view cannot hold texts");
      batch.data_[c] = static_cast<char*>(source.data_[c]) + begin * source.value_bytes(c);
    }
    batch.capacity_ = batch.rows_ = count;
    return batch;
  }

  Table table() const { return table_; }
  const Schema& schema() const { return schema_of(table_); }
  size_t rows() const { return rows_; }
  size_t capacity() const { return capacity_; }

  // Makes room for `capacity` rows in all; keeps the rows. REQUIRES: not a view.
  void reserve(size_t capacity) {
    if (capacity <= capacity_) return;
    for (size_t c = 0; c < data_.size(); ++c) {
      if (value_bytes(c) == 0) continue;
      const size_t bytes = (capacity + kBatchSlack) * value_bytes(c) + stagger_bytes(c);
      void* data = std::realloc(owned_[c].get(), bytes);
      if (data == nullptr) throw std::bad_alloc();
      static_cast<void>(owned_[c].release());  // realloc has taken it
      owned_[c].reset(data);
      data_[c] = static_cast<char*>(data) + stagger_bytes(c);
    }
    capacity_ = capacity;
  }
  void set_rows(size_t rows) {
    check(rows <= capacity_, "batch overflow");
    rows_ = rows;
  }
  void clear() {
    rows_ = 0;
    for (Texts& text : texts_) text.clear();
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
  Texts& texts(size_t column) { return texts_[column]; }
  const Texts& texts(size_t column) const { return texts_[column]; }

  // Appends rows [begin, begin + count) of `source`. REQUIRES: same table, no kText column.
  void append(const Batch& source, size_t begin, size_t count) {
    check(table_ == source.table_ && begin + count <= source.rows_, "rows of another batch");
    if (count == 0) return;  // an empty batch may have no memory
    if (rows_ + count > capacity_) reserve(2 * (rows_ + count));
    for (size_t c = 0; c < data_.size(); ++c) {
      check(value_bytes(c) > 0, "texts are not appended");
      std::memcpy(static_cast<char*>(data_[c]) + rows_ * value_bytes(c),
                  static_cast<const char*>(source.data_[c]) + begin * value_bytes(c),
                  count * value_bytes(c));
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
  struct Free {
    void operator()(void* data) const { std::free(data); }
  };

  explicit Batch(Table table)
      : table_(table), data_(schema().columns.size()), texts_(schema().columns.size()) {}
  // Returns where a column begins in its memory: large blocks all begin at the same place of a
  // page, and columns written side by side would fight for the same few cache lines.
  size_t stagger_bytes(size_t column) const {
    return (column * 5 + static_cast<size_t>(table_) * 2) % 64 * 64;
  }
  size_t value_bytes(size_t column) const {
    return storage_bytes(schema().columns[column].storage);
  }

  Table table_;
  size_t capacity_ = 0, rows_ = 0;
  std::vector<std::unique_ptr<void, Free>> owned_;  // none in a view
  std::vector<void*> data_;
  std::vector<Texts> texts_;
};

}  // namespace footfall
