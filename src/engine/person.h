// Holds PersonModel, a persona compiled into tables, and Person, one customer drawn from it.
// A person depends on the persona's stream, the customer's index and the start day alone, so that
// more customers, more days or other personas change nobody.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "engine/draws.h"
#include "engine/name_book.h"
#include "model/scenario.h"

namespace footfall {

// The shop was founded so many days before the first day; nobody is a customer for longer.
inline constexpr int kMaxLoyaltyDays = 3650;
inline constexpr int kAdultAge = 18;

struct Person {
  const NameCell* given = nullptr;  // lives as long as the name book
  const NameCell* surname = nullptr;
  bool female = false;
  uint8_t age = 0;                                              // whole years on the start day
  uint16_t city = 0;                                            // index into the model's cities
  uint8_t location_type = 0, education = 0, family_status = 0;  // indices into the model's mixes
  int64_t monthly_income_paise = 0;
  Day loyalty_since = 0;
};

struct ModelCity {
  std::string name, state;
  Region region = Region::kAny;
};

// Cumulative limits in whole parts of 2^32: a word stands for the first whose limit lies above it.
class CumulativeLimits {
 public:
  CumulativeLimits() = default;
  // REQUIRES: `limits` ascend and end in 2^32.
  explicit CumulativeLimits(std::vector<uint64_t> limits);
  uint32_t index_of(uint32_t word) const {
    uint32_t i = first_[word >> 24];
    while (word >= limits_[i]) ++i;
    return i;
  }

 private:
  std::vector<uint64_t> limits_;
  std::array<uint32_t, 256> first_ = {};  // by the upper byte of a word: where to begin
};

// The words that customers of an age may have, by cumulative limits as for cities.
class MixModel {
 public:
  // An empty mix is the one word "". Where no word suits an age, all of them do.
  MixModel(const Mix& mix, int age_low, int age_high);
  const std::vector<std::string>& words() const { return words_; }
  // Returns the index of a word. REQUIRES: age is one of the model's.
  uint8_t draw(int age, uint32_t word) const;

 private:
  int age_low_;
  std::vector<std::string> words_;
  std::vector<uint64_t> limits_;  // of each age: one a word
};

struct PersonModel {
  int age_low = 0;
  uint32_t age_range_a = 0, age_range_b = 0;  // age - age_low is the sum of two uniforms, inclusive
  int64_t income_low_paise = 0, income_step_paise = 1;
  uint32_t income_steps = 0;  // the largest number of steps above the low end
  std::vector<ModelCity> cities = {};
  CumulativeLimits city_limits = {};
  MixModel location_type, education, family_status;
};

// Compiles one persona: its own cities, or those of the locale when it has none. THREADS: pure.
PersonModel make_person_model(const NameLocale& locale, const Persona& persona);

// Makes a customer of its draws. Age is triangular over the persona's range; the position of the
// income in its range is Beta(2, 3), a hump left of the middle; loyalty began 0 to kMaxLoyaltyDays
// before `start_day`, more often lately than long ago, and as an adult.
// THREADS: pure. REQUIRES: start_day >= kFirstDay.
Person make_person(const PersonModel& model, const NameBook& names, const PersonWords& words,
                   Day start_day);

// Bytes that writing a name or an address may touch.
inline constexpr size_t kMostDomain = 16;
inline constexpr size_t kMostPersonText = 2 * NameCell::kBytes + 24 + kMostDomain;

// Writes "First Last" in UTF-8 and returns its end. REQUIRES: room for kMostPersonText.
char* write_full_name(const Person& person, char* to);

// Writes first.last.<customer_id>@DOMAIN, in which the identifier is what makes it unique, and
// returns its end. REQUIRES: room for kMostPersonText; a domain of at most kMostDomain bytes.
char* write_email(const Person& person, int64_t customer_id, std::string_view domain, char* to);

}  // namespace footfall
