#include "report/notation.h"

#include <gtest/gtest.h>

#include "base/date.h"

namespace footfall {
namespace {

const Notation kRupees{"₹", true};
const Notation kDollars{"$", false};

TEST(Notation, MoneyInLakhAndCrore) {
  EXPECT_EQ(money_text(kRupees, 295684384.95), "₹29.57\u00a0crore");
  EXPECT_EQ(money_text(kRupees, 7720000), "₹77.2\u00a0lakh");
  EXPECT_EQ(money_text(kRupees, 99949), "₹99,949");
  EXPECT_EQ(money_text(kRupees, 4788.4), "₹4,788");
  EXPECT_EQ(money_text(kRupees, 64.756), "₹64.76");
  EXPECT_EQ(money_text(kRupees, 99.996), "₹100");
  EXPECT_EQ(money_text(kRupees, 0), "₹0.00");
  EXPECT_EQ(money_text(kRupees, -25.5), "\u2212₹25.50");
}

TEST(Notation, MoneyThatRoundsUpTakesTheLargerUnit) {
  EXPECT_EQ(money_text(kRupees, 9999999), "₹1.00\u00a0crore");
  EXPECT_EQ(money_text(kRupees, 99999.9), "₹1.0\u00a0lakh");
  EXPECT_EQ(money_text(kDollars, 999999.5), "$1.00\u00a0million");
}

TEST(Notation, OtherCurrenciesInThousands) {
  EXPECT_EQ(money_text(kDollars, 1234567), "$1.23\u00a0million");
  EXPECT_EQ(money_text(kDollars, 197874), "$197,874");
  EXPECT_EQ(grouped_number(kDollars, 197874, 0), "197,874");
  EXPECT_EQ(grouped_number(kRupees, 197874, 0), "1,97,874");
  EXPECT_EQ(grouped_number(kRupees, -1234567.25, 1), "\u221212,34,567.2");
}

TEST(Notation, CurrencyOfCapabilities) {
  Capabilities has;
  EXPECT_EQ(notation_of(has).symbol, "");
  has.currency = "EUR";
  EXPECT_EQ(notation_of(has).symbol, "€");
  EXPECT_FALSE(notation_of(has).is_indian);
  has.currency = "CHF";
  EXPECT_EQ(money_text(notation_of(has), 12), "CHF\u00a012.00");
  has.currency = "INR";
  EXPECT_TRUE(notation_of(has).is_indian);
}

TEST(Notation, YenHaveNoDecimals) {
  const Notation yen = notation_of("JPY", "");
  EXPECT_EQ(money_text(yen, 78.4), "¥78");
  EXPECT_EQ(money_text(yen, 0.2), "¥0");
  EXPECT_EQ(money_text(yen, -0.2), "¥0");
  EXPECT_EQ(money_text(yen, 123456), "¥123,456");
  EXPECT_EQ(money_text(yen, 123456789), "¥123.46\u00a0million");
  EXPECT_EQ(amount_text(yen, 78.4, true), "¥78");
}

TEST(Notation, AmountsOfTablesHaveNoWords) {
  EXPECT_EQ(amount_text(kRupees, 295684384.95), "₹29,56,84,385");
  EXPECT_EQ(amount_text(kRupees, 295684384.95, true), "₹29,56,84,384.95");
  EXPECT_EQ(amount_text(notation_of("EUR", ""), 1234567.891, true), "€1,234,567.89");
  EXPECT_EQ(amount_text(notation_of("BDT", "৳"), 1234567), "৳12,34,567");
  EXPECT_EQ(amount_text(notation_of("CHF", "Fr."), -5), "\u2212Fr.\u00a05.00");
}

TEST(Notation, SharesAndChanges) {
  Fact fact{.id = "change", .value = -0.1106, .unit = "fraction", .decimals = 1};
  EXPECT_EQ(fact_text(kRupees, fact), "\u221211.1\u00a0%");
  EXPECT_EQ(signed_fact_text(kRupees, fact), "\u221211.1\u00a0%");
  fact.value = 0.366;
  EXPECT_EQ(signed_fact_text(kRupees, fact), "+36.6\u00a0%");
  fact.value = -0.0001;  // no sign before what rounds to 0
  EXPECT_EQ(signed_fact_text(kRupees, fact), "0.0\u00a0%");
  fact.low = 0.347;
  fact.high = 0.384;
  EXPECT_EQ(interval_text(kRupees, fact), "34.7 to 38.4\u00a0%");
}

TEST(Notation, IntervalsOfMoneyKeepBothUnitsWhereTheyDiffer) {
  Fact fact{.unit = "currency", .decimals = 2};
  fact.low = 9.5e6;
  fact.high = 1.2e7;
  EXPECT_EQ(interval_text(kRupees, fact), "₹95.0\u00a0lakh to ₹1.20\u00a0crore");
  fact.low = 1.1e7;
  EXPECT_EQ(interval_text(kRupees, fact), "₹1.10 to ₹1.20\u00a0crore");
  // A low end below the least unit would read as one of it.
  fact.low = 57'682;
  fact.high = 1.1e5;
  EXPECT_EQ(interval_text(kRupees, fact), "₹0.6 to ₹1.1\u00a0lakh");
  fact.low = -400;
  EXPECT_EQ(interval_text(kRupees, fact), "₹0.0 to ₹1.1\u00a0lakh");
}

TEST(Notation, HoursDaysAndDates) {
  EXPECT_EQ(fact_text(kRupees, {.value = 19, .unit = "hour"}), "19 to 20\u00a0h");
  EXPECT_EQ(fact_text(kRupees, {.value = 1, .unit = "days"}), "1\u00a0day");
  EXPECT_EQ(fact_text(kRupees, {.value = 0, .unit = "days", .decimals = 1}), "0.0\u00a0days");
  EXPECT_EQ(fact_text(kRupees, {.value = 6, .unit = "weekday"}), "Saturday");
  EXPECT_EQ(short_date_text(day_from_civil({2024, 1, 13})), "13 Jan");
  EXPECT_EQ(date_text(day_from_civil({2024, 2, 29})), "29\u00a0February\u00a02024");
}

TEST(Notation, NamesAreListed) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b"}), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(weekday_name(7) + month_name(12) + weekday_name(8) + month_name(0), "SundayDecember");
}

TEST(Notation, NamesOfTheData) {
  EXPECT_EQ(display_name("wellness_nutrition"), "wellness nutrition");
  EXPECT_EQ(display_name("Premium_Shopper"), "Premium_Shopper");  // not a word of an identifier
}

}  // namespace
}  // namespace footfall
