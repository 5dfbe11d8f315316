#include "engine/person.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/check.h"
#include "model/demographic_words.h"

namespace footfall {

namespace {

constexpr uint64_t kWordRange = uint64_t{1} << 32;

// Returns floor(half × n / 2^16) of the lower or the upper 16 bits of a word.
uint32_t scale_low(uint32_t word, uint32_t n) { return (word & 0xFFFF) * n >> 16; }
uint32_t scale_high(uint32_t word, uint32_t n) { return (word >> 16) * n >> 16; }

Region region_of(const NameLocale& locale, std::string_view state) {
  for (const StateRegion& row : locale.states) {
    if (row.state == state) return row.region;
  }
  return Region::kAny;
}

// Returns the state a city of the locale lies in; empty when the locale does not know the city.
std::string_view known_state(const NameLocale& locale, std::string_view city) {
  for (const CityRow& row : locale.cities) {
    if (row.name == city) return row.state;
  }
  return {};
}

std::vector<City> cities_of(const NameLocale& locale, const Persona& persona) {
  double total = 0;
  for (const City& city : persona.cities) total += city.weight;
  if (total > 0) return persona.cities;
  std::vector<City> cities;
  cities.reserve(locale.cities.size());
  for (const CityRow& row : locale.cities) {
    cities.push_back({std::string(row.name), std::string(row.state), double(row.thousands)});
  }
  return cities;
}

void compile_cities(const NameLocale& locale, const std::vector<City>& cities, PersonModel& model) {
  double total = 0, sum = 0;
  for (const City& city : cities) total += city.weight;
  std::vector<uint64_t> limits;
  for (const City& city : cities) {
    if (!(city.weight > 0)) continue;
    sum += city.weight;
    ModelCity entry{.name = city.name, .state = city.state};
    if (entry.state.empty()) entry.state = known_state(locale, city.name);
    entry.region = region_of(locale, entry.state);
    model.cities.push_back(std::move(entry));
    limits.push_back(static_cast<uint64_t>(sum / total * kWordRange));
  }
  check(!limits.empty(), "a persona has at least one city");
  limits.back() = kWordRange;
  model.city_limits = CumulativeLimits(std::move(limits));
}

// Returns the largest power of ten that still leaves a hundred steps, so that incomes are round.
int64_t income_step(int64_t range_paise) {
  int64_t step = 1;
  while (step <= range_paise / 1000) step *= 10;
  return step;
}

// Returns the second smallest of the four 16-bit halves of two words: Beta(2, 3) on [0, 2^16).
uint32_t second_smallest(uint32_t first, uint32_t second) {
  const uint32_t a = std::min(first & 0xFFFF, first >> 16),
                 b = std::max(first & 0xFFFF, first >> 16);
  const uint32_t c = std::min(second & 0xFFFF, second >> 16),
                 d = std::max(second & 0xFFFF, second >> 16);
  return std::min({std::max(a, c), b, d});
}

}  // namespace

CumulativeLimits::CumulativeLimits(std::vector<uint64_t> limits) : limits_(std::move(limits)) {
  for (uint64_t i = 0, byte = 0; byte < first_.size(); ++byte) {
    while (byte << 24 >= limits_[i]) ++i;
    first_[byte] = static_cast<uint32_t>(i);
  }
}

const NameLocale& name_locale(std::string_view names) {
  if (names == "germany") return germany_names();
  if (names == "western") return western_names();
  if (names == "france") return france_names();
  return india_names();
}

MixModel::MixModel(const Mix& mix, int age_low, int age_high) : age_low_(age_low) {
  for (const MixedWord& mixed : mix) words_.push_back(mixed.word);
  if (mix.empty()) words_.emplace_back();
  if (words_.size() == 1) return;
  for (int age = age_low; age <= age_high; ++age) {
    const bool any = !fits_any(mix, age);
    std::vector<double> weights;
    double total = 0, sum = 0;
    for (const MixedWord& mixed : mix) {
      const AgeSpan ages = plausible_ages(mixed.word);
      weights.push_back(any || (age >= ages.low && age <= ages.high) ? mixed.weight : 0);
      total += weights.back();
    }
    for (const double weight : weights) {
      sum += weight;
      limits_.push_back(static_cast<uint64_t>(sum / total * kWordRange));
    }
  }
}

uint8_t MixModel::draw(int age, uint32_t word) const {
  const size_t count = words_.size();
  if (count == 1) return 0;
  const uint64_t* limit = limits_.data() + static_cast<size_t>(age - age_low_) * count;
  uint32_t index = 0;  // without a branch on the word, which nothing foretells
  for (size_t i = 0; i + 1 < count; ++i) index += word >= limit[i] ? 1 : 0;
  return static_cast<uint8_t>(index);
}

PersonModel make_person_model(const NameLocale& locale, const Persona& persona) {
  const Demographics& who = persona.demographics;
  check(who.age_low >= 0 && who.age_low <= who.age_high && who.age_high <= kMaxAge, "age range");
  check(who.income_low_paise <= who.income_high_paise, "income range");
  const auto mix = [&](const Mix& words) { return MixModel(words, who.age_low, who.age_high); };
  const auto age_range = static_cast<uint32_t>(who.age_high - who.age_low);
  const int64_t income_range = who.income_high_paise - who.income_low_paise;
  const int64_t step = income_step(income_range);
  PersonModel model = {.age_low = who.age_low,
                       .age_range_a = age_range / 2,
                       .age_range_b = age_range - age_range / 2,
                       .income_low_paise = who.income_low_paise,
                       .income_step_paise = step,
                       .income_steps = static_cast<uint32_t>(income_range / step),
                       .location_type = mix(who.location_type),
                       .education = mix(who.education),
                       .family_status = mix(who.family_status)};
  compile_cities(locale, cities_of(locale, persona), model);
  return model;
}

Person make_person(const PersonModel& model, const NameBook& names, const PersonWords& words,
                   Day start_day) {
  const auto& [body, money, history] = words;

  Person person;
  const int age = model.age_low + static_cast<int>(scale_low(body[0], model.age_range_a + 1) +
                                                   scale_high(body[0], model.age_range_b + 1));
  person.age = static_cast<uint8_t>(age);
  person.female = body[1] >> 31 == 0;
  person.location_type = model.location_type.draw(age, body[1] << 1);
  person.city = static_cast<uint16_t>(model.city_limits.index_of(body[2]));
  Region region = model.cities[person.city].region;
  if (region == Region::kAny) region = static_cast<Region>(scale(body[3], kRegionCount));

  const uint64_t position = second_smallest(money[0], money[1]);
  person.monthly_income_paise =
      model.income_low_paise +
      model.income_step_paise * static_cast<int64_t>(position * (model.income_steps + 1) >> 16);
  person.given = &names.given(region, person.female, age, money[2]);
  person.surname = &names.surname(region, money[3]);

  // A year counts 365 days here, so nobody joined before the day of turning 18.
  const int longest =
      std::min({kMaxLoyaltyDays, std::max(0, age - kAdultAge) * 365, start_day - kFirstDay});
  const uint32_t days = scale(std::min(history[0], history[1]), static_cast<uint32_t>(longest) + 1);
  person.loyalty_since = start_day - static_cast<Day>(days);
  person.education = model.education.draw(age, history[2]);
  person.family_status = model.family_status.draw(age, history[3]);
  return person;
}

char* write_full_name(const Person& person, char* to) {
  // Whole cells are copied, what follows overwrites their ends.
  std::memcpy(to, person.given->text_bytes, NameCell::kBytes);
  to += person.given->text_size;
  *to++ = ' ';
  std::memcpy(to, person.surname->text_bytes, NameCell::kBytes);
  return to + person.surname->text_size;
}

char* write_email(const Person& person, int64_t customer_id, std::string_view domain, char* to) {
  check(domain.size() <= kMostDomain, "a reserved domain");
  std::memcpy(to, person.given->address_bytes, NameCell::kBytes);
  to += person.given->address_size;
  *to++ = '.';
  std::memcpy(to, person.surname->address_bytes, NameCell::kBytes);
  to += person.surname->address_size;
  *to++ = '.';
  to = std::to_chars(to, to + 20, customer_id).ptr;
  std::memcpy(to, domain.data(), domain.size());
  return to + domain.size();
}

}  // namespace footfall
