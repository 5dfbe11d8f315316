// Holds the calendar of a data set's scenario, of its period and of what lies ahead: festivals, and
// days on which the shop is closed.
#pragma once
#include <string>
#include <vector>

#include "base/date.h"

namespace footfall {

struct CalendarFestival {
  std::string name;
  std::vector<Day> dates;
  int window_days = 0;  // before a date, and after it
};

struct ShopCalendar {
  std::vector<CalendarFestival> festivals;
  uint8_t closed_weekdays = 0;    // bit 0 = Monday
  std::vector<Day> closed_dates;  // ascending
  bool is_known = false;          // false: nothing is known of days ahead, as of own data

  // Returns the festival whose window holds a day: the nearest date, then the first listed, as the
  // simulation does; empty for none.
  std::string on(Day day) const;
  bool is_closed(Day day) const;
  bool is_holiday(Day day) const;  // closed, though its weekday is not
  // Whether the calendar reaches as far: it does up to its last date, and always without festivals.
  bool reaches(Day day) const;
};

}  // namespace footfall
