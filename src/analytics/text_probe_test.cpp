#include "analytics/text_probe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace footfall {
namespace {

class File {
 public:
  explicit File(const std::string& bytes)
      : path(::testing::TempDir() + "footfall_probe_" + std::to_string(::getpid()) + ".csv") {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  ~File() { std::remove(path.c_str()); }
  const std::string path;
};

TEST(TextProbe, Delimiters) {
  EXPECT_EQ(guess_delimiter("a,b,c\n1,2,3\n"), ',');
  EXPECT_EQ(guess_delimiter("id;price;when\n1;2,50;2024\n2;3,50;2024\n"), ';');
  EXPECT_EQ(guess_delimiter("a\tb\n1,5\t2\n"), '\t');
  EXPECT_EQ(guess_delimiter("a|b|c\n1|2|3\n"), '|');
  EXPECT_EQ(guess_delimiter("a;b\n\"x,y,z\";2\n"), ';');
  EXPECT_EQ(guess_delimiter("only\n1\n"), ',');
}

TEST(TextProbe, Records) {
  EXPECT_EQ(first_record("a,\"b \"\"x\"\", c\",d\r\n1,2,3", ','),
            (std::vector<std::string>{"a", "b \"x\", c", "d"}));
  EXPECT_EQ(first_record("\"two\nlines\";b\n", ';'), (std::vector<std::string>{"two\nlines", "b"}));
}

TEST(TextProbe, HeaderOrNone) {
  const auto with = probe_text(File("id,date\n1,2024-01-01\n").path, "auto", 0);
  ASSERT_TRUE(with);
  EXPECT_TRUE(with->has_header);
  const auto without = probe_text(File("00001,19970101,1,11.77\n").path, "auto", 0);
  ASSERT_TRUE(without);
  EXPECT_FALSE(without->has_header);
  EXPECT_EQ(without->columns[3], "column4");
  const auto dated = probe_text(File("2024-01-01T10:00,x\n").path, "auto", 0);
  ASSERT_TRUE(dated);
  EXPECT_FALSE(dated->has_header);
}

TEST(TextProbe, KnownNamesMakeAHeader) {
  const auto shape =
      probe_text(File("Order,Date,date,,Amount\n1,2024-01-01,x,y,5\n").path, "auto", 0);
  ASSERT_TRUE(shape);
  EXPECT_TRUE(shape->has_header);
  EXPECT_EQ(shape->columns,
            (std::vector<std::string>{"Order", "Date", "date_2", "column4", "Amount"}));
}

TEST(TextProbe, TitlesAboveTheHeader) {
  const auto shape =
      probe_text(File("Umsatz, Januar\n\nDatum;Betrag\n1.1.24;5\n2.1.24;6\n").path, "auto", 0);
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->skipped_lines, 2u);
  EXPECT_EQ(shape->delimiter, ';');
  EXPECT_EQ(shape->columns, (std::vector<std::string>{"Datum", "Betrag"}));
  // Words of a header may be values of a file whose header says less.
  const auto values = probe_text(File("x,y\nOrder,Total\na,b\n").path, "auto", 0);
  ASSERT_TRUE(values);
  EXPECT_EQ(values->skipped_lines, 0u);
}

TEST(TextProbe, EqualNamesAreTold) {
  const auto shape = probe_text(File("\xEF\xBB\xBF"
                                     "a,,b\n1,2,3\n")
                                    .path,
                                "utf-8", ',');
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->columns[0], shape->has_header ? "a" : "column1");
}

TEST(TextProbe, Encodings) {
  const auto utf8 = probe_text(File("name\nCafé\n").path, "auto", 0);
  ASSERT_TRUE(utf8);
  EXPECT_EQ(utf8->encoding, Encoding::kUtf8);
  const auto latin = probe_text(File("pre\xE7o,b\nCaf\xE9,\xFC\n").path, "auto", 0);
  ASSERT_TRUE(latin);
  EXPECT_EQ(latin->encoding, Encoding::kLatin1);
  EXPECT_EQ(latin->columns[0], "preço");
  const auto mixed = probe_text(File("a\nCafé\nCaf\xE9\n").path, "auto", 0);
  ASSERT_FALSE(mixed);
  EXPECT_NE(mixed.error().message.find("line 3"), std::string::npos);
  EXPECT_TRUE(probe_text(File("a\nCafé\nCaf\xE9\n").path, "latin-1", 0));
}

TEST(TextProbe, InvalidUtf8) {
  const char* const kInvalid[] = {"\xC0\xAF",         "\xE0\x80\xAF", "\xED\xA0\x80",
                                  "\xF5\x80\x80\x80", "\xE2\x82",     "\x80"};
  for (const char* bytes : kInvalid) {
    const auto count = count_encoding(File("abcdefgh\n" + std::string(bytes)).path);
    ASSERT_TRUE(count);
    EXPECT_GT(count->invalid, 0u) << bytes;
    EXPECT_EQ(count->first_invalid_line, 2u);
  }
  const auto valid = count_encoding(File("a\xF0\x9F\x8D\x9E\xE2\x82\xAC\xC3\xA9").path);
  ASSERT_TRUE(valid);
  EXPECT_EQ(valid->invalid, 0u);
  EXPECT_EQ(valid->wide, 3u);
}

TEST(TextProbe, WhatIsNoText) {
  for (const std::string& bytes :
       {std::string(), std::string("a\0b", 3), std::string("\xFF\xFE\0\0", 4),
        std::string("PK\x03\x04"), std::string("\x1F\x8B\x08")}) {
    const auto shape = probe_text(File(bytes).path, "auto", 0);
    ASSERT_FALSE(shape);
    EXPECT_EQ(shape.error().category, ErrorCategory::kInput);
  }
  const auto absent = probe_text("/nowhere/at/all.csv", "auto", 0);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().category, ErrorCategory::kIo);
}

}  // namespace
}  // namespace footfall
