#include "table/content_hash.h"

#include <gtest/gtest.h>

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

TEST(ContentHash, EveryVectorWidthGivesTheSameSums) {
  std::vector<const RowSumLoops*> loops = {&kPlainRowSums};
  if (__builtin_cpu_supports("avx2")) loops.push_back(&kAvx2RowSums);
  if (__builtin_cpu_supports("avx512bw")) loops.push_back(&kAvx512RowSums);
  if (loops.size() < 3) std::printf("SKIPPED a vector width that this machine lacks\n");
  std::mt19937_64 draw(5);
  std::vector<uint64_t> values(kSumRows);
  for (uint64_t& value : values) value = draw();
  const uint32_t m[2] = {0x9E3779B9, 0xBB67AE85}, n[2] = {0xD2511F53, 0xCD9E8D57};
  for (const size_t count : {1u, 7u, 16u, 511u, 512u}) {
    uint64_t low = 0, high = 0;  // the definition, row by row
    const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
    for (size_t i = 0; i < count; ++i) {
      const uint64_t a = values[i] & 0xFFFFFFFF, b = values[i] >> 32;
      const uint64_t x = a * m[0] + b * m[1] + uint64_t{bytes[i]} * m[1];
      const uint64_t y = a * n[0] + b * n[1] + uint64_t{bytes[i]} * n[1];
      low += (x & 0xFFFFFFFF) * (y >> 32);
      high += (x >> 32) * (y & 0xFFFFFFFF);
    }
    for (const RowSumLoops* one : loops) {
      RowSums sums{};
      one->add64(values.data(), count, m, n, sums);
      one->add8(bytes, count, m[1], n[1], sums);
      uint64_t found_low = 0, found_high = 0;
      one->fold(sums, count, found_low, found_high);
      EXPECT_EQ(found_low, low) << count;
      EXPECT_EQ(found_high, high) << count;
    }
  }
}

}  // namespace
}  // namespace footfall
