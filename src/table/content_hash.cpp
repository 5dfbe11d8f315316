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

constexpr size_t kTextRows = 512;  // whose hashes are made at a time: they stay in the cache

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
  Hashes& hashes = word_hashes_[column];
  hashes.by_code.resize(std::max(WordHashes::kPadding, hashes.count + 1));
  hashes.by_code[hashes.count] = static_cast<uint32_t>(hash64(word));
  return hashes.count++;
}

ContentSums ContentHash::sums(const Batch& batch) const {
  static const RowSumLoops& kLoops = best_loops();
  const auto columns = schema_of(table_).columns;
  const auto add = kLoops.add[static_cast<size_t>(table_)];
  ContentSums total;
  total.rows = batch.rows();
  RowColumns rows{};
  std::vector<size_t> texts;
  for (size_t c = 0; c < columns.size(); ++c) {
    rows.values[c] = batch.values<char>(c);
    rows.words[c] = {word_hashes_[c].by_code.data(), word_hashes_[c].count};
    if (columns[c].storage == Storage::kText) texts.push_back(c);
  }
  if (texts.empty()) {
    add(rows, batch.rows(), total.low, total.high);
    return total;
  }
  std::vector<uint64_t> hashes(texts.size() * kTextRows);
  for (size_t begin = 0; begin < batch.rows(); begin += kTextRows) {
    const size_t count = std::min(kTextRows, batch.rows() - begin);
    for (size_t c = 0; c < columns.size(); ++c) {
      rows.values[c] = batch.values<char>(c) + begin * storage_bytes(columns[c].storage);
    }
    for (size_t t = 0; t < texts.size(); ++t) {
      uint64_t* const to = hashes.data() + t * kTextRows;
      rows.values[texts[t]] = to;
      for (size_t i = 0; i < count; ++i) to[i] = hash64(batch.texts(texts[t])[begin + i]);
    }
    add(rows, count, total.low, total.high);
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
