// Holds the festivals of a data set's scenario: those of its period, and those that lie ahead.
#pragma once
#include <string>
#include <vector>

#include "base/date.h"

namespace footfall {

struct CalendarFestival {
  std::string name;
  std::vector<Day> dates;
};

struct FestivalCalendar {
  std::vector<CalendarFestival> festivals;
  int window_days = 0;    // of a festival before its date, and after it
  bool is_known = false;  // false: nothing is known of days ahead, as of own data

  // Returns the festival whose window holds a day: the nearest date, then the first listed, as the
  // simulation does; empty for none.
  std::string on(Day day) const;
  // Whether the calendar reaches as far: it does up to its last date, and always without festivals.
  bool reaches(Day day) const;
};

}  // namespace footfall
