// Holds ContentHash: 128 bits over a table's values, the same for every format, batch size and
// thread count.
#pragma once
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "table/batch.h"

namespace footfall {

// FORMAT: a XXH3-128 a column over its values in row order, little endian at their storage width,
// words as the low half of the XXH3-64 of their
// UTF-8, texts as all of it; then XXH3-128 over name and digest of every
// column.
class ContentHash {
 public:
  ContentHash(Table table, const Words& words);
  // Adds a word that `words` did not hold and returns its code, for readers that meet words row by
  // row; codes have no part in the digest.
  size_t add_word(size_t column, std::string_view word);
  // Adds rows. THREADS: one caller at a time, in row order.
  void add(const Batch& batch);
  Hash128 digest() const;

 private:
  template <typename Code>
  void add_words(size_t column, const Code* codes, size_t count);

  Table table_;
  std::vector<std::vector<uint32_t>> word_hashes_;
  std::vector<Hasher128> columns_;
  std::vector<uint64_t> text_scratch_;
  std::vector<uint32_t> word_scratch_;
};

}  // namespace footfall
