#include "table/content_hash.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "table/row_sums.h"

namespace footfall {
namespace {

const Words kWords = [] {
  Words words(schema_of(Table::kItems).columns.size());
  words[2] = {"milk", "rice", "tea"};
  return words;
}();

Batch some_items(size_t rows) {
  Batch batch(Table::kItems, rows);
  std::mt19937_64 draw(7);
  for (size_t i = 0; i < rows; ++i) {
    batch.values<int64_t>(0)[i] = static_cast<int64_t>(1'972'300'000'000'000 + i / 3 * 10);
    batch.values<uint16_t>(1)[i] = static_cast<uint16_t>(1 + i % 3);
    batch.values<uint16_t>(2)[i] = static_cast<uint16_t>(draw() % 3);
    batch.values<uint8_t>(3)[i] = static_cast<uint8_t>(1 + draw() % 6);
    batch.values<int32_t>(4)[i] = static_cast<int32_t>(draw() % 100'000);
    batch.values<int32_t>(5)[i] = batch.values<int32_t>(4)[i] * batch.values<uint8_t>(3)[i];
  }
  batch.set_rows(rows);
  return batch;
}

std::string hash_of(const Batch& batch) {
  ContentHash hash(Table::kItems, kWords);
  hash.add(batch);
  return to_hex(hash.digest());
}

TEST(ContentHash, PartsInAnyOrderAddUpToTheWhole) {
  const Batch all = some_items(5'000);
  ContentHash hash(Table::kItems, kWords);
  for (const auto& [begin, count] :
       {std::pair<size_t, size_t>{4'999, 1}, {0, 1'000}, {1'000, 3'999}}) {
    hash.add(Batch::view(all, begin, count));
  }
  EXPECT_EQ(to_hex(hash.digest()), hash_of(all));
}

TEST(ContentHash, SeesEveryChangedValueAndMissingRow) {
  const std::string whole = hash_of(some_items(700));
  Batch batch = some_items(700);
  EXPECT_NE(hash_of(Batch::view(batch, 0, 699)), whole);
  for (const size_t row : {0u, 511u, 512u, 699u}) {
    ++batch.values<int64_t>(0)[row];
    EXPECT_NE(hash_of(batch), whole);
    --batch.values<int64_t>(0)[row];
    batch.values<uint8_t>(3)[row] ^= 128;
    EXPECT_NE(hash_of(batch), whole);
    batch.values<uint8_t>(3)[row] ^= 128;
    batch.values<int32_t>(5)[row] ^= 1 << 30;
    EXPECT_NE(hash_of(batch), whole);
    batch.values<int32_t>(5)[row] ^= 1 << 30;
  }
  EXPECT_EQ(hash_of(batch), whole);
}

TEST(ContentHash, SeesValuesThatChangePlaces) {
  Batch batch = some_items(700);
  const std::string whole = hash_of(batch);
  int32_t* prices = batch.values<int32_t>(4);
  ASSERT_NE(prices[10], prices[600]);
  std::swap(prices[10], prices[600]);
  EXPECT_NE(hash_of(batch), whole);
}

TEST(ContentHash, CodesHaveNoPart) {
  Batch batch = some_items(100);
  const std::string whole = hash_of(batch);
  Words words = kWords;
  std::swap(words[2][0], words[2][2]);
  for (size_t i = 0; i < 100; ++i) {
    uint16_t& code = batch.values<uint16_t>(2)[i];
    code = static_cast<uint16_t>(2 - code);
  }
  ContentHash hash(Table::kItems, words);
  hash.add(batch);
  EXPECT_EQ(to_hex(hash.digest()), whole);
}

// What one row adds, from the definition in content_hash.h.
void add_row(Table table, const RowColumns& rows, size_t row, uint64_t& low, uint64_t& high) {
  uint64_t state = 0, x = 0, y = 0;
  const auto next = [&] {  // SplitMix64
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return ((z ^ (z >> 31)) | 1) & 0xFFFFFFFF;
  };
  const auto& columns = schema_of(table).columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    const size_t bytes = storage_bytes(columns[c].storage);
    uint64_t value = 0;
    std::memcpy(&value, static_cast<const char*>(rows.values[c]) + row * (bytes ? bytes : 8),
                bytes ? bytes : 8);
    if (columns[c].meaning == Meaning::kWord) value = rows.words[c].by_code[value];
    const uint64_t m0 = next(), m1 = next(), n0 = next(), n1 = next();
    x += (value & 0xFFFFFFFF) * m0 + (value >> 32) * m1;
    y += (value & 0xFFFFFFFF) * n0 + (value >> 32) * n1;
  }
  low += (x & 0xFFFFFFFF) * (y >> 32);
  high += (x >> 32) * (y & 0xFFFFFFFF);
}

// Random rows of a table; `steady` ones hold one value in every column of a single byte and in
// dates, as a day's transactions do.
struct RandomRows {
  RandomRows(Table table, size_t count, size_t word_count, bool steady) {
    std::mt19937_64 draw(word_count + count);
    hashes.resize(std::max(WordHashes::kPadding, word_count));
    for (size_t i = 0; i < word_count; ++i) hashes[i] = static_cast<uint32_t>(draw());
    const auto& columns = schema_of(table).columns;
    values.resize(columns.size());
    for (size_t c = 0; c < columns.size(); ++c) {
      const auto [name, storage, meaning, unit, doc] = columns[c];
      const size_t bytes = storage_bytes(storage) ? storage_bytes(storage) : 8;
      values[c].resize(count * bytes);
      uint64_t value = draw();
      for (size_t i = 0; i < count; ++i) {
        const bool same = steady && (meaning == Meaning::kDate || (bytes == 1 && name != "hour"));
        if (i == 0 || !same) value = meaning == Meaning::kWord ? draw() % word_count : draw();
        std::memcpy(values[c].data() + i * bytes, &value, bytes);
      }
      source.values[c] = values[c].data();
      source.words[c] = {hashes.data(), word_count};
    }
  }
  std::vector<uint32_t> hashes;
  std::vector<std::vector<char>> values;
  RowColumns source{};
};

TEST(ContentHash, EveryVectorWidthFollowsTheDefinition) {
  std::vector<const RowSumLoops*> widths = {&kPlainRowSums};
  if (__builtin_cpu_supports("avx2")) widths.push_back(&kAvx2RowSums);
  if (__builtin_cpu_supports("avx512bw")) widths.push_back(&kAvx512RowSums);
  if (widths.size() < 3) std::printf("SKIPPED a vector width that this machine lacks\n");
  for (const Table table : {Table::kCustomers, Table::kTransactions, Table::kItems}) {
    for (const size_t count : {1u, 3u, 8u, 21u, 512u}) {
      for (const size_t word_count : {1u, 8u, 9u, 16u, 17u, 32u, 33u, 200u}) {
        for (const bool steady : {false, true}) {
          const RandomRows rows(table, count, word_count, steady);
          uint64_t low = 1, high = 2;  // added to, not replaced
          for (size_t i = 0; i < count; ++i) add_row(table, rows.source, i, low, high);
          for (const RowSumLoops* width : widths) {
            uint64_t found_low = 1, found_high = 2;
            width->add[static_cast<size_t>(table)](rows.source, count, found_low, found_high);
            EXPECT_EQ(found_low, low) << count << ' ' << word_count << ' ' << steady;
            EXPECT_EQ(found_high, high) << count << ' ' << word_count << ' ' << steady;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace footfall
