// Holds the inner loops of ContentHash, compiled once for each vector width and chosen at run time;
// the widths give the same sums. Only content_hash.cpp includes this.
#pragma once
#include <cstddef>
#include <cstdint>

namespace footfall {

inline constexpr size_t kSumRows = 512;  // rows at a time: they stay in the nearest cache

struct RowSums {
  alignas(64) uint64_t x[kSumRows], y[kSumRows];
};

struct RowSumLoops {
  // Adds m × word to x and n × word to y for each of `count` rows.
  void (*add8)(const uint8_t* words, size_t count, uint32_t m, uint32_t n, RowSums& sums);
  void (*add16)(const uint16_t* words, size_t count, uint32_t m, uint32_t n, RowSums& sums);
  void (*add32)(const uint32_t* words, size_t count, uint32_t m, uint32_t n, RowSums& sums);
  // The same with two words a row, low half first, and multipliers m[2], n[2].
  void (*add64)(const uint64_t* values, size_t count, const uint32_t* m, const uint32_t* n,
                RowSums& sums);
  // Adds the products of the halves of x and y to low and high.
  void (*fold)(const RowSums& sums, size_t count, uint64_t& low, uint64_t& high);
};

extern const RowSumLoops kPlainRowSums, kAvx2RowSums, kAvx512RowSums;

}  // namespace footfall
