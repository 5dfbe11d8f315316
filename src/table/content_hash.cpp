#include "table/content_hash.h"

#include <algorithm>
#include <cstring>

namespace footfall {

ContentHash::ContentHash(Table table, const Words& words) : table_(table) {
  const auto columns = schema_of(table).columns;
  columns_.resize(columns.size());
  word_hashes_.resize(columns.size());
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].meaning != Meaning::kWord) continue;
    for (const std::string& word : words[c])
      word_hashes_[c].push_back(static_cast<uint32_t>(hash64(word)));
  }
}

size_t ContentHash::add_word(size_t column, std::string_view word) {
  word_hashes_[column].push_back(static_cast<uint32_t>(hash64(word)));
  return word_hashes_[column].size() - 1;
}

void ContentHash::add(const Batch& batch) {
  const auto columns = schema_of(table_).columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].meaning == Meaning::kWord) {
      if (columns[c].storage == Storage::kUint8) {
        add_words(c, batch.values<uint8_t>(c), batch.rows());
      } else {
        add_words(c, batch.values<uint16_t>(c), batch.rows());
      }
    } else if (columns[c].meaning == Meaning::kText) {
      text_scratch_.resize(batch.rows());
      const Texts& texts = batch.texts(c);
      for (size_t i = 0; i < batch.rows(); ++i) text_scratch_[i] = hash64(texts[i]);
      columns_[c].update(text_scratch_.data(), batch.rows() * sizeof(uint64_t));
    } else {
      columns_[c].update(batch.values<char>(c), batch.rows() * storage_bytes(columns[c].storage));
    }
  }
}

template <typename Code>
void ContentHash::add_words(size_t column, const Code* codes, size_t count) {
  constexpr size_t kPiece = 4096;  // stays in the nearest cache
  word_scratch_.resize(kPiece);
  const uint32_t* hashes = word_hashes_[column].data();
  for (size_t begin = 0; begin < count; begin += kPiece) {
    const size_t rows = std::min(kPiece, count - begin);
    uint32_t* out = word_scratch_.data();
    const Code* from = codes + begin;
    if (std::memcmp(from, from + 1, (rows - 1) * sizeof(Code)) == 0) {  // all are alike
      std::fill_n(out, rows, hashes[*from]);
    } else {
      for (size_t i = 0; i < rows; ++i) out[i] = hashes[from[i]];
    }
    columns_[column].update(out, rows * sizeof(uint32_t));
  }
}

Hash128 ContentHash::digest() const {
  Hasher128 total;
  const auto columns = schema_of(table_).columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    total.update(columns[c].name.data(), columns[c].name.size());
    const Hash128 digest = columns_[c].digest();
    total.update(&digest, sizeof digest);
  }
  return total.digest();
}

}  // namespace footfall
