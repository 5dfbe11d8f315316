#include "sink/parquet_encoding.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

namespace footfall {

namespace {

constexpr size_t kBlockValues = 128, kMiniblocks = 4, kMiniblockValues = 32;
constexpr size_t kGroup = 8;              // values that bit-packing keeps together
constexpr size_t kLeastRun = 8 * kGroup;  // shorter runs are packed: their headers cost more

static_assert(std::endian::native == std::endian::little);

uint8_t* put_word(uint8_t* out, uint64_t word) {
  std::memcpy(out, &word, sizeof word);
  return out + sizeof word;
}

uint8_t* put_varint(uint8_t* out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<uint8_t>(value | 0x80);
  *out++ = static_cast<uint8_t>(value);
  return out;
}

uint8_t* put_zigzag(uint8_t* out, int64_t value) {
  return put_varint(out, (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
}

// Joins eight values of at most 16 bits, given as two words of four each, to `width` bytes.
uint8_t* put_group(uint8_t* out, uint64_t low, uint64_t high, int width) {
  const int bits = 4 * width;
  if (width <= 8) {
    put_word(out, low | high << bits);
  } else {
    put_word(out, bits == 64 ? low : low | high << bits);
    put_word(out + 8, bits == 64 ? high : high >> (64 - bits));
  }
  return out + width;
}

// Packs a miniblock. REQUIRES: no value has more than `width` bits.
uint8_t* pack(const uint32_t* values, int width, uint8_t* out) {
  if (width == 0) return out;
  uint64_t pairs[kMiniblockValues / 2];
  for (size_t i = 0; i < kMiniblockValues / 2; ++i)
    pairs[i] = values[2 * i] | uint64_t{values[2 * i + 1]} << width;
  const int bits = 2 * width;
  if (width <= 16) {
    for (size_t i = 0; i < kMiniblockValues / 2; i += 4) {
      out = put_group(out, pairs[i] | pairs[i + 1] << bits, pairs[i + 2] | pairs[i + 3] << bits,
                      width);
    }
    return out;
  }
  uint64_t word = 0;
  int filled = 0;
  for (const uint64_t pair : pairs) {
    word |= pair << filled;
    filled += bits;
    if (filled < 64) continue;
    out = put_word(out, word);
    filled -= 64;
    word = filled == 0 ? 0 : pair >> (bits - filled);
  }
  put_word(out, word);
  return out + filled / 8;
}

uint8_t* pack(const uint64_t* values, int width, uint8_t* out) {
  if (width <= 32) {
    uint32_t narrow[kMiniblockValues];
    for (size_t i = 0; i < kMiniblockValues; ++i) narrow[i] = static_cast<uint32_t>(values[i]);
    return pack(narrow, width, out);
  }
  uint64_t word = 0;
  int filled = 0;
  for (size_t i = 0; i < kMiniblockValues; ++i) {
    word |= values[i] << filled;
    filled += width;
    if (filled < 64) continue;
    out = put_word(out, word);
    filled -= 64;
    word = filled == 0 ? 0 : values[i] >> (width - filled);
  }
  put_word(out, word);
  return out + filled / 8;
}

template <typename Value>
uint8_t* put_delta_as(const Value* values, size_t count, int64_t first_value, uint8_t* out) {
  using Word = std::make_unsigned_t<Value>;
  out = put_varint(out, kBlockValues);
  out = put_varint(out, kMiniblocks);
  out = put_varint(out, count);
  out = put_zigzag(out, first_value);
  Word deltas[kBlockValues];
  for (size_t begin = 1; begin < count; begin += kBlockValues) {
    const size_t used = std::min(kBlockValues, count - begin);
    const Value* const from = values + begin;
    Value least = std::numeric_limits<Value>::max();
    const auto subtract = [&](size_t values_here) {
      for (size_t i = 0; i < values_here; ++i) {
        deltas[i] = static_cast<Word>(from[i]) - static_cast<Word>(from[static_cast<long>(i) - 1]);
        least = std::min(least, static_cast<Value>(deltas[i]));
      }
    };
    // A count known to the compiler unrolls; only the last block has another.
    used == kBlockValues ? subtract(kBlockValues) : subtract(used);
    std::fill(deltas + used, deltas + kBlockValues, static_cast<Word>(least));
    out = put_zigzag(out, least);
    uint8_t* const widths = out;
    out += kMiniblocks;
    for (size_t m = 0; m < kMiniblocks; ++m) {
      Word* const part = deltas + m * kMiniblockValues;
      Word bits = 0;
      for (size_t i = 0; i < kMiniblockValues; ++i) {
        part[i] -= static_cast<Word>(least);
        bits |= part[i];
      }
      const int width = std::bit_width(bits);
      widths[m] = static_cast<uint8_t>(width);
      out = pack(part, width, out);
    }
  }
  return out;
}

// Whether eight codes are the same.
template <typename Code>
bool is_uniform(const Code* codes) {
  return std::memcmp(codes, codes + 1, (kGroup - 1) * sizeof(Code)) == 0;
}

template <typename Code>
uint8_t* put_packed_group(const Code* codes, const uint16_t* index_by_code, int width,
                          uint8_t* out) {
  uint64_t low = 0, high = 0;
  for (size_t i = 0; i < kGroup / 2; ++i) {
    low |= uint64_t{index_by_code[codes[i]]} << (i * static_cast<size_t>(width));
    high |= uint64_t{index_by_code[codes[i + 4]]} << (i * static_cast<size_t>(width));
  }
  return put_group(out, low, high, width);
}

// Writes `count` codes as bit-packed groups; the last group is filled up with zeros.
template <typename Code>
uint8_t* put_packed(const Code* codes, size_t count, const uint16_t* index_by_code, int width,
                    uint8_t* out) {
  if (count == 0) return out;
  out = put_varint(out, (count + kGroup - 1) / kGroup << 1 | 1);
  size_t i = 0;
  for (; i + kGroup <= count; i += kGroup)
    out = put_packed_group(codes + i, index_by_code, width, out);
  if (i == count) return out;
  uint64_t halves[2] = {0, 0};
  for (size_t k = 0; i + k < count; ++k)
    halves[k / 4] |= uint64_t{index_by_code[codes[i + k]]} << (k % 4 * static_cast<size_t>(width));
  return put_group(out, halves[0], halves[1], width);
}

template <typename Code>
uint8_t* put_indices_as(const Code* codes, size_t count, const uint16_t* index_by_code, int width,
                        uint8_t* out) {
  size_t packed = 0, at = 0;  // rows before `packed` are written
  while (at + kGroup <= count) {
    if (!is_uniform(codes + at)) {
      at += kGroup;
      continue;
    }
    size_t end = at + kGroup;
    while (end + kGroup <= count && codes[end] == codes[at] && is_uniform(codes + end))
      end += kGroup;
    if (end - at >= kLeastRun) {
      out = put_packed(codes + packed, at - packed, index_by_code, width, out);
      out = put_varint(out, (end - at) << 1);
      const uint16_t index = index_by_code[codes[at]];
      std::memcpy(out, &index, sizeof index);
      out += width <= 8 ? 1 : 2;
      packed = end;
    }
    at = end;
  }
  return put_packed(codes + packed, count - packed, index_by_code, width, out);
}

}  // namespace

uint8_t* put_delta(const int32_t* values, size_t count, int64_t first_value, uint8_t* out) {
  return put_delta_as(values, count, first_value, out);
}

uint8_t* put_delta(const int64_t* values, size_t count, uint8_t* out) {
  return put_delta_as(values, count, values[0], out);
}

int index_width(size_t count) { return std::max(1, static_cast<int>(std::bit_width(count - 1))); }

uint8_t* put_indices(const uint8_t* codes, size_t count, const uint16_t* index_by_code, int width,
                     uint8_t* out) {
  return put_indices_as(codes, count, index_by_code, width, out);
}

uint8_t* put_indices(const uint16_t* codes, size_t count, const uint16_t* index_by_code, int width,
                     uint8_t* out) {
  return put_indices_as(codes, count, index_by_code, width, out);
}

uint8_t* put_flags(const uint8_t* flags, size_t count, uint8_t* out) {
  for (size_t i = 0; i < count; i += 8) {
    uint32_t byte = 0;
    for (size_t k = 0; k < std::min<size_t>(8, count - i); ++k)
      byte |= static_cast<uint32_t>(flags[i + k] != 0) << k;
    *out++ = static_cast<uint8_t>(byte);
  }
  return out;
}

}  // namespace footfall
