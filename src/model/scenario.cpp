#include "model/scenario.h"

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

double base_visit_probability(const Scenario& scenario, const Persona& persona) {
  if (persona.visit_probability) return *persona.visit_probability;
  const Frequency frequency = persona.frequency.value_or(Frequency::kWeekly);
  return scenario.market.frequency_probability[static_cast<size_t>(frequency)];
}

}  // namespace footfall
