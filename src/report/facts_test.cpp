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
  EXPECT_TRUE(cafe.starts_with("caf_"));
  EXPECT_NE(cafe, caf);  // what loses letters gets a hash
  EXPECT_EQ(fact_word("🥤").size(), 8u);
  EXPECT_NE(fact_word(""), "");
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
