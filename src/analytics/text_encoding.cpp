#include "analytics/text_encoding.h"

#include <fcntl.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/io_error.h"

namespace footfall {

namespace {

// Follows UTF-8 byte by byte over any number of pieces (Unicode 15, table 3-7).
class Utf8Reader {
 public:
  void read(const char* data, size_t size) {
    for (size_t i = 0; i < size;) {
      uint64_t eight = 0;
      if (pending_ == 0 && i + 8 <= size) {
        std::memcpy(&eight, data + i, 8);
        // Eight ASCII bytes without a line break need no closer look.
        if ((eight & 0x8080808080808080) == 0 && std::memchr(data + i, '\n', 8) == nullptr) {
          i += 8;
          before_ = data[i - 1];
          continue;
        }
      }
      step(static_cast<unsigned char>(data[i]));
      before_ = data[i++];
    }
  }
  void finish() {
    if (pending_ > 0) note_invalid();
  }
  const EncodingCount& count() const { return count_; }

 private:
  void step(unsigned char byte) {
    if (byte >= 0x80 && byte <= 0x9F) ++count_.controls;
    if (pending_ > 0) {
      if (byte >= low_ && byte <= high_) {
        low_ = 0x80;
        high_ = 0xBF;
        if (--pending_ == 0) ++count_.wide;
        return;
      }
      pending_ = 0;
      note_invalid();
    }
    if (byte == '\n') {
      ++count_.line_feeds;
      if (before_ == '\r') ++count_.line_feeds_after_return;
    }
    if (byte < 0x80) return;
    low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    pending_ = byte >= 0xC2 && byte <= 0xDF   ? 1
               : byte >= 0xE0 && byte <= 0xEF ? 2
               : byte >= 0xF0 && byte <= 0xF4 ? 3
                                              : 0;
    if (pending_ == 0) note_invalid();
  }
  void note_invalid() {
    if (count_.invalid++ == 0) count_.first_invalid_line = count_.line_feeds + 1;
  }

  EncodingCount count_;
  int pending_ = 0;
  char before_ = 0;
  unsigned char low_ = 0x80, high_ = 0xBF;
};

// What Windows-1252 has at 0x80 to 0x9F (WHATWG Encoding Standard, index windows-1252).
constexpr std::array<uint16_t, 32> kWindowsSigns = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
constexpr uint32_t kByteOrderMark = 0xFEFF, kNoCharacter = 0xFFFD;

}  // namespace

std::string encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "utf-8";
    case Encoding::kLatin1:
      return "latin-1";
    case Encoding::kWindows1252:
      return "windows-1252";
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be:
      break;
  }
  return "utf-16";
}

Result<EncodingCount> count_encoding(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return io_error("read", path);
  Utf8Reader reader;
  FOOTFALL_TRY(
      read_blocks(file, path, [&](const char* data, size_t bytes) { reader.read(data, bytes); }));
  reader.finish();
  return reader.count();
}

void Utf8Converter::put(uint32_t code, std::string& to) {
  const bool is_mark = is_first_ && code == kByteOrderMark;
  is_first_ = false;
  if (is_mark) return;
  const auto tail = [&](int shift) {
    put_byte(static_cast<char>(0x80 | (code >> shift & 0x3F)), to);
  };
  if (code < 0x80) {
    put_byte(static_cast<char>(code), to);
  } else if (code < 0x800) {
    put_byte(static_cast<char>(0xC0 | code >> 6), to);
    tail(0);
  } else if (code < 0x10000) {
    put_byte(static_cast<char>(0xE0 | code >> 12), to);
    tail(6);
    tail(0);
  } else {
    put_byte(static_cast<char>(0xF0 | code >> 18), to);
    tail(12);
    tail(6);
    tail(0);
  }
}

void Utf8Converter::put_byte(char byte, std::string& to) {
  if (has_return_ && byte != '\n') to += '\r';
  has_return_ = byte == '\r';
  if (!has_return_) to += byte;
}

void Utf8Converter::put_unit(uint32_t unit, std::string& to) {
  const bool is_high = unit >= 0xD800 && unit < 0xDC00, is_low = unit >= 0xDC00 && unit < 0xE000;
  if (high_ != 0) {
    const uint32_t high = std::exchange(high_, 0);
    if (is_low) return put(0x10000 + ((high & 0x3FF) << 10 | (unit & 0x3FF)), to);
    put(kNoCharacter, to);
  }
  if (is_high) {
    high_ = unit;
  } else {
    put(is_low ? kNoCharacter : unit, to);
  }
}

void Utf8Converter::convert(std::string_view bytes, std::string& to) {
  if (encoding_ == Encoding::kUtf8) {
    for (const char byte : bytes) put_byte(byte, to);
    return;
  }
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (encoding_ == Encoding::kLatin1 || encoding_ == Encoding::kWindows1252) {
      const bool is_sign = encoding_ == Encoding::kWindows1252 && byte >= 0x80 && byte <= 0x9F;
      put(is_sign ? kWindowsSigns[byte - 0x80] : byte, to);
    } else if (!has_half_) {
      half_ = byte;
      has_half_ = true;
    } else {
      has_half_ = false;
      put_unit(encoding_ == Encoding::kUtf16Le ? half_ | byte << 8 : half_ << 8 | byte, to);
    }
  }
}

void Utf8Converter::finish(std::string& to) {
  if (has_half_ || high_ != 0) put(kNoCharacter, to);
  if (has_return_) to += '\r';
  has_half_ = has_return_ = false;
  high_ = 0;
}

Result<Utf8Copy> Utf8Copy::make(const std::string& path, Encoding encoding) {
  const Descriptor from(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!from.is_open()) return io_error("read", path);
  std::error_code ignored;
  std::string name = std::filesystem::temp_directory_path(ignored) / "footfall-XXXXXX";
  Descriptor to(::mkostemp(name.data(), O_CLOEXEC));
  if (!to.is_open()) return io_error("write", name);
  ::unlink(name.c_str());
  Utf8Converter converter(encoding);
  std::string text;
  Result<> written = Done{};
  const auto write = [&] {
    if (written) written = write_all(to, text, name);
    text.clear();
  };
  FOOTFALL_TRY(read_blocks(from, path, [&](const char* data, size_t bytes) {
    converter.convert({data, bytes}, text);
    write();
  }));
  converter.finish(text);
  write();
  FOOTFALL_TRY(std::move(written));
  return Utf8Copy(std::move(to));
}

}  // namespace footfall
