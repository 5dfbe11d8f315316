// Holds the loops of row_sums.h over the widest vectors that the including file's flags allow; each
// row_sums_*.cpp includes it under flags of its own. FOOTFALL_ROW_SUMS names the table.
#include "table/row_sums.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace footfall {

namespace {

// 64-bit lanes that hold 32-bit words: one instruction multiplies them, while compilers, which
// cannot know that the upper halves are zero, would take ten for a product of 64 bits.
#if defined(__AVX512F__)
using Lanes = __m512i;
constexpr size_t kLanes = 8;
Lanes load(const uint64_t* from) { return _mm512_loadu_si512(from); }
void store(uint64_t* to, Lanes lanes) { _mm512_storeu_si512(to, lanes); }
Lanes widen(const uint8_t* words) {
  return _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(words)));
}
Lanes widen(const uint16_t* words) {
  return _mm512_cvtepu16_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words)));
}
Lanes widen(const uint32_t* words) {
  return _mm512_cvtepu32_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(words)));
}
Lanes all(uint32_t word) { return _mm512_set1_epi64(word); }
Lanes add(Lanes a, Lanes b) { return _mm512_add_epi64(a, b); }
Lanes product(Lanes a, Lanes b) { return _mm512_mul_epu32(a, b); }  // of the lower halves
Lanes upper(Lanes a) { return _mm512_srli_epi64(a, 32); }
#elif defined(__AVX2__)
using Lanes = __m256i;
constexpr size_t kLanes = 4;
Lanes load(const uint64_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
void store(uint64_t* to, Lanes lanes) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), lanes);
}
Lanes widen(const uint8_t* words) { return _mm256_cvtepu8_epi64(_mm_loadu_si32(words)); }
Lanes widen(const uint16_t* words) {
  return _mm256_cvtepu16_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(words)));
}
Lanes widen(const uint32_t* words) {
  return _mm256_cvtepu32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words)));
}
Lanes all(uint32_t word) { return _mm256_set1_epi64x(word); }
Lanes add(Lanes a, Lanes b) { return _mm256_add_epi64(a, b); }
Lanes product(Lanes a, Lanes b) { return _mm256_mul_epu32(a, b); }  // of the lower halves
Lanes upper(Lanes a) { return _mm256_srli_epi64(a, 32); }
#else
using Lanes = uint64_t;
constexpr size_t kLanes = 1;
Lanes load(const uint64_t* from) { return *from; }
void store(uint64_t* to, Lanes lanes) { *to = lanes; }
template <typename Word>
Lanes widen(const Word* word) {
  return *word;
}
Lanes all(uint32_t word) { return word; }
Lanes add(Lanes a, Lanes b) { return a + b; }
Lanes product(Lanes a, Lanes b) { return (a & 0xFFFFFFFF) * (b & 0xFFFFFFFF); }
Lanes upper(Lanes a) { return a >> 32; }
#endif

uint64_t total(Lanes a) {
  uint64_t lanes[kLanes], sum = 0;
  store(lanes, a);
  for (const uint64_t lane : lanes) sum += lane;
  return sum;
}

template <typename Word>
void add_words(const Word* __restrict words, size_t count, uint32_t m, uint32_t n, RowSums& sums) {
  uint64_t* __restrict x = sums.x;
  uint64_t* __restrict y = sums.y;
  const Lanes all_m = all(m), all_n = all(n);
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Lanes word = widen(words + i);
    store(x + i, add(load(x + i), product(word, all_m)));
    store(y + i, add(load(y + i), product(word, all_n)));
  }
  for (; i < count; ++i) {
    x[i] += uint64_t{words[i]} * m;
    y[i] += uint64_t{words[i]} * n;
  }
}

void add_halves(const uint64_t* __restrict values, size_t count, const uint32_t* m,
                const uint32_t* n, RowSums& sums) {
  uint64_t* __restrict x = sums.x;
  uint64_t* __restrict y = sums.y;
  const Lanes m0 = all(m[0]), m1 = all(m[1]), n0 = all(n[0]), n1 = all(n[1]);
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Lanes low = load(values + i), high = upper(low);
    store(x + i, add(load(x + i), add(product(low, m0), product(high, m1))));
    store(y + i, add(load(y + i), add(product(low, n0), product(high, n1))));
  }
  for (; i < count; ++i) {
    const uint64_t low = values[i] & 0xFFFFFFFF, high = values[i] >> 32;
    x[i] += low * m[0] + high * m[1];
    y[i] += low * n[0] + high * n[1];
  }
}

void fold(const RowSums& sums, size_t count, uint64_t& low, uint64_t& high) {
  Lanes a = all(0), b = all(0);
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Lanes x = load(sums.x + i), y = load(sums.y + i);
    a = add(a, product(x, upper(y)));
    b = add(b, product(upper(x), y));
  }
  low += total(a);
  high += total(b);
  for (; i < count; ++i) {
    const uint64_t x = sums.x[i], y = sums.y[i];
    low += (x & 0xFFFFFFFF) * (y >> 32);
    high += (x >> 32) * (y & 0xFFFFFFFF);
  }
}

}  // namespace

const RowSumLoops FOOTFALL_ROW_SUMS = {&add_words<uint8_t>, &add_words<uint16_t>,
                                       &add_words<uint32_t>, &add_halves, &fold};

}  // namespace footfall
