#include "analytics/shop_calendar.h"

#include <algorithm>
#include <climits>
#include <cstdlib>

namespace footfall {

std::string ShopCalendar::on(Day day) const {
  int nearest = INT_MAX;
  std::string name;
  for (const CalendarFestival& festival : festivals) {
    for (const Day date : festival.dates) {
      const int distance = std::abs(day - date);
      if (distance > festival.window_days || distance >= nearest) continue;
      nearest = distance;
      name = festival.name;
    }
  }
  return name;
}

bool ShopCalendar::is_holiday(Day day) const {
  return (closed_weekdays >> (weekday_of(day) - 1) & 1) == 0 &&
         std::binary_search(closed_dates.begin(), closed_dates.end(), day);
}

bool ShopCalendar::is_closed(Day day) const {
  return (closed_weekdays >> (weekday_of(day) - 1) & 1) != 0 || is_holiday(day);
}

bool ShopCalendar::reaches(Day day) const {
  if (!is_known) return false;
  return festivals.empty() ||
         std::any_of(festivals.begin(), festivals.end(), [&](const CalendarFestival& festival) {
           return std::any_of(festival.dates.begin(), festival.dates.end(),
                              [&](Day date) { return date + festival.window_days >= day; });
         });
}

}  // namespace footfall
