#include "dashboard/customer_days.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(CustomerDays, AreThinnedOutWithTheirDays) {
  CustomerDays customers;
  customers.one_of = 2;
  customers.hash = {2, 4, 12, 6, 8};
  customers.persona = {0, 0, 1, 1, 1};
  customers.city = {5, 6, 7, 8, 9};
  customers.segment = {1, 2, 3, 4, 5};
  customers.score = {10, 11, 12, 13, 14};
  customers.cohort = {0, 0, 1, 1, 2};
  customers.days = {1, 3, 2, 1, 1};
  customers.day = {7, 0, 1, 2, 4, 9, 3, 8};
  thin_out(customers, 4);
  EXPECT_EQ(customers.one_of, 4);
  EXPECT_EQ(customers.hash, (std::vector<int64_t>{4, 12, 8}));
  EXPECT_EQ(customers.persona, (std::vector<int64_t>{0, 1, 1}));
  EXPECT_EQ(customers.city, (std::vector<int64_t>{6, 7, 9}));
  EXPECT_EQ(customers.segment, (std::vector<int64_t>{2, 3, 5}));
  EXPECT_EQ(customers.score, (std::vector<int64_t>{11, 12, 14}));
  EXPECT_EQ(customers.cohort, (std::vector<int64_t>{0, 1, 2}));
  EXPECT_EQ(customers.days, (std::vector<int64_t>{3, 2, 1}));
  EXPECT_EQ(customers.day, (std::vector<int64_t>{0, 1, 2, 4, 9, 8}));
  thin_out(customers, 4);
  EXPECT_EQ(customers.days.size(), 3u);
  thin_out(customers, 24);
  EXPECT_TRUE(customers.days.empty() && customers.day.empty());
}

}  // namespace
}  // namespace footfall
