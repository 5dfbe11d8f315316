// Holds ContentHash: 128 bits over a table's values, the same for every format, batch size, thread
// count and order of work, so that whoever has rows at hand can sum them up.
#pragma once
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "table/batch.h"

namespace footfall {

// What rows add up to; sums of parts add up to the sums of the whole.
struct ContentSums {
  uint64_t rows = 0, low = 0, high = 0;
  ContentSums& operator+=(const ContentSums& more) {
    rows += more.rows;
    low += more.low;
    high += more.high;
    return *this;
  }
};

// FORMAT: a row is a list of 32-bit words w: the values of its columns, little half first where a
// column is stored in 64 bits, words as the low half of the XXH3-64 of their UTF-8, texts as both
// halves of it. With x = Σ m_i w_i and y = Σ n_i w_i modulo 2^64 (multipliers: factor() of
// row_sums.h), it adds lo(x) hi(y) to one sum and hi(x) lo(y) to the other: products, since a sum
// of plain sums would not see values change places between rows. The digest is the XXH3-128 of the
// columns' names, the number of rows and both sums. Order is no part of it: keys say what it must
// be.
class ContentHash {
 public:
  ContentHash(Table table, const Words& words);
  // Adds a word that `words` did not hold and returns its code, for readers that meet words row by
  // row; codes have no part in the digest.
  size_t add_word(size_t column, std::string_view word);
  // Returns the sums of a batch. THREADS: any number at a time.
  ContentSums sums(const Batch& batch) const;
  // Adds to the total. THREADS: one at a time.
  void add(const ContentSums& sums) { total_ += sums; }
  void add(const Batch& batch) { total_ += sums(batch); }
  const ContentSums& total() const { return total_; }
  Hash128 digest() const;

 private:
  struct Hashes {
    std::vector<uint32_t> by_code;  // `count` of them, then padding
    size_t count = 0;
  };

  Table table_;
  std::vector<Hashes> word_hashes_;  // by column
  ContentSums total_;
};

}  // namespace footfall
