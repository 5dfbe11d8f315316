#include "base/day_spells.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

using Spells = std::vector<std::pair<Day, Day>>;

TEST(DaySpells, JoinsThreeAndMore) {
  EXPECT_EQ(day_spells({}), Spells());
  EXPECT_EQ(day_spells({5}), (Spells{{5, 5}}));
  EXPECT_EQ(day_spells({5, 6}), (Spells{{5, 5}, {6, 6}}));
  EXPECT_EQ(day_spells({5, 6, 7}), (Spells{{5, 7}}));
  EXPECT_EQ(day_spells({1, 2, 4, 5, 6, 7, 9, 11, 12, 13}),
            (Spells{{1, 1}, {2, 2}, {4, 7}, {9, 9}, {11, 13}}));
}

}  // namespace
}  // namespace footfall
