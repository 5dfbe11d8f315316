// Holds the loops of row_sums.h as plain code for the compiler to vectorise; each row_sums_*.cpp
// includes it under flags of its own. FOOTFALL_ROW_SUMS names the table.
#include "table/row_sums.h"

namespace footfall {

namespace {

template <typename Word>
void add_words(const Word* __restrict words, size_t count, uint32_t m, uint32_t n, RowSums& sums) {
  uint64_t* __restrict x = sums.x;
  uint64_t* __restrict y = sums.y;
  for (size_t i = 0; i < count; ++i) {
    x[i] += uint64_t{words[i]} * m;
    y[i] += uint64_t{words[i]} * n;
  }
}

void add_halves(const uint64_t* __restrict values, size_t count, const uint32_t* m,
                const uint32_t* n, RowSums& sums) {
  uint64_t* __restrict x = sums.x;
  uint64_t* __restrict y = sums.y;
  const uint64_t m0 = m[0], m1 = m[1], n0 = n[0], n1 = n[1];
  for (size_t i = 0; i < count; ++i) {
    const uint64_t low = values[i] & 0xFFFFFFFF, high = values[i] >> 32;
    x[i] += low * m0 + high * m1;
    y[i] += low * n0 + high * n1;
  }
}

void fold(const RowSums& sums, size_t count, uint64_t& low, uint64_t& high) {
  uint64_t a = 0, b = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t x = sums.x[i], y = sums.y[i];
    a += (x & 0xFFFFFFFF) * (y >> 32);
    b += (x >> 32) * (y & 0xFFFFFFFF);
  }
  low += a;
  high += b;
}

}  // namespace

const RowSumLoops FOOTFALL_ROW_SUMS = {&add_words<uint8_t>, &add_words<uint16_t>,
                                       &add_words<uint32_t>, &add_halves, &fold};

}  // namespace footfall
