#include "analytics/text_encoding.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>

namespace footfall {
namespace {

// In pieces of one byte, so that whatever waits for the next byte is met.
std::string converted(Encoding encoding, std::string_view bytes) {
  Utf8Converter converter(encoding);
  std::string text;
  for (const char byte : bytes) converter.convert({&byte, 1}, text);
  converter.finish(text);
  return text;
}

TEST(TextEncoding, OneByteACharacter) {
  EXPECT_EQ(converted(Encoding::kLatin1, "Caf\xE9 \xFF"), "Café ÿ");
  EXPECT_EQ(converted(Encoding::kWindows1252, "\x80 \x84\xE4\x93 \x96 \x9F"), "€ „ä“ – Ÿ");
}

TEST(TextEncoding, TwoBytesAUnit) {
  using namespace std::string_view_literals;
  EXPECT_EQ(converted(Encoding::kUtf16Le,
                      "\xFF\xFE"
                      "a\0\xAC\x20\x3E\xD8\x5E\xDF"sv),
            "a€\xF0\x9F\xAD\x9E");
  EXPECT_EQ(converted(Encoding::kUtf16Be, "\xFE\xFF\0a\x20\xAC"sv), "a€");
  // Halves of a pair, in either place, and half a unit.
  EXPECT_EQ(converted(Encoding::kUtf16Be, "\xD8\x3E\0a\xDF\x5E\0"sv), "\uFFFDa\uFFFD\uFFFD");
  EXPECT_EQ(converted(Encoding::kUtf16Be, "\xD8\x3E"sv), "\uFFFD");
}

TEST(TextEncoding, EndsOfLines) {
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kLatin1})
    EXPECT_EQ(converted(encoding, "a\r\nb\nc\r\r\nd\re\r"), "a\nb\nc\r\nd\re\r");
}

TEST(TextEncoding, ACopyHasNoName) {
  const std::string path = ::testing::TempDir() + "footfall_encoding_" + std::to_string(::getpid());
  std::ofstream(path, std::ios::binary) << "\x80\r\n";
  {
    const auto copy = Utf8Copy::make(path, Encoding::kWindows1252);
    ASSERT_TRUE(copy);
    std::ifstream stream(copy->path(), std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "€\n");
  }
  std::remove(path.c_str());
  const auto absent = Utf8Copy::make(path, Encoding::kUtf8);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().category, ErrorCategory::kIo);
}

TEST(TextEncoding, CountsOverTheWholeFile) {
  const std::string path = ::testing::TempDir() + "footfall_encoding_" + std::to_string(::getpid());
  std::ofstream(path, std::ios::binary) << "long enough a line\r\nand another one\nCaf\x80\r\n";
  const auto count = count_encoding(path);
  std::remove(path.c_str());
  ASSERT_TRUE(count);
  EXPECT_EQ(count->line_feeds, 3u);
  EXPECT_EQ(count->line_feeds_after_return, 2u);
  EXPECT_EQ(count->controls, 1u);
  EXPECT_EQ(count->first_invalid_line, 3u);
}

}  // namespace
}  // namespace footfall
