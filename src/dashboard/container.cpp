#include "dashboard/container.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace footfall {

namespace {

constexpr size_t kBlockBytes = 1 << 16;
constexpr int kGzip = 15 + 16;  // zlib's window bits for a gzip member

// Feeds all of `bytes` to zlib function `step`, appending what it gives; returns its last status.
template <typename Step>
int pump(z_stream& stream, std::string_view bytes, std::string& out, Step step) {
  std::array<char, kBlockBytes> block;
  int status = Z_OK;
  do {
    if (stream.avail_in == 0 && !bytes.empty()) {
      const size_t part = std::min<size_t>(bytes.size(), 1 << 30);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream.avail_in = static_cast<uInt>(part);
      bytes.remove_prefix(part);
    }
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = block.size();
    status = step(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
    out.append(block.data(), block.size() - stream.avail_out);
    if (status != Z_OK && status != Z_BUF_ERROR) break;
  } while (stream.avail_in > 0 || !bytes.empty() || stream.avail_out == 0);
  return status;
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
  z_stream stream{};
  const int level = effort == Effort::kBest ? Z_BEST_COMPRESSION : Z_BEST_SPEED;
  check(deflateInit2(&stream, level, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) == Z_OK,
        "zlib cannot compress");
  gz_header header{};
  header.os = 255;  // unknown, whatever machine this is
  deflateSetHeader(&stream, &header);
  std::string out;
  const int status = pump(stream, bytes, out, deflate);
  deflateEnd(&stream);
  check(status == Z_STREAM_END, "zlib did not end");
  return out;
}

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  check(inflateInit2(&stream, kGzip) == Z_OK, "zlib cannot decompress");
  std::string out;
  const int status =
      pump(stream, bytes, out, [](z_stream* s, int) { return inflate(s, Z_NO_FLUSH); });
  inflateEnd(&stream);
  if (status != Z_STREAM_END) out.clear();
  return out;
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
