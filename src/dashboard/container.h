// Holds how columns of whole numbers become bytes: differences, zigzag, LEB128, and gzip of the
// whole. docs/dashboard_data.md is the format.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall {

// Columns one after another.
class ColumnBytes {
 public:
  // Appends a column as differences, unless one of the same bytes is there; returns its JSON: where
  // it is and how many values it has.
  std::string add(std::span<const int64_t> values);

  // The same of values that do not go by their neighbours, such as amounts: as bytes of equal
  // place, unless one is negative.
  std::string add_amounts(std::span<const int64_t> values);

  const std::string& bytes() const { return bytes_; }

 private:
  // Returns the JSON, without its end, of the column whose bytes were appended from `begin` on.
  std::string place(size_t begin, size_t count);

  std::string bytes_;
  std::vector<std::pair<size_t, size_t>> places_;  // offset and length of each column
};

// Returns the document of a header, JSON, and its columns, before compression.
std::string container_bytes(std::string_view header, std::string_view columns);

enum class Effort { kQuick, kBest };

// Returns gzip without a time; the same bytes for the same text.
std::string gzip(std::string_view bytes, Effort effort = Effort::kBest);

// Returns what gzip was made of; empty when the bytes are no gzip.
std::string gunzip(std::string_view bytes);

std::string base64(std::string_view bytes);

}  // namespace footfall
