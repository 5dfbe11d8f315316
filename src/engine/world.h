// Holds World, a scenario compiled with its seed into flat tables; the day loop sees nothing else.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/scenario.h"
#include "table/schema.h"

namespace footfall {

// Changes whenever any output byte changes; see CHANGELOG.
inline constexpr int kDataVersion = 2;
inline constexpr uint32_t kCustomersPerGroup = 64;  // customers whose visit draws share 16 blocks

// What all customers of a persona share on one kind of day: item thresholds and multipliers.
struct DayKind {
  bool festival = false, weekend = false;
  int month = 1;
  std::vector<uint32_t> include_limit;  // include when word <= limit; by category
  std::vector<uint32_t> possible;       // 0 when the probability is zero
  bool some_impossible = false;
  std::vector<uint32_t> fallback_limit;  // cumulative, for an empty draw
  std::vector<double> probability;
  uint32_t quantity_multiplier = 1u << 16;  // 16.16 fixed point
  uint32_t markup_low = 1u << 16,
           markup_range = 0;  // 16.16 fixed point, range inclusive of both ends
};

// Where a preferred slot begins: seconds of all slots before it, and how far the clock is ahead of
// that beyond the slots before (modulo 2^32).
struct SlotStart {
  uint32_t from, shift;
};

struct WorldPersona {
  PhiloxKey key;
  int slot = 0;
  uint32_t customer_count = 0;
  uint32_t category_count = 0;
  bool wide_baskets = false;  // a basket's amount may exceed 32 bits
  // By category; a range is the number of values, `code` the word of the category's name.
  std::vector<uint32_t> slot_hash, code, quantity_low, quantity_range, price_low, price_range;
  std::vector<DayKind> kinds;
  std::vector<uint8_t> kind_of_day;   // by day index
  std::vector<uint64_t> visit_limit;  // by day index: visit when word < limit
  std::vector<SlotStart> slot_starts;
  uint32_t preferred_seconds = 0;  // of all slots together
};

struct WorldDay {
  Day day = 0;
  uint8_t festival = 0;  // word code, 0 = none
  uint8_t weekday = 1;
  bool weekend = false, closed = false;
};

struct World {
  uint64_t seed = 0;
  std::vector<WorldDay> days;
  std::vector<WorldPersona> personas;
  std::array<Words, kTableCount> words;
};

// Compiles a validated scenario. THREADS: pure.
World compile_world(const Scenario& scenario);

// Returns the second of the day of a visit whose time draw is `word`.
constexpr uint32_t second_of_day(const WorldPersona& persona, uint32_t word) {
  const uint32_t drawn = scale(word, persona.preferred_seconds);
  uint32_t second = drawn;
  for (const SlotStart& slot : persona.slot_starts) {
    if (drawn >= slot.from) second += slot.shift;
  }
  return second;
}

// Returns customer_id, or transaction_id of a day and trip, as documented in ARCHITECTURE.md.
constexpr int64_t customer_id(int slot, uint32_t index) {
  return int64_t{slot} * 100'000'000 + index + 1;
}
constexpr int64_t transaction_id(Day day, int64_t customer, int trip) {
  return (int64_t{day} * 10'000'000'000 + customer) * 10 + trip;
}

}  // namespace footfall
