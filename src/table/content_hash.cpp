#include "table/content_hash.h"

namespace footfall {

ContentHash::ContentHash(Table table, const Words& words) : table_(table) {
  const auto columns = schema_of(table).columns;
  columns_.resize(columns.size());
  word_hashes_.resize(columns.size());
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].meaning != Meaning::kWord) continue;
    for (const std::string& word : words[c]) word_hashes_[c].push_back(hash64(word));
  }
}

size_t ContentHash::add_word(size_t column, std::string_view word) {
  word_hashes_[column].push_back(hash64(word));
  return word_hashes_[column].size() - 1;
}

void ContentHash::add(const Batch& batch) {
  const auto columns = schema_of(table_).columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].meaning == Meaning::kWord) {
      scratch_.resize(batch.rows());
      const std::vector<uint64_t>& hashes = word_hashes_[c];
      if (columns[c].storage == Storage::kUint8) {
        const uint8_t* codes = batch.values<uint8_t>(c);
        for (size_t i = 0; i < batch.rows(); ++i) scratch_[i] = hashes[codes[i]];
      } else {
        const uint16_t* codes = batch.values<uint16_t>(c);
        for (size_t i = 0; i < batch.rows(); ++i) scratch_[i] = hashes[codes[i]];
      }
      columns_[c].update(scratch_.data(), batch.rows() * 8);
    } else if (columns[c].meaning == Meaning::kText) {
      scratch_.resize(batch.rows());
      for (size_t i = 0; i < batch.rows(); ++i) scratch_[i] = hash64(batch.texts(c)[i]);
      columns_[c].update(scratch_.data(), batch.rows() * 8);
    } else {
      columns_[c].update(batch.values<char>(c), batch.rows() * storage_bytes(columns[c].storage));
    }
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
