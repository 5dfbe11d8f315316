// Holds Parquet's encodings of whole numbers as plain functions from values to bytes. They know no
// library, and cost about a tenth of Arrow's encoders, which take one value at a time.
// FORMAT: "Encodings" of the Apache Parquet format: DELTA_BINARY_PACKED in blocks of 128 values and
// four miniblocks; the RLE / bit-packing hybrid of RLE_DICTIONARY; PLAIN booleans.
#pragma once
#include <cstddef>
#include <cstdint>

namespace footfall {

// Return the most bytes that `count` values take, with what is written past their end.
constexpr size_t most_delta_bytes(size_t count, size_t value_bytes) {
  return (count + 128) * value_bytes + (count / 128 + 2) * 16 + 64;
}
constexpr size_t most_index_bytes(size_t count) { return (count + 8) * 2 + count / 16 + 64; }

// Write DELTA_BINARY_PACKED and return its end. REQUIRES: count > 0. The 32-bit form serves INT32
// columns, and INT64 columns whose values span less than 2^31: there `values` may be shifted by a
// constant, and `first_value` is what the first of them stands for.
uint8_t* put_delta(const int32_t* values, size_t count, int64_t first_value, uint8_t* out);
uint8_t* put_delta(const int64_t* values, size_t count, uint8_t* out);

// Returns the bits that each index below `count` takes; at least one, as readers expect.
int index_width(size_t count);

// Writes index_by_code[codes[i]], each of `width` bits up to 16, as runs and packed groups; returns
// the end.
uint8_t* put_indices(const uint8_t* codes, size_t count, const uint16_t* index_by_code, int width,
                     uint8_t* out);
uint8_t* put_indices(const uint16_t* codes, size_t count, const uint16_t* index_by_code, int width,
                     uint8_t* out);

// Writes one bit a flag, of any value but 0; returns the end.
uint8_t* put_flags(const uint8_t* flags, size_t count, uint8_t* out);

}  // namespace footfall
