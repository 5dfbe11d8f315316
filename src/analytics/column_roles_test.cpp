#include "analytics/column_roles.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

ColumnProfile text(const char* name, double distinct = 0.5) {
  return {name, "VARCHAR", 1, 0, 0, 0, distinct};
}
ColumnProfile number(const char* name, double wholes = 0) {
  return {name, "DOUBLE", 1, 1, wholes, 0, 0.5};
}
ColumnProfile time(const char* name) { return {name, "VARCHAR", 1, 0, 0, 1, 0.9}; }

using Told = std::map<std::string, std::string>;

TEST(ColumnRoles, OnlineRetail) {
  const auto roles =
      guess_roles({text("InvoiceNo"), text("StockCode"), text("Description"), number("Quantity", 1),
                   time("InvoiceDate"), number("UnitPrice"), text("CustomerID"), text("Country")},
                  FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "transaction"), "InvoiceNo");
  EXPECT_EQ(column_of(*roles, "product"), "StockCode");
  EXPECT_EQ(column_of(*roles, "description"), "Description");
  EXPECT_EQ(column_of(*roles, "quantity"), "Quantity");
  EXPECT_EQ(column_of(*roles, "time"), "InvoiceDate");
  EXPECT_EQ(column_of(*roles, "unit_price"), "UnitPrice");
  EXPECT_EQ(column_of(*roles, "customer"), "CustomerID");
  EXPECT_EQ(column_of(*roles, "amount"), "");
}

TEST(ColumnRoles, CompleteJourney) {
  const auto roles =
      guess_roles({number("household_id", 1), number("store_id", 1), number("basket_id", 1),
                   number("product_id", 1), number("quantity", 1), number("sales_value"),
                   number("retail_disc"), number("week", 1), time("transaction_timestamp")},
                  FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "customer"), "household_id");
  EXPECT_EQ(column_of(*roles, "transaction"), "basket_id");
  EXPECT_EQ(column_of(*roles, "amount"), "sales_value");
  EXPECT_EQ(column_of(*roles, "time"), "transaction_timestamp");
}

TEST(ColumnRoles, ValuesDecideWhereNamesDoNot) {
  const auto roles =
      guess_roles({text("id"), time("wann"), number("betrag")}, FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "customer"), "id");
  EXPECT_EQ(column_of(*roles, "time"), "wann");
  EXPECT_EQ(column_of(*roles, "amount"), "betrag");
  const auto unique = guess_roles({text("id", 1)}, FileKind::kTransactions, {});
  ASSERT_TRUE(unique);
  EXPECT_EQ(column_of(*unique, "transaction"), "id");
}

TEST(ColumnRoles, ValuesForbidWhatNamesSuggest) {
  const auto roles = guess_roles({text("date"), text("amount")}, FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "time"), "");
  EXPECT_EQ(column_of(*roles, "amount"), "");
}

TEST(ColumnRoles, TheUserIsRight) {
  const std::vector<ColumnProfile> columns = {text("customer"), text("buyer"), time("date")};
  const auto roles = guess_roles(columns, FileKind::kTransactions, Told{{"customer", "buyer"}});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "customer"), "buyer");
  const auto none = guess_roles(columns, FileKind::kTransactions, Told{{"customer", "-"}});
  ASSERT_TRUE(none);
  EXPECT_EQ(column_of(*none, "customer"), "");
  const auto unknown = guess_roles(columns, FileKind::kTransactions, Told{{"shop", "buyer"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().category, ErrorCategory::kUsage);
}

}  // namespace
}  // namespace footfall
