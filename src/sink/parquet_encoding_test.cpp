#include "sink/parquet_encoding.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace footfall {
namespace {

using Bytes = std::vector<uint8_t>;

// A reader written from the format's description, one bit at a time: slow and plain.
class Reader {
 public:
  explicit Reader(const Bytes& bytes) : bytes_(bytes) {}

  uint64_t varint() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t byte = next_byte();
      value |= uint64_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) == 0) return value;
    }
  }
  uint64_t zigzag() {
    const uint64_t value = varint();
    return (value >> 1) ^ (~(value & 1) + 1);
  }
  uint8_t next_byte() { return bytes_.at(at_++); }
  // Returns `count` values of `width` bits that fill whole bytes together.
  std::vector<uint64_t> packed(size_t count, int width) {
    std::vector<uint64_t> values(count);
    size_t bit = at_ * 8;
    for (uint64_t& value : values) {
      for (int i = 0; i < width; ++i, ++bit)
        value |= uint64_t{bytes_.at(bit / 8) >> (bit % 8) & 1u} << i;
    }
    EXPECT_EQ(bit % 8, 0u);
    at_ = bit / 8;
    return values;
  }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  const Bytes& bytes_;
  size_t at_ = 0;
};

// Returns the values modulo 2^64; INT32 columns look at the low half.
std::vector<uint64_t> read_delta(const Bytes& bytes) {
  Reader reader(bytes);
  const uint64_t block = reader.varint(), miniblocks = reader.varint(), count = reader.varint();
  EXPECT_EQ(block % 128, 0u);
  EXPECT_EQ(block / miniblocks % 32, 0u);
  std::vector<uint64_t> values = {reader.zigzag()};
  while (values.size() < count) {
    const uint64_t least = reader.zigzag();
    std::vector<uint8_t> widths;
    for (uint64_t i = 0; i < miniblocks; ++i) widths.push_back(reader.next_byte());
    for (const uint8_t width : widths) {
      if (values.size() == count) {
        EXPECT_EQ(width, 0) << "a miniblock without values";
        continue;
      }
      for (const uint64_t more : reader.packed(block / miniblocks, width)) {
        if (values.size() < count) values.push_back(values.back() + least + more);
      }
    }
  }
  EXPECT_TRUE(reader.at_end());
  return values;
}

std::vector<uint64_t> read_indices(const Bytes& bytes, int width, size_t count) {
  Reader reader(bytes);
  std::vector<uint64_t> values;
  while (values.size() < count) {
    const uint64_t header = reader.varint();
    if (header & 1) {
      for (const uint64_t value : reader.packed((header >> 1) * 8, width)) values.push_back(value);
    } else {
      uint64_t value = reader.next_byte();
      if (width > 8) value |= uint64_t{reader.next_byte()} << 8;
      values.insert(values.end(), header >> 1, value);
    }
  }
  EXPECT_TRUE(reader.at_end());
  EXPECT_LT(values.size(), count + 8);
  for (size_t i = count; i < values.size(); ++i) EXPECT_EQ(values[i], 0u) << "padding";
  values.resize(count);
  return values;
}

Bytes delta32(const std::vector<int32_t>& values, int64_t shift = 0) {
  Bytes bytes(most_delta_bytes(values.size(), 4));
  bytes.resize(static_cast<size_t>(
      put_delta(values.data(), values.size(), values[0] + shift, bytes.data()) - bytes.data()));
  return bytes;
}

Bytes delta64(const std::vector<int64_t>& values) {
  Bytes bytes(most_delta_bytes(values.size(), 8));
  bytes.resize(
      static_cast<size_t>(put_delta(values.data(), values.size(), bytes.data()) - bytes.data()));
  return bytes;
}

template <typename Code>
Bytes indices(const std::vector<Code>& codes, const std::vector<uint16_t>& index_by_code,
              int width) {
  Bytes bytes(most_index_bytes(codes.size()));
  bytes.resize(static_cast<size_t>(
      put_indices(codes.data(), codes.size(), index_by_code.data(), width, bytes.data()) -
      bytes.data()));
  return bytes;
}

// The first example of the format's description: 7, 5, 3, 1, 2, 3, 4, 5 has the deltas -2 ×3, 1 ×4.
TEST(ParquetEncoding, DeltaExampleOfTheFormat) {
  const Bytes bytes = delta32({7, 5, 3, 1, 2, 3, 4, 5});
  const Bytes start = {0x80, 0x01, 4, 8, 14, 3, 2, 0, 0, 0, 0xc0, 0x3f};
  ASSERT_EQ(bytes.size(), 10u + 8);  // header, widths, 32 values of two bits
  EXPECT_EQ(Bytes(bytes.begin(), bytes.begin() + 12), start);
}

TEST(ParquetEncoding, DeltaOfEveryWidthAndLength) {
  std::mt19937_64 draw(1);
  for (int width = 0; width <= 64; ++width) {
    for (const size_t count : {1u, 2u, 32u, 33u, 128u, 129u, 130u, 257u, 1000u}) {
      std::vector<int64_t> wide;
      std::vector<int32_t> narrow;
      for (size_t i = 0; i < count; ++i) {
        const uint64_t value = width == 0 ? 5 : draw() >> (64 - width);
        wide.push_back(static_cast<int64_t>(value));
        narrow.push_back(static_cast<int32_t>(value));
      }
      const auto read64 = read_delta(delta64(wide));
      const auto read32 = read_delta(delta32(narrow));
      ASSERT_EQ(read64.size(), count);
      for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(static_cast<int64_t>(read64[i]), wide[i]) << width << " " << count << " " << i;
        ASSERT_EQ(static_cast<int32_t>(read32[i]), narrow[i]) << width << " " << count << " " << i;
      }
    }
  }
}

TEST(ParquetEncoding, DeltaOfExtremes) {
  const auto low = std::numeric_limits<int64_t>::min(), high = std::numeric_limits<int64_t>::max();
  const std::vector<int64_t> values = {low, high, low, 0, -1, high, high, low, 1};
  const auto read = read_delta(delta64(values));
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(static_cast<int64_t>(read[i]), values[i]);
}

// Values of an INT64 column that span less than 2^31 may come shifted into 32 bits: exact then.
TEST(ParquetEncoding, ShiftedDeltaIsExact) {
  const int64_t shift = 1'972'301'000'000'010;
  const std::vector<int32_t> values = {0, std::numeric_limits<int32_t>::max(), 0, 17, 16};
  const auto read = read_delta(delta32(values, shift));
  for (size_t i = 0; i < values.size(); ++i)
    EXPECT_EQ(static_cast<int64_t>(read[i]), shift + values[i]);
}

TEST(ParquetEncoding, IndicesOfEveryWidthAndLength) {
  std::mt19937_64 draw(2);
  for (int width = 1; width <= 16; ++width) {
    std::vector<uint16_t> index_by_code(1 << 16);
    for (uint16_t& index : index_by_code)
      index = static_cast<uint16_t>(draw() & ((1u << width) - 1));
    for (const size_t count : {1u, 7u, 8u, 9u, 63u, 64u, 65u, 72u, 1000u, 5003u}) {
      std::vector<uint16_t> codes;
      std::vector<uint8_t> bytes;
      while (codes.size() < count) {  // runs of all lengths
        codes.insert(codes.end(), draw() % 3 == 0 ? draw() % 200 : 1,
                     static_cast<uint16_t>(draw()));
      }
      codes.resize(count);
      for (const uint16_t code : codes) bytes.push_back(static_cast<uint8_t>(code));
      const auto of_codes = read_indices(indices(codes, index_by_code, width), width, count);
      const auto of_bytes = read_indices(indices(bytes, index_by_code, width), width, count);
      for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(of_codes[i], index_by_code[codes[i]]) << width << " " << count << " " << i;
        ASSERT_EQ(of_bytes[i], index_by_code[bytes[i]]) << width << " " << count << " " << i;
      }
    }
  }
}

TEST(ParquetEncoding, ARunTakesAFewBytes) {
  const std::vector<uint16_t> index_by_code(256, 1);
  EXPECT_LE(indices(std::vector<uint8_t>(30'000, 9), index_by_code, 5).size(), 8u);
}

TEST(ParquetEncoding, WidthOfIndices) {
  EXPECT_EQ(index_width(1), 1);
  EXPECT_EQ(index_width(2), 1);
  EXPECT_EQ(index_width(3), 2);
  EXPECT_EQ(index_width(256), 8);
  EXPECT_EQ(index_width(257), 9);
  EXPECT_EQ(index_width(65'536), 16);
}

TEST(ParquetEncoding, Flags) {
  const std::vector<uint8_t> flags = {1, 0, 0, 2, 0, 0, 0, 255, 0, 1};
  Bytes bytes(2);
  EXPECT_EQ(put_flags(flags.data(), flags.size(), bytes.data()), bytes.data() + 2);
  EXPECT_EQ(bytes, (Bytes{0x89, 0x02}));
}

}  // namespace
}  // namespace footfall
