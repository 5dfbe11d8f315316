#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(TextTable, ColumnsCanBeLeftOut) {
  TextTable table({{"a"}, {"b", true}, {"c"}});
  table.add({"1", "2", "3"});
  table.add({"4"});
  table.drop(1);
  EXPECT_EQ(table.text({}), "  a  c\n  1  3\n  4\n");
  EXPECT_EQ(table.width(), 6u);
}

TEST(TextTable, ColumnsLineUpAndNoLineEndsInSpaces) {
  TextTable table({{"Name"}, {"Count", true}, {"", false, true}});
  table.add({"tea", "1,000", "██"});
  table.add({"₹ 5", "7", ""});
  table.add_total({"All", "1,007"});
  EXPECT_EQ(table.text(Style{}),
            "  Name  Count\n"
            "  tea   1,000  ██\n"
            "  ₹ 5       7\n"
            "  All   1,007\n");
  EXPECT_EQ(table.width(), 17u);
}

TEST(TextTable, HeadingsOfSeveralLinesStandOnTheRows) {
  TextTable table({{"name"}, {"average\nvalue", true}});
  table.add({"tea", "5"});
  EXPECT_EQ(table.text(Style{}),
            "        average\n"
            "  name    value\n"
            "  tea         5\n");
}

TEST(TextTable, ATableWithoutHeadingsHasNoHeadingLine) {
  TextTable table({{""}, {"", true}});
  table.add({"rows", "12"});
  EXPECT_EQ(table.text(Style{}), "  rows  12\n");
}

TEST(TextTable, StylesEndOnTheirLine) {
  TextTable table({{"A"}, {"", false, true}});
  table.add({"x", "█"});
  EXPECT_EQ(table.text({"<b>", "<d>", "<a>", "</>"}), "  <b>A</>\n  x  <a>█</>\n");
}

TEST(Wrapped, BreaksBetweenWordsOnly) {
  EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(wrapped("unbreakable", 4, 0), "unbreakable");
  EXPECT_EQ(wrapped("", 4, 0), "");
}

TEST(Shortened, CountsCharactersNotBytes) {
  EXPECT_EQ(shortened("Käufer", 6), "Käufer");
  EXPECT_EQ(shortened("Käufer", 4), "Käu…");
  EXPECT_EQ(padded("₹5", 4, true), "  ₹5");
}

TEST(Shortened, WhatDiffersLooksDifferent) {
  using Texts = std::vector<std::string>;
  const Texts segments = {"Less recent small spenders, more often", "Loyal",
                          "Less recent small spenders, less often", "Loyal"};
  EXPECT_EQ(shortened_apart(segments, 21),
            (Texts{"Less recen…more often", "Loyal", "Less recen…less often", "Loyal"}));
  EXPECT_EQ(shortened_apart(segments, 100), segments);
  // Words that tell them apart stand whole.
  EXPECT_EQ(shortened_apart({"Frequent buyers, longer ago", "Frequent buyers, more lately"}, 17),
            (Texts{"Frequent buye…ago", "Frequent b…lately"}));
  // Alike at both ends: they are shown from where they differ.
  EXPECT_EQ(shortened_apart({"aaaaaaaaaaaaaäbbbbbbbbbbbbbb", "aaaaaaaaaaaaaöbbbbbbbbbbbbbb"}, 11),
            (Texts{"aaaaa…äbbbb", "aaaaa…öbbbb"}));
  EXPECT_EQ(shortened_apart({"one long text", "one long text"}, 8), Texts(2, "one lon…"));
}

TEST(WrappedCommand, IsReadOnByAShell) {
  EXPECT_EQ(wrapped_command("footfall help", 80, 4), "footfall help");
  EXPECT_EQ(wrapped_command("footfall query shop \"SELECT a FROM b\" --format csv", 30, 4),
            "footfall query shop \\\n    \"SELECT a FROM b\" \\\n    --format csv");
  EXPECT_EQ(wrapped_command("ab cd ef", 8, 2), "ab cd ef");
  EXPECT_EQ(wrapped_command("ab cd ef", 7, 2), "ab cd \\\n  ef");
  EXPECT_EQ(wrapped_command("aaaaaaaaaaaaaaa b", 7, 2), "aaaaaaaaaaaaaaa \\\n  b");
}

}  // namespace
}  // namespace footfall
