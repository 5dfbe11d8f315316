#include "cli/scenario_starter.h"

namespace footfall {

const char* const kScenarioStarter = R"yaml(# A small world to start from. Change it, then:
#   footfall scenario check FILE     finds every mistake
#   footfall scenario expect FILE    tells what it gives on average, without simulating
#   footfall simulate FILE --out shop
# Only personas are needed; every other block has defaults (footfall scenario show FILE).
# docs/scenario_guide.md explains every key; footfall scenario schema helps editors.

simulation:
  start_date: 2024-01-01
  days: 30
  customers_per_persona: 1000   # of each persona below, times its weight
  seed: 42                      # the same seed gives the same rows, on every machine

market:
  visit_multiplier:    {festival: 1.5, weekend: 1.2, cap: 0.95}   # on the chance of a visit
  item_multiplier:     {festival: 1.2, weekend: 1.1, cap: 0.95}   # on the chance of each category
  quantity_multiplier: {festival: 1.1}
  price_multiplier:    {festival: [1.05, 1.15]}                   # drawn anew for every line
  festival_window_days: 2       # a festival lasts from 2 days before its date to 2 days after

calendar:
  weekend: [saturday, sunday]
  closed_weekdays: []           # [sunday] for a shop that keeps Sundays
  closed_dates: []              # holidays, as [2024-01-26]; nobody comes
  festivals:
    - Diwali                    # one of the seven names that ship with dates for 2015-2035
    - {name: Shop Anniversary, dates: [2024-01-20, 2025-01-20]}

locale: {currency: INR, names: india}   # names: india, germany, western or france

personas:
  - name: Student
    frequency: alternate        # daily, alternate, weekly or monthly; or give visit_probability
    preferred_time: ["12:00-14:00", "6pm-9pm"]
    demographics:
      age_range: [18, 26]
      income_range: [8000, 25000]   # a month
      location_type: urban
      education: student
      family_status: single
    basket_profile:             # on a visit, each category is taken with its probability
      noodles: {probability: 0.60, quantity: [1, 4], price_range: [15, 60]}
      coffee:  {probability: 0.45, quantity: [1, 2], price_range: [80, 250]}
      fruit:   {probability: 0.30, quantity: [1, 3], price_range: [40, 160]}

  - name: Parent
    weight: 0.5                 # half as many customers
    frequency: weekly
    visit_probability: 0.25     # a day; replaces the one of its frequency
    preferred_time: ["09:00-11:00", "17:00-19:00"]
    demographics:
      age_range: [28, 50]
      income_range: [40000, 120000]
      location_type: {suburban: 3, urban: 1}   # words with weights: three of four are suburban
      education: {secondary: 1, graduate: 2}
      family_status: married with children
    cities: [Pune, {name: Nashik, weight: 0.5}]   # without this, the cities of the locale
    basket_profile:
      vegetables: {probability: 0.85, quantity: [2, 6], price_range: [30, 120]}
      rice:       {probability: 0.70, quantity: [1, 2], price_range: [200, 900]}
      ice_cream:
        probability: 0.20
        quantity: [1, 3]
        price_range: [60, 300]
        season_multiplier: {apr: 2, may: 2.5, jun: 2, dec: 0.5, jan: 0.5}   # other months: 1
)yaml";

}  // namespace footfall
