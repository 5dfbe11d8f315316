// Holds the tests of documents: values and lines, aliases, and texts made to hurt.
#include "model/yaml_tree.h"

#include <gtest/gtest.h>

#include <string>

namespace footfall {
namespace {

std::string refusal(const std::string& text) { return parse_yaml(text).refusal; }

TEST(YamlTree, HoldsValuesInOrderWithTheirLines) {
  const YamlDocument document = parse_yaml("b: 1\na:\n  - x\n  - {c: 'y z'}\n? d\n:\n");
  ASSERT_EQ(document.refusal, "");
  const YamlTree& root = document.root;
  ASSERT_EQ(root.entries.size(), 3u);
  EXPECT_EQ(root.entries[0].first.scalar, "b");
  EXPECT_EQ(root.entries[1].first.line, 2);
  EXPECT_EQ(root.find("a")->items[1].find("c")->scalar, "y z");
  EXPECT_EQ(root.find("a")->items[1].line, 4);
  EXPECT_EQ(root.find("d")->kind, YamlTree::kNull);
  EXPECT_EQ(root.find("d")->line, 5);
  EXPECT_EQ(root.find("x"), nullptr);
  EXPECT_EQ(root.find("b")->find("x"), nullptr);
}

TEST(YamlTree, CopiesWhatAnAliasNames) {
  const YamlDocument document = parse_yaml("a: &n {x: [1, 2]}\nb: *n\nc: [*n, *n]\n");
  ASSERT_EQ(document.refusal, "");
  EXPECT_EQ(document.root.find("b")->find("x")->items[1].scalar, "2");
  EXPECT_EQ(document.root.find("c")->items[1].find("x")->items.size(), 2u);
  EXPECT_EQ(document.root.find("b")->line, 1);
}

TEST(YamlTree, RefusesAliasesThatGrow) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string name = "a" + std::to_string(i), last = "*a" + std::to_string(i - 1);
    bomb += name + ": &" + name + " [";
    for (int k = 0; k < 9; ++k) bomb += last + ",";
    bomb += "]\n";
  }
  const YamlDocument document = parse_yaml(bomb);
  EXPECT_NE(document.refusal.find("at most 100000 values"), std::string::npos);
  EXPECT_EQ(document.line, 5);
  EXPECT_NE(refusal("a: &a [*a]").find("must not contain itself"), std::string::npos);
  std::string nested = "x";
  for (int i = 0; i < 31; ++i) nested = "&n" + std::to_string(i) + " [" + nested + "]";
  EXPECT_EQ(refusal(nested), "");
  std::string wide = "&w [";
  for (int i = 0; i < 60'000; ++i) wide += "1,";
  EXPECT_EQ(refusal("a: " + wide + "]"), "");
  EXPECT_NE(refusal("a: " + wide + "]\nb: *w").find("at most 100000 values"), std::string::npos);
}

TEST(YamlTree, RefusesWhatIsTooDeepOrTooMuch) {
  const auto brackets = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(refusal(brackets(32)), "");
  EXPECT_EQ(refusal(brackets(33)), "nesting must be at most 32 deep");
  EXPECT_NE(refusal(brackets(100'000)), "");
  EXPECT_NE(refusal(std::string(100'000, '[')), "");
  EXPECT_NE(refusal(std::string(100'000, '{')), "");
  std::string indented, dashes, keys;
  for (int i = 0; i < 1000; ++i) indented += std::string(i, ' ') + "a:\n";
  EXPECT_NE(refusal(indented), "");
  for (int i = 0; i < 100'000; ++i) dashes += "- ";
  EXPECT_NE(refusal(dashes), "");
  for (int i = 0; i < 100'000; ++i) keys += "? ";
  EXPECT_NE(refusal(keys), "");
  EXPECT_EQ(refusal(std::string((8 << 20) + 1, 'x')), "the file must be at most 8 MiB");
  std::string many = "[";
  while (many.size() < 4'000'000) many += "1,";
  EXPECT_EQ(refusal(many + "]"), "the file holds too many values");
}

TEST(YamlTree, RefusesWhatIsNoUtf8Text) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xC3", "\xC3(", "\xE0\x80\x80", "\xE2\x82",
                          "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                          "\xF8\x88\x80\x80\x80", "\x80", "\x7F", "\x01", "\x1B[0m"}) {
    const YamlDocument document = parse_yaml("a: 1\nb: " + std::string(bad));
    EXPECT_EQ(document.refusal, "the file must be UTF-8 text") << bad;
    EXPECT_EQ(document.line, 2);
  }
  EXPECT_EQ(refusal(std::string("a: \0", 4)), "the file must be UTF-8 text");
  EXPECT_EQ(refusal(std::string("\xFE\xFF\0a", 4)), "the file must be UTF-8 text");
  for (const char* good :
       {"é", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(refusal("a: " + std::string(good)), "") << good;
  EXPECT_EQ(refusal("\xEF\xBB\xBFpersonas: 1\r\n"), "");
}

TEST(YamlTree, RefusesWhatIsNoYaml) {
  EXPECT_NE(refusal("a: [1"), "");
  EXPECT_NE(refusal("a: 'x"), "");
  EXPECT_NE(refusal("a: \"\\q\""), "");
  EXPECT_NE(refusal("a: *b"), "");
  EXPECT_NE(refusal("%YAML 3.0\n--- a"), "");
  EXPECT_EQ(parse_yaml("a: 1\n\n  b: 2\n").line, 3);
  EXPECT_EQ(refusal("a\n---\nb\n"), "the file must hold one YAML document");
}

}  // namespace
}  // namespace footfall
