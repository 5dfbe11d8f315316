// Holds in which encoding a text file is, and how it becomes UTF-8: people's files come as UTF-8,
// Latin-1, Windows-1252 and UTF-16.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/result.h"

namespace footfall {

enum class Encoding : uint8_t { kUtf8, kLatin1, kWindows1252, kUtf16Le, kUtf16Be };

// Returns "utf-8", "latin-1", …
std::string encoding_name(Encoding encoding);

// How many bytes of a text are what; lines count from 1.
struct EncodingCount {
  uint64_t invalid = 0;   // bytes that are not UTF-8
  uint64_t wide = 0;      // characters of more than one byte
  uint64_t controls = 0;  // bytes from 0x80 to 0x9F: signs in Windows-1252, none in Latin-1
  uint64_t line_feeds = 0, line_feeds_after_return = 0;
  uint64_t first_invalid_line = 0;
};

// Counts over all of a file. Error: kIo.
Result<EncodingCount> count_encoding(const std::string& path);

// Turns a text into UTF-8 with a line feed alone at the end of lines and no byte order mark,
// however it is cut into pieces. What is no character becomes U+FFFD; invalid UTF-8 stays.
class Utf8Converter {
 public:
  explicit Utf8Converter(Encoding encoding) : encoding_(encoding) {}
  void convert(std::string_view bytes, std::string& to);
  void finish(std::string& to);

 private:
  void put(uint32_t code, std::string& to);
  void put_unit(uint32_t unit, std::string& to);
  void put_byte(char byte, std::string& to);

  Encoding encoding_;
  bool is_first_ = true;
  bool has_return_ = false;  // a carriage return not yet written
  bool has_half_ = false;    // half of a unit of UTF-16 in half_
  unsigned char half_ = 0;
  uint32_t high_ = 0;  // a high surrogate that waits for its low one; 0 without
};

// A copy of a file in UTF-8, in the folder of temporary files, without a name, so that it is gone
// with its last reader.
class Utf8Copy {
 public:
  // Errors: kIo, "cannot read PATH" and "cannot write" the copy.
  static Result<Utf8Copy> make(const std::string& path, Encoding encoding);
  // By which this process may open it.
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_.number()); }

 private:
  explicit Utf8Copy(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace footfall
