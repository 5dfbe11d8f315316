#include "table/content_hash.h"

#include <algorithm>
#include <cstring>

#include "table/row_sums.h"

namespace footfall {

namespace {

const RowSumLoops& best_loops() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512bw")) return kAvx512RowSums;
  if (__builtin_cpu_supports("avx2")) return kAvx2RowSums;
#endif
  return kPlainRowSums;
}

// The multipliers of a row's words, from SplitMix64 (Steele, Lea, Flood 2014); odd, so that none
// loses bits.
class Multipliers {
 public:
  uint32_t next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<uint32_t>(z ^ (z >> 31)) | 1;
  }

 private:
  uint64_t state_ = 0;
};

// Fills `out` with the hashes of words; runs of one word, as dates of festivals are, go fast.
template <typename Code>
void look_up(const Code* codes, size_t count, const std::vector<uint32_t>& hashes, uint32_t* out) {
  if (std::memcmp(codes, codes + 1, (count - 1) * sizeof(Code)) == 0) {
    std::fill_n(out, count, hashes[*codes]);
    return;
  }
  for (size_t i = 0; i < count; ++i) out[i] = hashes[codes[i]];
}

}  // namespace

ContentHash::ContentHash(Table table, const Words& words) : table_(table) {
  const auto columns = schema_of(table).columns;
  word_hashes_.resize(columns.size());
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].meaning != Meaning::kWord) continue;
    for (const std::string& word : words[c]) add_word(c, word);
  }
}

size_t ContentHash::add_word(size_t column, std::string_view word) {
  word_hashes_[column].push_back(static_cast<uint32_t>(hash64(word)));
  return word_hashes_[column].size() - 1;
}

ContentSums ContentHash::sums(const Batch& batch) const {
  static const RowSumLoops& kLoops = best_loops();
  const auto columns = schema_of(table_).columns;
  ContentSums total;
  total.rows = batch.rows();
  RowSums sums;
  alignas(64) uint32_t words[kSumRows];
  alignas(64) uint64_t texts[kSumRows];
  for (size_t begin = 0; begin < batch.rows(); begin += kSumRows) {
    const size_t count = std::min(kSumRows, batch.rows() - begin);
    std::memset(sums.x, 0, count * sizeof *sums.x);
    std::memset(sums.y, 0, count * sizeof *sums.y);
    Multipliers multipliers;
    for (size_t c = 0; c < columns.size(); ++c) {
      const uint32_t m[2] = {multipliers.next(), multipliers.next()};
      const uint32_t n[2] = {multipliers.next(), multipliers.next()};
      const bool word = columns[c].meaning == Meaning::kWord;
      switch (columns[c].storage) {
        case Storage::kUint8:
          if (!word) {
            kLoops.add8(batch.values<uint8_t>(c) + begin, count, m[0], n[0], sums);
            break;
          }
          look_up(batch.values<uint8_t>(c) + begin, count, word_hashes_[c], words);
          kLoops.add32(words, count, m[0], n[0], sums);
          break;
        case Storage::kUint16:
          if (!word) {
            kLoops.add16(batch.values<uint16_t>(c) + begin, count, m[0], n[0], sums);
            break;
          }
          look_up(batch.values<uint16_t>(c) + begin, count, word_hashes_[c], words);
          kLoops.add32(words, count, m[0], n[0], sums);
          break;
        case Storage::kInt32:
          kLoops.add32(batch.values<uint32_t>(c) + begin, count, m[0], n[0], sums);
          break;
        case Storage::kInt64:
          kLoops.add64(batch.values<uint64_t>(c) + begin, count, m, n, sums);
          break;
        case Storage::kText:
          for (size_t i = 0; i < count; ++i) texts[i] = hash64(batch.texts(c)[begin + i]);
          kLoops.add64(texts, count, m, n, sums);
      }
    }
    kLoops.fold(sums, count, total.low, total.high);
  }
  return total;
}

Hash128 ContentHash::digest() const {
  Hasher128 hasher;
  for (const Column& column : schema_of(table_).columns) {
    hasher.update(column.name.data(), column.name.size());
  }
  const uint64_t last[] = {total_.rows, total_.low, total_.high};
  hasher.update(last, sizeof last);
  return hasher.digest();
}

}  // namespace footfall
