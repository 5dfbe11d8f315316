// Holds civil dates as days since 1970-01-01 (proleptic Gregorian), with parsing and printing.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace footfall {

using Day = int32_t;  // days since 1970-01-01

struct CivilDate {
  int year, month, day;  // month 1-12, day 1-31
};

// The days that identifiers and files can hold: 1970-01-01 to 2215-12-31.
inline constexpr Day kFirstDay = 0, kLastDay = 89848;

Day day_from_civil(CivilDate date);
CivilDate civil_from_day(Day day);

// Returns 1 for Monday to 7 for Sunday. REQUIRES: day >= 0.
constexpr int weekday_of(Day day) { return (day + 3) % 7 + 1; }

// Parses exactly YYYY-MM-DD; nothing when the text has another form or no such day exists.
std::optional<Day> parse_date(std::string_view text);
std::string format_date(Day day);

}  // namespace footfall
