#include "report/report_check.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/date.h"
#include "report/marked_text.h"

namespace footfall {
namespace {

const Notation kRupees{"₹", true};

Facts some_facts() {
  Facts facts;
  facts.facts = {{.id = "revenue", .label = "Revenue", .value = 295684384.95, .unit = "currency"},
                 {.id = "price", .value = 64.756, .unit = "currency"},
                 {.id = "share",
                  .value = 0.366,
                  .unit = "fraction",
                  .decimals = 1,
                  .low = 0.347,
                  .high = 0.384},
                 {.id = "change", .value = -0.111, .unit = "fraction", .decimals = 1},
                 {.id = "count", .value = 59991, .unit = "count"},
                 {.id = "ratio", .value = 3.148, .unit = "ratio", .decimals = 2},
                 {.id = "days", .value = 30, .unit = "days"},
                 {.id = "hour", .value = 19, .unit = "hour"},
                 {.id = "weekday", .value = 6, .unit = "weekday"},
                 {.id = "start",
                  .value = static_cast<double>(day_from_civil({2024, 1, 13})),
                  .text = "2024-01-13",
                  .unit = "date"},
                 {.id = "name", .text = "Gen Z 18-25 [new]", .unit = "text"}};
  return facts;
}

std::string wrong(const std::string& text, const std::string& mark) {
  return disagreement(text, mark, some_facts(), kRupees);
}

TEST(ReportCheck, AcceptsTheFactAtEveryPrecision) {
  for (const char* text : {"₹29.57 crore", "₹29.57\u00a0crore", "₹29.6 crore", "₹30 crore",
                           "₹2956.8 lakh", "₹29,56,84,384.95", "₹295684385"})
    EXPECT_EQ(wrong(text, "revenue"), "") << text;
  EXPECT_EQ(wrong("36.6 %", "share"), "");
  EXPECT_EQ(wrong("37 %", "share"), "");
  EXPECT_EQ(wrong("+36.6%", "share"), "");
  EXPECT_EQ(wrong("34.7 to 38.4 %", "share:interval"), "");
  EXPECT_EQ(wrong("34.7 %", "share:low"), "");
  EXPECT_EQ(wrong("11.1 %", "change:fall"), "");
  EXPECT_EQ(wrong("\u221211.1 %", "change"), "");
  EXPECT_EQ(wrong("19 to 20 h", "hour"), "");
  EXPECT_EQ(wrong("Saturdays", "weekday"), "");
  for (const char* text : {"13 January 2024", "13 January", "13 Jan", "2024-01-13"})
    EXPECT_EQ(wrong(text, "start"), "") << text;
  EXPECT_EQ(wrong("Gen Z 18-25 \\[new\\]", "name"), "");
}

TEST(ReportCheck, RefusesOtherUnitsAndDirections) {
  for (const char* text : {"₹29.57 lakh", "$29.57 crore", "29.57 crore", "₹29.57", "₹29.57 million",
                           "crore", "", "₹29.57 crore more"})
    EXPECT_NE(wrong(text, "revenue"), "") << text;
  EXPECT_NE(wrong("36.6", "share"), "");
  EXPECT_NE(wrong("36.6 pp", "share"), "");
  EXPECT_NE(wrong("11.1 %", "change"), "");
  EXPECT_NE(wrong("11.1 %", "change:rise"), "");
  EXPECT_NE(wrong("\u221211.1 %", "change:fall"), "");
  EXPECT_NE(wrong("34.7 to 38.5 %", "share:interval"), "");
  EXPECT_NE(wrong("1 to 2 %", "change:interval"), "");  // it has none
  EXPECT_NE(wrong("36.6 %", "share:size"), "");         // no such part
  EXPECT_NE(wrong("Sunday", "weekday"), "");
  EXPECT_NE(wrong("14 January", "start"), "");
  EXPECT_NE(wrong("Gen Z 18-26 [new]", "name"), "");
  EXPECT_EQ(wrong("12 %", "profit"), "says 12 %; there is no fact profit");
}

TEST(ReportCheck, SaysBothValues) {
  EXPECT_EQ(wrong("₹29.58 crore", "revenue"), "says ₹29.58 crore; revenue is ₹29.57\u00a0crore");
}

// Every digit of every printed fact, changed to every other digit.
TEST(ReportCheck, FindsEveryChangedDigit) {
  const Facts facts = some_facts();
  const FactWriter write(facts, kRupees);
  size_t changed = 0;
  for (const Fact& fact : facts.facts) {
    for (const std::string& part : {std::string(), std::string(":interval")}) {
      if (!part.empty() && !fact.low) continue;
      const std::string right =
          part.empty() ? fact_text(kRupees, fact) : interval_text(kRupees, fact);
      ASSERT_EQ(disagreement(escaped(right), fact.id + part, facts, kRupees), "") << right;
      for (size_t at = 0; at < right.size(); ++at) {
        for (char digit = '0'; digit <= '9'; ++digit) {
          if (right[at] < '0' || right[at] > '9' || right[at] == digit) continue;
          std::string text = right;
          text[at] = digit;
          EXPECT_NE(disagreement(escaped(text), fact.id + part, facts, kRupees), "") << text;
          ++changed;
        }
      }
    }
  }
  EXPECT_GT(changed, 300u);
}

RC_GTEST_PROP(ReportCheckProperty, AcceptsWhatIsWrittenAndNothingNearIt, (int64_t cents)) {
  const double value = static_cast<double>(cents % 100'000'000'000'000) / 100;
  Facts facts;
  facts.facts = {{.id = "sum", .value = value, .unit = "currency"}};
  for (const Notation& notation : {kRupees, Notation{"$", false}, Notation{}}) {
    RC_ASSERT(disagreement(money_text(notation, value), "sum", facts, notation).empty());
    const double off = value + std::max(1.0, std::fabs(value) * 0.12);
    RC_ASSERT(!disagreement(money_text(notation, off), "sum", facts, notation).empty());
  }
}

TEST(ReportCheck, NumbersNeedAMark) {
  const Facts facts = some_facts();
  const TextCheck check = check_text(
      "# Sales: [₹29.57 crore][revenue]\n\nWe sold 12 of them, \\[7\\][count], and \u096b more.\n"
      "![5](a7.svg) [see page](p3.md)\n[revenue]: facts.json \"Revenue\"\n"
      "[count]: facts.json \"something\"\n",
      facts, kRupees);
  EXPECT_EQ(check.checked, 1u);
  std::vector<std::string> found;
  for (const Mismatch& mismatch : check.mismatches)
    found.push_back(std::to_string(mismatch.line) + " " + mismatch.what);
  const std::vector<std::string> expected = {
      "3 the number in \"12\" has no fact", "3 the number in \"\\[7\\][count],\" has no fact",
      "3 the number in \"\u096b\" has no fact", "4 the number in \"![5\" has no fact",
      "6 says [count]: facts.json \"something\"; it should be [count]: facts.json \"\""};
  EXPECT_EQ(found, expected);
}

TEST(ReportCheck, ReadsLinesOfWindows) {
  const TextCheck check =
      check_text("[36.6 %][share]\r\n[revenue]: facts.json \"Revenue\"\r\n", some_facts(), kRupees);
  EXPECT_EQ(check.checked, 1u);
  EXPECT_TRUE(check.mismatches.empty());
}

// Digits that sums in another order of rows may change; %.12g prints them.
TEST(ReportCheck, FilesMayDifferInTheTwelfthDigit) {
  const auto differs = [](const char* a, const char* b) {
    const auto found = first_difference(a, b);
    return found ? found->what : std::string();
  };
  EXPECT_EQ(differs("a,0.123456789012,2024-01-01\n", "a,0.123456789013,2024-01-01\n"), "");
  EXPECT_EQ(differs("1.23456789013e-20", "1.23456789012e-20"), "");
  EXPECT_EQ(differs("0.99999999999,x", "1.00000000000,x"), "");
  EXPECT_EQ(differs("0.12345678902", "0.12345678903"),
            "says 0.12345678902; recomputed it is 0.12345678903");
  EXPECT_EQ(differs("1234567890.12", "1234567890.13"),
            "says 1234567890.12; recomputed it is 1234567890.13");
  EXPECT_EQ(differs("123456789012", "123456789013"),
            "says 123456789012; recomputed it is 123456789013");
  EXPECT_NE(differs("a-b 1.5", "a-c 1.5"), "");
  EXPECT_NE(differs("1.5", "-1.5"), "");
  EXPECT_NE(differs("1.5e3", "1.5e4"), "");
  EXPECT_NE(differs("1.5.5", "1.5.6"), "");
  EXPECT_EQ(differs("x\ny", "x\ny\nz"), "says nothing; recomputed it is z");
  EXPECT_EQ(differs("x\ny\n", "x\ny\n"), "");
  EXPECT_EQ(first_difference("x\ny\nw", "x\nz\nw")->line, 2u);
}

RC_GTEST_PROP(ReportCheckProperty, AnyTextIsRead, (const std::string& text)) {
  (void)check_text(text, some_facts(), kRupees);
  (void)disagreement(text, text, some_facts(), kRupees);
  for (const char* id : {"revenue", "share:interval", "change:fall", "hour", "start", "name"})
    (void)disagreement(text, id, some_facts(), kRupees);
}

}  // namespace
}  // namespace footfall
