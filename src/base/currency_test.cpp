#include "base/currency.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall {
namespace {

TEST(Currency, TableIsOrderedByCode) {
  const auto all = currency_table();
  EXPECT_GT(all.size(), 150u);
  for (const Currency& one : all) {
    EXPECT_EQ(one.code.size(), 3u) << one.code;
    EXPECT_TRUE(one.decimals == 0 || one.decimals == 2) << one.code;
    EXPECT_FALSE(one.name.empty()) << one.code;
    EXPECT_EQ(find_currency(one.code), &one);
  }
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
  for (const char* none : {"", "E", "EU", "EURO", "eur", "XYZ", "ZZZ"})
    EXPECT_EQ(find_currency(none), nullptr) << none;
}

TEST(Currency, SymbolsAndDecimalsAreTheUsualOnes) {
  EXPECT_EQ(find_currency("INR")->symbol, "₹");
  EXPECT_EQ(find_currency("EUR")->symbol, "€");
  EXPECT_EQ(find_currency("CHF")->symbol, "");
  EXPECT_EQ(find_currency("EUR")->decimals, 2);
  EXPECT_EQ(find_currency("JPY")->decimals, 0);
}

TEST(Currency, NearestIsTheCodeThatIsMeant) {
  for (const auto& [text, code] : {std::pair("euro", "EUR"),
                                   {"Euros", "EUR"},
                                   {"eur", "EUR"},
                                   {"€", "EUR"},
                                   {"Dollar", "USD"},
                                   {"rupees", "INR"},
                                   {"yen", "JPY"},
                                   {"zloty", "PLN"},
                                   {"EUT", "EUR"},
                                   {"pound", "GBP"},
                                   {"XYZ123", ""},
                                   {"", ""}})
    EXPECT_EQ(nearest_currency(text), code) << text;
}

TEST(Currency, PrefixIsTheSymbolElseTheCode) {
  EXPECT_EQ(money_prefix("EUR", ""), "€");
  EXPECT_EQ(money_prefix("EUR", "₹"), "₹");
  EXPECT_EQ(money_prefix("CHF", ""), "CHF\u00a0");
  EXPECT_EQ(money_prefix("CHF", "Fr."), "Fr.\u00a0");
  EXPECT_EQ(money_prefix("", ""), "");
  EXPECT_TRUE(groups_in_lakh("INR"));
  EXPECT_FALSE(groups_in_lakh("EUR"));
}

}  // namespace
}  // namespace footfall
