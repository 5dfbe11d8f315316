#include "dashboard/container.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

#include "base/check.h"

namespace footfall {

namespace {

// Levels of libdeflate, of 12: the last takes twice the time for a hundredth less.
constexpr int kQuickLevel = 6, kBestLevel = 10;

// A gzip member ends in the length of what it holds, and Deflate's densest code makes 258 bytes of
// two bits.
constexpr size_t kLengthBytes = 4, kMostGrowth = 1032;

size_t length_in_trailer(std::string_view gzip) {
  size_t length = 0;
  for (size_t i = 0; i < kLengthBytes && i < gzip.size(); ++i)
    length = length << 8 | static_cast<uint8_t>(gzip[gzip.size() - 1 - i]);
  return length;
}

}  // namespace

std::string ColumnBytes::add(std::span<const int64_t> values) {
  const size_t begin = bytes_.size();
  int64_t before = 0;
  for (const int64_t value : values) {
    const int64_t difference = value - before;
    before = value;
    auto rest = difference >= 0 ? static_cast<uint64_t>(difference) * 2
                                : static_cast<uint64_t>(-(difference + 1)) * 2 + 1;
    while (rest >= 128) {
      bytes_.push_back(static_cast<char>(rest | 128));
      rest >>= 7;
    }
    bytes_.push_back(static_cast<char>(rest));
  }
  return place(begin, values.size()) + "}";
}

std::string ColumnBytes::add_amounts(std::span<const int64_t> values) {
  int64_t most = 0;
  for (const int64_t value : values) {
    if (value < 0) return add(values);
    most = std::max(most, value);
  }
  const size_t begin = bytes_.size();
  int width = 0;
  for (; most > 0; most >>= 8, ++width) {
    for (const int64_t value : values) bytes_.push_back(static_cast<char>(value >> (8 * width)));
  }
  return place(begin, values.size()) + ",\"width\":" + std::to_string(width) + "}";
}

std::string ColumnBytes::place(size_t begin, size_t count) {
  std::pair place(begin, bytes_.size() - begin);
  const std::string_view all = bytes_;
  const auto same = std::find_if(places_.begin(), places_.end(), [&](const auto& other) {
    return all.substr(other.first, other.second) == all.substr(place.first, place.second);
  });
  if (same != places_.end()) {
    place = *same;
    bytes_.resize(begin);
  } else {
    places_.push_back(place);
  }
  return "{\"offset\":" + std::to_string(place.first) +
         ",\"bytes\":" + std::to_string(place.second) + ",\"count\":" + std::to_string(count);
}

std::string container_bytes(std::string_view header, std::string_view columns) {
  std::string bytes = "FFD1";
  for (int shift = 0; shift < 32; shift += 8)
    bytes.push_back(static_cast<char>(header.size() >> shift));
  bytes.append(header);
  bytes.append(columns);
  return bytes;
}

std::string gzip(std::string_view bytes, Effort effort) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(effort == Effort::kBest ? kBestLevel : kQuickLevel),
      &libdeflate_free_compressor);
  check(compressor != nullptr, "no memory to compress");
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(),
                                      out.size()));
  check(!out.empty(), "a bound of compressed bytes did not hold");
  return out;
}

std::string gunzip(std::string_view bytes) {
  std::string out(
      length_in_trailer(bytes) <= bytes.size() * kMostGrowth ? length_in_trailer(bytes) : 0, '\0');
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>
      decompressor(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  check(decompressor != nullptr, "no memory to decompress");
  const auto status = libdeflate_gzip_decompress(decompressor.get(), bytes.data(), bytes.size(),
                                                 out.data(), out.size(), nullptr);
  return status == LIBDEFLATE_SUCCESS ? out : "";
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t word = 0;
    for (size_t j = 0; j < 3; ++j)
      word = word << 8 | (i + j < bytes.size() ? static_cast<uint8_t>(bytes[i + j]) : 0U);
    for (size_t j = 0; j < 4; ++j)
      text.push_back(i + j <= bytes.size() ? kDigits[word >> (18 - 6 * j) & 63] : '=');
  }
  return text;
}

}  // namespace footfall
