// Holds the inner loops of ContentHash, compiled once for each vector width and chosen at run time;
// the widths give the same sums. Only content_hash.cpp includes this.
#pragma once
#include <cstddef>
#include <cstdint>

#include "table/columns.h"

namespace footfall {

inline constexpr size_t kMostColumns = 16;

// The four factors of a column: m and n of its low and of its high word.
struct ColumnFactors {
  uint32_t m[2], n[2];
};

// Returns number `index` of SplitMix64 (Steele, Lea, Flood 2014), made odd so that none loses bits.
constexpr uint32_t factor(uint64_t index) {
  uint64_t z = (index + 1) * 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return static_cast<uint32_t>(z ^ (z >> 31)) | 1;
}
constexpr ColumnFactors factors_of(size_t column) {
  const uint64_t first = 4 * column;
  return {{factor(first), factor(first + 1)}, {factor(first + 2), factor(first + 3)}};
}

// The hashes of a column's words by code. `by_code` holds kPadding entries at least, so that a
// vector can load them.
struct WordHashes {
  static constexpr size_t kPadding = 32;
  const uint32_t* by_code;
  size_t count;
};

// Where rows lie, by column: values as they are stored, the 64-bit hashes of texts.
struct RowColumns {
  const void* values[kMostColumns];
  WordHashes words[kMostColumns];  // of kWord columns
};

struct RowSumLoops {
  // Adds what the rows of a table come to, to `low` and `high`; one function a table.
  void (*add[kTableCount])(const RowColumns& rows, size_t count, uint64_t& low, uint64_t& high);
};

extern const RowSumLoops kPlainRowSums, kAvx2RowSums, kAvx512RowSums;

}  // namespace footfall
