#include "analytics/quality.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(Quality, SaysOneInTheSingular) {
  EXPECT_EQ(fact_of_rows(1, "rows with an impossible date"), "row with an impossible date");
  EXPECT_EQ(fact_of_rows(1, "returns: negative quantity"), "return: negative quantity");
  EXPECT_EQ(fact_of_rows(1, "transactions that come more than once"),
            "transaction that comes more than once");
  EXPECT_EQ(fact_of_rows(1, "buyers who are not in the table of customers"),
            "buyer who is not in the table of customers");
  EXPECT_EQ(fact_of_rows(1, "days without a sale, though their weekday has some"),
            "day without a sale, though its weekday has some");
  EXPECT_EQ(fact_of_rows(2, "days without a sale"), "days without a sale");
  EXPECT_EQ(fact_of_rows(0, "days without a sale"), "days without a sale");
  EXPECT_EQ(fact_of_rows(1, ""), "");
}

}  // namespace
}  // namespace footfall
