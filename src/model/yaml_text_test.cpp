#include "model/yaml_text.h"

#include <gtest/gtest.h>

#include "model/yaml_tree.h"

namespace footfall {
namespace {

TEST(YamlText, PutsSmallThingsOnOneLine) {
  EXPECT_EQ(
      yaml_of_json(R"({"a": 1, "b": [1, 2.5], "c": {"d": true, "e": null}, "f": [], "g": {}})"),
      "a: 1\nb: [1, 2.5]\nc: {d: true, e: null}\nf: []\ng: {}\n");
}

TEST(YamlText, PutsLargeThingsInBlocks) {
  EXPECT_EQ(
      yaml_of_json(R"({"p": [{"name": "A", "x": {"y": {"z": 1}}, "t": ["1pm"]}, {"name": "B"}]})"),
      "p:\n  - name: A\n    x:\n      \"y\": {z: 1}\n    t: [\"1pm\"]\n  - {name: B}\n");
  const std::string words = "\"" + std::string(60, 'a') + "\"";
  EXPECT_EQ(yaml_of_json("{\"long\": [" + words + ", " + words + "]}"),
            "long:\n  - " + std::string(60, 'a') + "\n  - " + std::string(60, 'a') + "\n");
  EXPECT_EQ(yaml_of_json(R"({"deep": [[{"a": 1}]]})"), "deep:\n  -\n    - {a: 1}\n");
}

TEST(YamlText, QuotesWhatCouldBeSomethingElse) {
  for (const char* plain : {"Senior Citizen", "café", "₹", "x-1", "_a"})
    EXPECT_EQ(yaml_line_of_json("\"" + std::string(plain) + "\""), plain);
  for (const char* quoted :
       {"yes", "No", "null", "n",   "true", "2024-01-01", "12", "1pm", "-a", "a: b", "a#b",
        "a ",  " a", "",     "a,b", "*a",   "&a",         "!a", "%a",  "@a", "<<",   "~"}) {
    EXPECT_EQ(yaml_line_of_json("\"" + std::string(quoted) + "\""),
              "\"" + std::string(quoted) + "\"");
  }
  EXPECT_EQ(yaml_line_of_json(R"({"a: b": "c\n\"d\""})"), R"({"a: b": "c\n\"d\""})");
}

TEST(YamlText, IsReadAsWhatItWas) {
  const std::string json = R"({"né": ["\u0001", "\\", "'", "\"", "tab\t", "-", "?", "|", ">"],)"
                           R"( "k: {": {"[": [{"}": "]"}]}})";
  const YamlDocument direct = parse_yaml(json), through = parse_yaml(yaml_of_json(json));
  ASSERT_EQ(direct.refusal, "");
  ASSERT_EQ(through.refusal, "");
  for (size_t i = 0; i < 9; ++i) {
    EXPECT_EQ(direct.root.entries[0].second.items[i].scalar,
              through.root.entries[0].second.items[i].scalar);
  }
  const YamlTree* inner = through.root.find("k: {");
  ASSERT_NE(inner, nullptr);
  EXPECT_EQ(inner->find("[")->items[0].find("}")->scalar, "]");
}

}  // namespace
}  // namespace footfall
