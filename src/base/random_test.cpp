#include "base/random.h"

#include <gtest/gtest.h>

#include "base/date.h"
#include "base/hash.h"

namespace footfall {
namespace {

// Source: kat_vectors of the Random123 distribution, philox4x32 with 10 rounds.
TEST(Philox, KnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Date, RoundTripsAndKnowsWeekdays) {
  for (Day day = kFirstDay; day <= kLastDay; day += 13) {
    EXPECT_EQ(parse_date(format_date(day)), day);
  }
  EXPECT_EQ(format_date(19723), "2024-01-01");
  EXPECT_EQ(weekday_of(19723), 1);
  EXPECT_EQ(format_date(kLastDay), "2215-12-31");
  for (const char* bad : {"2024-02-30", "2023-02-29", "24-01-01", "2024/01/01", "2024-13-01",
                          "2024-00-10", "", "2024-01-1x"}) {
    EXPECT_FALSE(parse_date(bad)) << bad;
  }
}

TEST(Hash, KnownAnswers) {
  Sha256 sha;
  sha.update("abc", 3);
  EXPECT_EQ(sha.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash64(""),
            0x2d06800538d394c2u);  // XXH3_64bits of nothing, from the xxHash documentation
}

}  // namespace
}  // namespace footfall
