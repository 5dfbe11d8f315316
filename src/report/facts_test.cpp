#include "report/facts.h"

#include <gtest/gtest.h>

#include <limits>

#include "report/fact_sections.h"

namespace footfall {
namespace {

TEST(Facts, WordsOfIdentifiers) {
  EXPECT_EQ(fact_word("Premium Shopper"), "premium_shopper");
  EXPECT_EQ(fact_word("rice_and_atta"), "rice_and_atta");
  const std::string cafe = fact_word("Café"), caf = fact_word("Caf?");
  EXPECT_TRUE(cafe.starts_with("cafe_"));
  EXPECT_NE(cafe, caf);  // what loses letters gets a hash
  EXPECT_EQ(fact_word("🥤").size(), 8u);
  EXPECT_NE(fact_word(""), "");
}

TEST(Facts, HashesStandOnlyWhereTwoNamesShareTheirLetters) {
  Facts facts;
  const std::string alone = "persona." + fact_word("One-time small baskets");
  put_text(facts, {.id = alone + ".name"}, "One-time small baskets");
  put(facts, {.id = alone + ".revenue"}, 1);
  put(facts, {.id = "uplift.weekend." + alone}, 1);
  for (const char* name : {"Café", "Cafè"})
    put_text(facts, {.id = "category." + fact_word(name) + ".name"}, name);
  shorten_ids(facts);
  EXPECT_EQ(facts.facts[0].id, "persona.one_time_small_baskets.name");
  EXPECT_EQ(facts.facts[1].id, "persona.one_time_small_baskets.revenue");
  EXPECT_EQ(facts.facts[2].id, "uplift.weekend.persona.one_time_small_baskets");
  EXPECT_EQ(facts.facts[3].id, "category." + fact_word("Café") + ".name");
  EXPECT_EQ(facts.facts[4].id, "category." + fact_word("Cafè") + ".name");
}

TEST(Facts, LettersWithAccentsAreKept) {
  Facts facts;
  put_text(facts, {.id = "persona." + fact_word("Młodzi") + ".name"}, "Młodzi");
  put_text(facts, {.id = "festival." + fact_word("Boże Narodzenie") + ".name"}, "Boże Narodzenie");
  put_text(facts, {.id = "festival_ahead." + fact_word("Tết") + ".name"}, "Tết");
  put_text(facts, {.id = "category." + fact_word("Süßes") + ".name"}, "Süßes");
  shorten_ids(facts);
  EXPECT_EQ(facts.facts[0].id, "persona.mlodzi.name");
  EXPECT_EQ(facts.facts[1].id, "festival.boze_narodzenie.name");
  EXPECT_EQ(facts.facts[2].id, "festival_ahead.t_t.name");  // no plain letter is known
  EXPECT_EQ(facts.facts[3].id, "category.susses.name");
}

TEST(Facts, NothingThatIsNoNumber) {
  Facts facts;
  put(facts, {.id = "missing"}, std::nullopt);
  put(facts, {.id = "nan"}, std::numeric_limits<double>::quiet_NaN());
  put(facts, {.id = "infinite"}, std::numeric_limits<double>::infinity());
  put(facts, {.id = "half"}, 1, 0.5, std::nullopt);
  put(facts, {.id = "endless"}, 1, 0.5, std::numeric_limits<double>::infinity());
  put_text(facts, {.id = "empty"}, "");
  ASSERT_EQ(facts.facts.size(), 2u);
  EXPECT_FALSE(facts.find("half")->low || facts.find("endless")->low);
  EXPECT_EQ(facts.find("nan"), nullptr);
}

}  // namespace
}  // namespace footfall
