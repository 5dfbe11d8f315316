// Holds Scenario, the readable and validated description of a world; compiled once by the engine.
// Plain values: nothing here knows YAML, files or randomness.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"

namespace footfall {

enum class Frequency : uint8_t { kDaily, kAlternate, kWeekly, kMonthly };

using MonthMultipliers = std::array<double, 12>;  // January first
inline constexpr MonthMultipliers kFlatYear = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

using WeekdayMultipliers = std::array<double, 7>;  // Monday first
inline constexpr WeekdayMultipliers kEvenWeek = {1, 1, 1, 1, 1, 1, 1};

// What the model can hold; the loader refuses more.
inline constexpr int kMaxPersonas = 99, kMaxCategories = 500, kMaxQuantity = 255;
inline constexpr int kMaxFestivals = 255, kMaxFestivalDates = 10'000;  // dates of all festivals
inline constexpr int kMaxFestivalSpan = 366;                           // days of one range of dates
inline constexpr int kMaxCities = 500, kMaxMix = 20;                   // a persona; words of a mix
inline constexpr int kMaxWords = 255;  // different words of a customer column
inline constexpr int kMaxAge = 120;
inline constexpr double kMaxIncome = 1e9, kMaxMultiplier = 100;
inline constexpr int64_t kMaxCustomersPerPersona = 99'999'999;
inline constexpr int64_t kMaxLinePaise = 2'147'483'647;  // a line's amount is 31 bits

struct Category {
  std::string name;
  double probability = 0;                   // [0, 1]
  int quantity_low = 1, quantity_high = 1;  // 1..kMaxQuantity
  int64_t price_low_paise = 0, price_high_paise = 0;
  MonthMultipliers season_multiplier = kFlatYear;  // on the probability
};

struct TimeSlot {
  int32_t begin_second = 0, end_second = 0;  // of the day, half open
};

struct City {
  std::string name, state;
  double weight = 1;
};

struct MixedWord {
  std::string word;
  double weight = 1;
  bool operator==(const MixedWord&) const = default;
};
// What customers are, by weight; empty when the persona does not say.
using Mix = std::vector<MixedWord>;

struct Demographics {
  int age_low = 18, age_high = 80;
  int64_t income_low_paise = 2'000'000, income_high_paise = 10'000'000;  // a month
  Mix location_type, education, family_status;
};

struct Persona {
  std::string name;
  int slot = 0;  // 1..kMaxPersonas, the leading digits of customer identifiers
  // One of the two is given; the probability is a day's and goes before.
  std::optional<Frequency> frequency;
  std::optional<double> visit_probability;
  double weight = 1;
  std::vector<TimeSlot> preferred_time;
  Demographics demographics;
  std::vector<City> cities;
  std::vector<Category> basket_profile;
};

struct Market {
  double visit_festival = 1.5, visit_weekend = 1.2, visit_weekday = 1.0, visit_cap = 0.95;
  double item_festival = 1, item_weekend = 1, item_cap = 0.95;
  double quantity_festival = 1;
  double price_festival_low = 1.05, price_festival_high = 1.15;
  int festival_window_days = 2;
  MonthMultipliers season_multiplier = kFlatYear;     // on visits
  WeekdayMultipliers weekday_multiplier = kEvenWeek;  // on visits; 0 is closed
  std::array<double, 4> frequency_probability = {0.8155, 0.4775, 0.209, 0.1003};
};

struct Festival {
  std::string name;
  std::vector<Day> dates;               // ascending
  std::optional<int> window_days = {};  // in place of the market's
};

struct Calendar {
  std::vector<Festival> festivals;
  uint8_t weekend_mask = 0b1100000;  // bit 0 = Monday
  uint8_t closed_mask = 0;           // weekdays, as above
  std::vector<Day> closed_dates;     // ascending
};

struct Simulation {
  Day start_day = 19723;  // 2024-01-01
  int days = 30;
  int64_t customers_per_persona = 1000;
  uint64_t seed = 42;
};

struct Locale {
  std::string currency = "INR";  // ISO 4217
  std::string symbol = "₹";      // empty where the code stands for it
  std::string names = "india";
};

struct Scenario {
  std::string name;
  Simulation simulation;
  Market market;
  Calendar calendar;
  Locale locale;
  std::vector<Persona> personas;
};

// Returns a persona's number of customers: customers_per_persona × weight, rounded.
int64_t customer_count(const Scenario& scenario, const Persona& persona);

// Returns whether the shop is closed on a day, by its date or its weekday.
bool is_closed(const Scenario& scenario, Day day);

// Returns how many days before and after its dates a festival lasts.
int festival_window(const Market& market, const Festival& festival);

// Returns a persona's base probability of a visit on a day.
double base_visit_probability(const Scenario& scenario, const Persona& persona);

}  // namespace footfall
