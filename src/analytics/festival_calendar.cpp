#include "analytics/festival_calendar.h"

#include <algorithm>
#include <cstdlib>

namespace footfall {

std::string FestivalCalendar::on(Day day) const {
  int nearest = window_days + 1;
  std::string name;
  for (const CalendarFestival& festival : festivals) {
    for (const Day date : festival.dates) {
      const int distance = std::abs(day - date);
      if (distance >= nearest) continue;
      nearest = distance;
      name = festival.name;
    }
  }
  return name;
}

bool FestivalCalendar::reaches(Day day) const {
  if (!is_known) return false;
  return festivals.empty() ||
         std::any_of(festivals.begin(), festivals.end(), [&](const CalendarFestival& festival) {
           return std::any_of(festival.dates.begin(), festival.dates.end(),
                              [&](Day date) { return date + window_days >= day; });
         });
}

}  // namespace footfall
