#include "base/date.h"

#include <gtest/gtest.h>

#include <chrono>

namespace footfall {
namespace {

// Every day that files can hold, against the standard library's calendar.
TEST(Date, AgreesWithTheStandardCalendar) {
  int weekday = 4;  // 1970-01-01 was a Thursday
  for (Day day = kFirstDay; day <= kLastDay; ++day) {
    const std::chrono::year_month_day expected{std::chrono::sys_days{std::chrono::days{day}}};
    const CivilDate found = civil_from_day(day);
    ASSERT_EQ(found.year, static_cast<int>(expected.year()));
    ASSERT_EQ(found.month, static_cast<int>(static_cast<unsigned>(expected.month())));
    ASSERT_EQ(found.day, static_cast<int>(static_cast<unsigned>(expected.day())));
    ASSERT_EQ(day_from_civil(found), day);
    ASSERT_EQ(parse_date(format_date(day)), day);
    ASSERT_EQ(weekday_of(day), weekday);
    weekday = weekday % 7 + 1;
  }
}

TEST(Date, CountsBackBeforeTheFirstDay) {
  EXPECT_EQ(parse_date("1969-12-31"), -1);
  EXPECT_EQ(format_date(-1), "1969-12-31");
  EXPECT_EQ(parse_date("1900-03-01"), parse_date("1900-02-28").value() + 1);
  EXPECT_EQ(parse_date("0000-03-01"), parse_date("0000-02-29").value() + 1);
  EXPECT_EQ(format_date(parse_date("0001-01-01").value() - 1), "0000-12-31");
  // Years before 0 belong to earlier eras of 400 years.
  EXPECT_EQ(day_from_civil(civil_from_day(-800'000)), -800'000);
  EXPECT_LT(civil_from_day(-800'000).year, 0);
}

TEST(Date, KnowsLeapYears) {
  for (const char* good : {"2000-02-29", "2024-02-29", "1972-02-29", "2212-02-29"})
    EXPECT_TRUE(parse_date(good)) << good;
  for (const char* bad : {"2100-02-29", "2200-02-29", "2023-02-29", "1900-02-29"})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Date, RefusesEveryOtherForm) {
  for (const char* bad : {"",           "2024",       "2024-1-1",    "2024-01-01 ", " 2024-01-01",
                          "2024/01/01", "20240101",   "2024-13-01",  "2024-00-10",  "2024-04-31",
                          "2024-01-00", "2024-01-32", "+024-01-01",  "-024-01-01",  "2024-01-1x",
                          "2024-0a-01", "x024-01-01", "2024-01-01T", "2024:01-01",  "2024-01:01"}) {
    EXPECT_FALSE(parse_date(bad)) << bad;
  }
  EXPECT_FALSE(parse_date(std::string_view("2024-01-0\0", 10)));
}

}  // namespace
}  // namespace footfall
