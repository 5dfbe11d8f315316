#include "model/scenario.h"

#include <algorithm>
#include <cmath>

namespace footfall {

int64_t customer_count(const Scenario& scenario, const Persona& persona) {
  const double exact =
      static_cast<double>(scenario.simulation.customers_per_persona) * persona.weight;
  return std::llround(exact);
}

int festival_window(const Market& market, const Festival& festival) {
  return festival.window_days.value_or(market.festival_window_days);
}

bool is_closed(const Scenario& scenario, Day day) {
  const Calendar& calendar = scenario.calendar;
  const int weekday = weekday_of(day) - 1;
  return (calendar.closed_mask >> weekday & 1) != 0 ||
         scenario.market.weekday_multiplier[static_cast<size_t>(weekday)] == 0 ||
         std::binary_search(calendar.closed_dates.begin(), calendar.closed_dates.end(), day);
}

double base_visit_probability(const Scenario& scenario, const Persona& persona) {
  if (persona.visit_probability) return *persona.visit_probability;
  const Frequency frequency = persona.frequency.value_or(Frequency::kWeekly);
  return scenario.market.frequency_probability[static_cast<size_t>(frequency)];
}

}  // namespace footfall
