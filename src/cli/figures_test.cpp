#include "cli/figures.h"

#include <gtest/gtest.h>

#include <limits>

namespace footfall {
namespace {

TEST(Figures, DigitsAreGroupedByCountry) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(999, true), "999");
  EXPECT_EQ(grouped(1000, true), "1,000");
  EXPECT_EQ(grouped(100000, true), "1,00,000");
  EXPECT_EQ(grouped(1234567890, true), "1,23,45,67,890");
  EXPECT_EQ(grouped(std::numeric_limits<uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(Figures, CountsNameOneOrMany) {
  EXPECT_EQ(counted(1, "day", "days"), "1 day");
  EXPECT_EQ(counted(0, "day", "days"), "0 days");
  EXPECT_EQ(counted(89'849, "day", "days"), "89,849 days");
}

TEST(Figures, CompactNumbersNeverShowAThousandOfAUnit) {
  EXPECT_EQ(compact(0), "0");
  EXPECT_EQ(compact(999.4), "999");
  EXPECT_EQ(compact(999.6), "1.0k");
  EXPECT_EQ(compact(999'949), "999.9k");
  EXPECT_EQ(compact(999'951), "1.0M");
  EXPECT_EQ(compact(295.7e6), "295.7M");
  EXPECT_EQ(compact(2.5e9), "2.5bn");
}

TEST(Figures, BytesAreInPowersOfAThousand) {
  EXPECT_EQ(bytes_text(0), "0 bytes");
  EXPECT_EQ(bytes_text(999), "999 bytes");
  EXPECT_EQ(bytes_text(1000), "1.0 kB");
  EXPECT_EQ(bytes_text(999'960), "1.0 MB");
  EXPECT_EQ(bytes_text(3e30), "3000000000000.0 EB");
}

TEST(Figures, DurationsUseTheUnitThatPeopleWould) {
  EXPECT_EQ(duration_text(0.0412), "41 ms");
  EXPECT_EQ(duration_text(0.9999), "1.0 s");
  EXPECT_EQ(duration_text(99.9), "99.9 s");
  EXPECT_EQ(duration_text(200), "3 min 20 s");
  EXPECT_EQ(duration_text(18'720), "5 h 12 min");
  EXPECT_EQ(duration_text(864'000), "10.0 days");
}

TEST(Figures, BarsFillInEighths) {
  EXPECT_EQ(bar_text(0, 4), "");
  EXPECT_EQ(bar_text(1, 3), "███");
  EXPECT_EQ(bar_text(0.5, 3), "█▌");
}

TEST(Figures, WhatRoundsToZeroHasNoSign) {
  EXPECT_EQ(percent_text(-0.0004), "0.0 %");
  EXPECT_EQ(percent_text(-0.0006), "-0.1 %");
  EXPECT_EQ(percent_text(0.0001, 1, true), "0.0 %");
  EXPECT_EQ(percent_text(0.386, 1, true), "+38.6 %");
  EXPECT_EQ(percent_text(-0.386, 0, true), "-39 %");
}

}  // namespace
}  // namespace footfall
