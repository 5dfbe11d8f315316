// Holds the tests of the description: it must hold itself to its own rules.
#include "model/scenario_keys.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "model/allowed_values.h"
#include "model/festival_table.h"
#include "model/key_check.h"

namespace footfall {
namespace {

// Calls `visit` with every key below `key`, and its path.
void walk(const Key& key, const std::string& path,
          const std::function<void(const Key&, const std::string&)>& visit) {
  for (const Key& child : key.keys) {
    visit(child, joined(path, std::string(child.name)));
    walk(child, joined(path, std::string(child.name)), visit);
  }
}

void expect_allowed(const Key& key, std::string_view json, const std::string& path) {
  const YamlDocument document = parse_yaml(std::string(json));
  ASSERT_EQ(document.refusal, "") << path;
  Mistakes mistakes;
  check_key(key, {path, &document.root}, mistakes);
  for (const Mistake& mistake : mistakes.mistakes())
    ADD_FAILURE() << placed_text(mistake, "example");
}

TEST(ScenarioKeys, AreDescribedWithGoodExamplesAndDefaults) {
  int count = 0;
  walk(scenario_key(), "", [&](const Key& key, const std::string& path) {
    ++count;
    EXPECT_GE(key.doc.size(), 5u) << path;
    EXPECT_TRUE(key.doc.ends_with('.')) << path;
    if (!key.fallback.empty()) expect_allowed(key, key.fallback, path);
    if (!key.example.empty()) expect_allowed(key, key.example, path);
    EXPECT_FALSE(allowed(key).empty()) << path;
    EXPECT_FALSE(key.required && !key.fallback.empty()) << path;
  });
  EXPECT_GT(count, 70);
}

TEST(ScenarioKeys, NameEachKeyOnceAndEachSiblingTruly) {
  const auto check_siblings = [](const Key& key, const std::string& path) {
    std::set<std::string_view> names;
    for (const Key& child : key.keys) EXPECT_TRUE(names.insert(child.name).second) << path;
    for (const Key& child : key.keys) {
      EXPECT_TRUE(child.same_as.empty() || names.contains(child.same_as)) << path;
      EXPECT_TRUE(child.instead.empty() || names.contains(child.instead)) << path;
    }
  };
  check_siblings(scenario_key(), "");
  walk(scenario_key(), "", check_siblings);
}

TEST(ScenarioKeys, KnowTheShippedFestivals) {
  walk(scenario_key(), "", [&](const Key& key, const std::string&) {
    if (key.name != "festival" || !key.by_name) return;
    ASSERT_EQ(key.words.size(), festival_table().size());
    for (size_t i = 0; i < key.words.size(); ++i) EXPECT_EQ(key.words[i], festival_table()[i].name);
  });
}

}  // namespace
}  // namespace footfall
