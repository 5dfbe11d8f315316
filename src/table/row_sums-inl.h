// Holds the loops of row_sums.h over the widest vectors that the including file's flags allow; each
// row_sums_*.cpp includes it under flags of its own. FOOTFALL_ROW_SUMS names the table of loops.
// From the list of columns the compiler makes one loop a table, in which a row's two sums never
// leave their registers.
#include <cstring>
#include <numeric>
#include <utility>

#include "table/row_sums.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace footfall {

namespace {

// 64-bit lanes that hold 32-bit words: one instruction multiplies them, while compilers, which
// cannot know that the upper halves are zero, would take ten for a product of 64 bits. Upper halves
// of what look_up() returns are no part of a product and may hold anything.
struct OneRow {
  using Lanes = uint64_t;
  static constexpr size_t kLanes = 1;
  static Lanes load(const uint64_t* from) { return *from; }
  template <typename Word>
  static Lanes widen(const Word* word) {
    return *word;
  }
  static Lanes look_up(const WordHashes& hashes, Lanes codes) { return hashes.by_code[codes]; }
  static Lanes all(uint64_t value) { return value; }
  static Lanes add(Lanes a, Lanes b) { return a + b; }
  static Lanes product(Lanes a, Lanes b) { return (a & 0xFFFFFFFF) * (b & 0xFFFFFFFF); }
  static Lanes upper(Lanes a) { return a >> 32; }
  static uint64_t total(Lanes a) { return a; }
};

#if defined(__AVX512F__)
struct Rows {
  using Lanes = __m512i;
  static constexpr size_t kLanes = 8;
  static Lanes load(const uint64_t* from) { return _mm512_loadu_si512(from); }
  static Lanes widen(const uint8_t* words) {
    return _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(words)));
  }
  static Lanes widen(const uint16_t* words) {
    return _mm512_cvtepu16_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words)));
  }
  static Lanes widen(const uint32_t* words) {
    return _mm512_cvtepu32_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(words)));
  }
  static Lanes look_up(const WordHashes& hashes, Lanes codes) {
    const uint32_t* from = hashes.by_code;
    if (hashes.count <= 16) return _mm512_permutexvar_epi32(codes, _mm512_loadu_si512(from));
    if (hashes.count <= 32) {
      return _mm512_permutex2var_epi32(_mm512_loadu_si512(from), codes,
                                       _mm512_loadu_si512(from + 16));
    }
    return _mm512_cvtepu32_epi64(_mm512_i64gather_epi32(codes, from, 4));
  }
  static Lanes all(uint64_t value) { return _mm512_set1_epi64(static_cast<int64_t>(value)); }
  static Lanes add(Lanes a, Lanes b) { return _mm512_add_epi64(a, b); }
  static Lanes product(Lanes a, Lanes b) { return _mm512_mul_epu32(a, b); }  // of lower halves
  static Lanes upper(Lanes a) { return _mm512_srli_epi64(a, 32); }
  // _mm512_reduce_add_epi64() adds signed numbers, which may overflow.
  static uint64_t total(Lanes a) {
    alignas(64) uint64_t lane[kLanes];
    _mm512_store_si512(lane, a);
    return std::accumulate(lane, lane + kLanes, uint64_t{0});
  }
};
#elif defined(__AVX2__)
struct Rows {
  using Lanes = __m256i;
  static constexpr size_t kLanes = 4;
  static Lanes load(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
  }
  static Lanes widen(const uint8_t* words) { return _mm256_cvtepu8_epi64(_mm_loadu_si32(words)); }
  static Lanes widen(const uint16_t* words) {
    return _mm256_cvtepu16_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(words)));
  }
  static Lanes widen(const uint32_t* words) {
    return _mm256_cvtepu32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words)));
  }
  static Lanes look_up(const WordHashes& hashes, Lanes codes) {
    const uint32_t* from = hashes.by_code;
    if (hashes.count <= 16) {
      const Lanes low = _mm256_permutevar8x32_epi32(load(from), codes);
      if (hashes.count <= 8) return low;
      const Lanes high = _mm256_permutevar8x32_epi32(load(from + 8), codes);
      return _mm256_blendv_epi8(low, high, _mm256_cmpgt_epi32(codes, _mm256_set1_epi32(7)));
    }
    alignas(32) uint64_t code[kLanes];
    _mm256_store_si256(reinterpret_cast<__m256i*>(code), codes);
    return _mm256_set_epi64x(from[code[3]], from[code[2]], from[code[1]], from[code[0]]);
  }
  static Lanes all(uint64_t value) { return _mm256_set1_epi64x(static_cast<int64_t>(value)); }
  static Lanes add(Lanes a, Lanes b) { return _mm256_add_epi64(a, b); }
  static Lanes product(Lanes a, Lanes b) { return _mm256_mul_epu32(a, b); }  // of lower halves
  static Lanes upper(Lanes a) { return _mm256_srli_epi64(a, 32); }
  static uint64_t total(Lanes a) {
    alignas(32) uint64_t lane[kLanes];
    _mm256_store_si256(reinterpret_cast<__m256i*>(lane), a);
    return std::accumulate(lane, lane + kLanes, uint64_t{0});
  }
};
#else
using Rows = OneRow;
#endif

// The two sums of one vector of rows.
template <typename V>
struct RowSums {
  typename V::Lanes x, y;
};

// Returns a column's values from row `i` on.
template <typename Value>
const Value* values_at(const RowColumns& rows, size_t column, size_t i) {
  return static_cast<const Value*>(rows.values[column]) + i;
}

template <typename V, Table kTable, size_t kIndex>
void add_column(const RowColumns& rows, size_t i, RowSums<V>& sums) {
  constexpr const Column& kColumn = kSchemas[static_cast<size_t>(kTable)].columns[kIndex];
  constexpr ColumnFactors kFactors = factors_of(kIndex);
  typename V::Lanes word;
  if constexpr (kColumn.storage == Storage::kUint8) {
    word = V::widen(values_at<uint8_t>(rows, kIndex, i));
  } else if constexpr (kColumn.storage == Storage::kUint16) {
    word = V::widen(values_at<uint16_t>(rows, kIndex, i));
  } else if constexpr (kColumn.storage == Storage::kInt32) {
    word = V::widen(values_at<uint32_t>(rows, kIndex, i));
  } else {
    word = V::load(values_at<uint64_t>(rows, kIndex, i));
    const auto high = V::upper(word);
    sums.x = V::add(sums.x, V::product(high, V::all(kFactors.m[1])));
    sums.y = V::add(sums.y, V::product(high, V::all(kFactors.n[1])));
  }
  if constexpr (kColumn.meaning == Meaning::kWord) word = V::look_up(rows.words[kIndex], word);
  sums.x = V::add(sums.x, V::product(word, V::all(kFactors.m[0])));
  sums.y = V::add(sums.y, V::product(word, V::all(kFactors.n[0])));
}

constexpr size_t column_count(Table table) {
  return kSchemas[static_cast<size_t>(table)].columns.size();
}

// Adds the columns of `kColumns`, a bit each.
template <typename V, Table kTable, uint32_t kColumns>
void add_columns(const RowColumns& rows, size_t i, RowSums<V>& sums) {
  [&]<size_t... c>(std::index_sequence<c...>) {
    const auto add = [&]<size_t kColumn>() {
      if constexpr ((kColumns >> kColumn & 1) != 0) add_column<V, kTable, kColumn>(rows, i, sums);
    };
    (add.template operator()<c>(), ...);
  }
  (std::make_index_sequence<column_count(kTable)>());
}

// Adds rows [i, count) as far as whole vectors go, and returns where they end; every row begins
// with the sums of `start`.
template <typename V, Table kTable, uint32_t kColumns>
size_t add_vectors(const RowColumns& rows, size_t i, size_t count, const RowSums<OneRow>& start,
                   uint64_t& low, uint64_t& high) {
  const RowSums<V> first = {V::all(start.x), V::all(start.y)};
  auto a = V::all(0), b = V::all(0);
  for (; i + V::kLanes <= count; i += V::kLanes) {
    RowSums<V> sums = first;
    add_columns<V, kTable, kColumns>(rows, i, sums);
    a = V::add(a, V::product(sums.x, V::upper(sums.y)));
    b = V::add(b, V::product(V::upper(sums.x), sums.y));
  }
  low += V::total(a);
  high += V::total(b);
  return i;
}

template <Table kTable, uint32_t kColumns>
void add_rows(const RowColumns& rows, size_t count, const RowSums<OneRow>& start, uint64_t& low,
              uint64_t& high) {
  const size_t done = add_vectors<Rows, kTable, kColumns>(rows, 0, count, start, low, high);
  add_vectors<OneRow, kTable, kColumns>(rows, done, count, start, low, high);
}

// The columns of transactions that a persona's visits of one day share: persona, date, weekday,
// is_weekend, festival.
constexpr uint32_t kOfDay = 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8;

// Returns whether a column holds one value only.
bool is_steady(const RowColumns& rows, size_t column, size_t bytes, size_t count) {
  const char* first = values_at<char>(rows, column, 0);
  return std::memcmp(first, first + bytes, (count - 1) * bytes) == 0;
}

template <Table kTable>
void add_table(const RowColumns& rows, size_t count, uint64_t& low, uint64_t& high) {
  constexpr uint32_t kAll = (1u << column_count(kTable)) - 1;
  if constexpr (kTable == Table::kTransactions) {
    if (count > 0 && is_steady(rows, 2, 1, count) && is_steady(rows, 4, 4, count) &&
        is_steady(rows, 6, 1, count) && is_steady(rows, 7, 1, count) &&
        is_steady(rows, 8, 1, count)) {
      RowSums<OneRow> start = {0, 0};
      add_columns<OneRow, kTable, kOfDay>(rows, 0, start);
      return add_rows<kTable, kAll & ~kOfDay>(rows, count, start, low, high);
    }
  }
  add_rows<kTable, kAll>(rows, count, {0, 0}, low, high);
}

}  // namespace

const RowSumLoops FOOTFALL_ROW_SUMS = {
    {&add_table<Table::kCustomers>, &add_table<Table::kTransactions>, &add_table<Table::kItems>}};

}  // namespace footfall
