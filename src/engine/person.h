// Holds PersonModel, a persona compiled into tables, and Person, one customer drawn from it.
// A person depends on the persona's stream, the customer's index and the start day alone, so that
// more customers, more days or other personas change nobody.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "engine/names.h"
#include "model/scenario.h"

namespace footfall {

inline constexpr int kMaxLoyaltyDays = 3650, kAdultAge = 18;

// Views `city` and `state` live as long as the model that made the person.
struct Person {
  std::string_view first_name, last_name;
  char gender = 'F';  // 'F' or 'M'
  uint8_t age = 0;    // whole years on the start day
  int64_t monthly_income_paise = 0;
  std::string_view city, state;
  Day loyalty_since = 0;
  uint64_t mailbox = 0;  // 64 random bits
};

struct ModelCity {
  std::string name, state;
  Region region = Region::kAny;
  uint64_t limit = 0;  // cumulative: the first city with word < limit is drawn; the last is 2^32
};

struct PersonModel {
  int age_low = 0;
  uint32_t age_range_a = 0, age_range_b = 0;  // age - age_low is the sum of two uniforms, inclusive
  int64_t income_low_paise = 0, income_step_paise = 1;
  uint32_t income_steps = 0;  // the largest number of steps above the low end
  std::vector<ModelCity> cities;
  std::array<NameTable, kRegionCount> names;  // by Region
};

// Compiles one persona: its own cities, or those of the locale when it has none. THREADS: pure.
PersonModel make_person_model(const Scenario& scenario, const Persona& persona);

// Draws customer `customer_index`. Age is triangular over the persona's range, income the lower of
// two uniforms (right-skewed), loyalty began 0 to 3650 days before `start_day`, as an adult.
// THREADS: pure. REQUIRES: start_day >= kFirstDay.
Person make_person(const PersonModel& model, PhiloxKey key, uint32_t customer_index, Day start_day);

// Returns "First Last" in UTF-8.
std::string full_name(const Person& person);

// Returns first.last.<customer_id>@example.in or @example.com in lower-case ASCII.
std::string email_of(const Person& person, int64_t customer_id, bool india);

}  // namespace footfall
