// Holds the tests of words: suggestions, what words tell of an age, and how values are shown.
#include <gtest/gtest.h>

#include "base/nearest_word.h"
#include "model/demographic_words.h"
#include "model/festival_table.h"
#include "model/mistakes.h"
#include "model/slip.h"

namespace footfall {
namespace {

TEST(NearestWord, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("weekly", "weekley"), 1);
}

TEST(NearestWord, SuggestsOnlyWhatIsNear) {
  const std::vector<std::string> known = {"days", "seed", "start_date", "customers_per_persona"};
  EXPECT_EQ(nearest_word("day", known), "days");
  EXPECT_EQ(nearest_word("startdate", known), "start_date");
  EXPECT_EQ(nearest_word("customers", known), "customers_per_persona");
  EXPECT_EQ(nearest_word("start_date_of_it", known), "start_date");
  EXPECT_EQ(nearest_word("Days", known), "days");
  EXPECT_EQ(nearest_word("Sat", {"sunday", "saturday"}), "saturday");
  EXPECT_EQ(nearest_word("elephant", known), "");
  EXPECT_EQ(nearest_word("--thraeds", {"--version", "--threads"}), "--threads");
  EXPECT_EQ(nearest_word("--persona", {"--version", "--quiet"}), "");
  EXPECT_EQ(nearest_word(std::string(101, 's'), known), "");
  EXPECT_EQ(nearest_word("x", {}), "");
}

TEST(DemographicWords, TellOfAges) {
  EXPECT_EQ(plausible_ages("").low, 0);
  EXPECT_EQ(plausible_ages("whatever").high, 255);
  EXPECT_EQ(plausible_ages("Retired couple").low, 50);
  EXPECT_EQ(plausible_ages("student").high, 35);
  EXPECT_EQ(plausible_ages("married, retired").low, 50);
  EXPECT_EQ(plausible_ages("postgraduate student").low, 22);
  EXPECT_EQ(plausible_ages("postgraduate student").high, 35);
  EXPECT_TRUE(fits_any({{"retired", 1}, {"single", 1}}, 22));
  EXPECT_FALSE(fits_any({{"retired", 1}, {"single", 0}}, 22));
  EXPECT_TRUE(fits_any({{"retired", 1}}, 50));
}

TEST(Mistakes, AreShownByTheirPlace) {
  EXPECT_EQ(joined("", "a"), "a");
  EXPECT_EQ(joined("a", "b-c_1"), "a.b-c_1");
  EXPECT_EQ(joined("a", "b c"), "a.\"b c\"");
  EXPECT_EQ(joined("a", ""), "a.\"\"");
  EXPECT_EQ(placed_text({3, "a.b", "7", "must be 8", "9"}, "f"),
            "f:3: a.b = 7\n    must be 8; did you mean 9?");
  EXPECT_EQ(placed_text({1, "", "", "is empty", ""}, "f"), "f:1: is empty");
  EXPECT_EQ(placed_text({1, "a", "", "is odd", ""}, "f", "warning: "),
            "f:1: warning: a\n    is odd");
}

TEST(Mistakes, ShowLongAndOddValuesShortAndSafe) {
  YamlTree node;
  node.kind = YamlTree::kScalar;
  Mistakes mistakes;
  node.scalar = std::string(79, 'x') + "éy";
  node.line = 1;
  mistakes.wrong({"a", &node}, "r");
  node.scalar = "\x1B[31m\x7F";
  node.line = 2;
  mistakes.wrong({"a", &node}, "r");
  const auto found = mistakes.mistakes();
  EXPECT_EQ(found[0].value, std::string(79, 'x') + "…");
  EXPECT_EQ(found[1].value, "?[31m?");
}

TEST(Slip, DatesThatWereMeant) {
  EXPECT_EQ(dates_meant("24/12/2024"), "2024-12-24");
  EXPECT_EQ(dates_meant("12/24/2024"), "2024-12-24");
  EXPECT_EQ(dates_meant("1.2.2024"), "2024-02-01") << "the day comes first";
  EXPECT_EQ(dates_meant("2024-1-5"), "2024-01-05");
  EXPECT_EQ(dates_meant("2024-01-05-2024-01-06"), "2024-01-05..2024-01-06");
  EXPECT_EQ(dates_meant("2023-12-24..2023-12-22"), "2023-12-22..2023-12-24");
  for (const char* text : {"", "tomorrow", "24/12/24", "2024-01", "2024-123-1", "1 2 3 4"})
    EXPECT_EQ(dates_meant(text), "") << text;
}

TEST(Mistakes, KeysWithQuotesStayReadable) {
  EXPECT_EQ(joined("personas", "Turista \"güiri\""), "personas.'Turista \"güiri\"'");
}

TEST(FestivalTable, HoldsSevenFestivalsOfTwentyOneYears) {
  ASSERT_EQ(festival_table().size(), 7u);
  for (const Festival& festival : festival_table()) {
    ASSERT_EQ(festival.dates.size(), 21u);
    for (size_t i = 0; i < 21; ++i)
      EXPECT_EQ(civil_from_day(festival.dates[i]).year, 2015 + static_cast<int>(i));
  }
}

}  // namespace
}  // namespace footfall
