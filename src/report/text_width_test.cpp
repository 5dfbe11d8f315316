#include "report/text_width.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(TextWidth, IsThatOfTheFont) {
  // Advance widths of DejaVu Sans: i 569, W 2025 of 2048 parts; Bold: i 702, W 2259.
  EXPECT_NEAR(text_width("i", {2048}), 569, 1);
  EXPECT_NEAR(text_width("WW", {2048}), 2 * 2025, 2);
  EXPECT_NEAR(text_width("iW", {2048, true}), 702 + 2259, 4);
}

TEST(TextWidth, FittedTextsEndInWholeCharacters) {
  EXPECT_EQ(fitted("short", 100), "short");
  const std::string cut = fitted("Käääääse und Brötchen", 60);
  EXPECT_TRUE(cut.ends_with("…"));
  EXPECT_LE(text_width(cut), 60);
  EXPECT_EQ(fitted("Ä", 1), "…");
}

TEST(TextWidth, TextsThatDifferLookDifferent) {
  const std::vector<std::string> names = {"Less recent spenders, more often", "Loyal",
                                          "Less recent spenders, less often"};
  const auto cut = fitted_apart(names, 120);
  EXPECT_EQ(cut[1], "Loyal");
  EXPECT_TRUE(cut[0].starts_with("Less re") && cut[0].ends_with("ore often")) << cut[0];
  EXPECT_TRUE(cut[2].starts_with("Less re") && cut[2].ends_with("ess often")) << cut[2];
  for (const std::string& name : cut) EXPECT_LE(text_width(name), 120);
  EXPECT_EQ(fitted_apart(names, 300), names);
}

TEST(TextWidth, TwoLinesAreAboutEquallyLong) {
  using Lines = std::vector<std::string>;
  const Face face{10};
  EXPECT_EQ(in_two_lines("one two", 100, face), Lines{"one two"});
  EXPECT_EQ(in_two_lines("aaaa bbbb cccc dddd", 60, face), (Lines{"aaaa bbbb", "cccc dddd"}));
  EXPECT_EQ(in_two_lines("aaaa bbbb cccc · dddd", 100, face), (Lines{"aaaa bbbb cccc", "dddd"}));
  const Lines cut = in_two_lines("aaaa bbbb cccc dddd eeee ffff", 60, face);
  EXPECT_EQ(cut, (Lines{"aaaa bbbb", "cccc ddd…"}));
  EXPECT_EQ(in_two_lines("aaaaaaaaaaaaaaaa", 60, face), Lines{"aaaaaaaa…"});
}

}  // namespace
}  // namespace footfall
