#include "engine/person.h"

#include <algorithm>

#include "base/check.h"

namespace footfall {
namespace {

// FORMAT: words of the blocks a person is drawn from; new draws take new slots.
enum PersonSlot : uint32_t { kBody = 0, kIncomeAndName = 1, kHistory = 2 };

PhiloxBlock draw(PhiloxKey key, uint32_t customer_index, Purpose purpose, uint32_t slot) {
  return philox({customer_index, 0, purpose_slot(purpose, slot), 0}, key);
}

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

std::vector<ModelCity> compile_cities(const NameLocale& locale, const std::vector<City>& cities) {
  double total = 0, sum = 0;
  for (const City& city : cities) total += city.weight;
  std::vector<ModelCity> table;
  table.reserve(cities.size());
  for (const City& city : cities) {
    if (!(city.weight > 0)) continue;
    sum += city.weight;
    ModelCity entry{.name = city.name, .state = city.state};
    if (entry.state.empty()) entry.state = known_state(locale, city.name);
    entry.region = region_of(locale, entry.state);
    entry.limit = static_cast<uint64_t>(sum / total * 4294967296.0);
    table.push_back(std::move(entry));
  }
  check(!table.empty(), "a persona has at least one city");
  table.back().limit = uint64_t{1} << 32;
  return table;
}

// Returns the largest power of ten that still leaves a hundred steps, so that incomes are round.
int64_t income_step(int64_t range_paise) {
  int64_t step = 1;
  while (step <= range_paise / 1000) step *= 10;
  return step;
}

const ModelCity& city_of(const PersonModel& model, uint32_t word) {
  return *std::ranges::upper_bound(model.cities, uint64_t{word}, {}, &ModelCity::limit);
}

// Returns a name from three fifths of the table, a window that moves from its end to its beginning
// as age goes from 20 to 80: given names follow generations.
std::string_view given_name(std::span<const std::string_view> table, int age, uint32_t word) {
  const auto size = static_cast<uint32_t>(table.size());
  const uint32_t window = (size * 3 + 4) / 5;
  const auto youth = static_cast<uint32_t>(80 - std::clamp(age, 20, 80));
  return table[(size - window) * youth / 60 + scale(word, window)];
}

// Appends the letters of `text` in lower-case ASCII; umlauts as in German passports, the rest
// falls out.
void append_ascii(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= 'a' && c <= 'z') out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if (static_cast<unsigned char>(c) != 0xC3 || i + 1 == text.size()) continue;
    switch (static_cast<unsigned char>(text[++i])) {
      case 0x84:
      case 0xA4:
        out += "ae";
        break;
      case 0x96:
      case 0xB6:
        out += "oe";
        break;
      case 0x9C:
      case 0xBC:
        out += "ue";
        break;
      case 0x9F:
        out += "ss";
        break;
      default:
        break;
    }
  }
}

}  // namespace

const NameLocale& name_locale(std::string_view names) {
  if (names == "germany") return germany_names();
  if (names == "western") return western_names();
  return india_names();
}

PersonModel make_person_model(const Scenario& scenario, const Persona& persona) {
  const NameLocale& locale = name_locale(scenario.locale.names);
  const Demographics& who = persona.demographics;
  check(who.age_low >= 0 && who.age_low <= who.age_high && who.age_high <= 255, "age range");
  check(who.income_low_paise <= who.income_high_paise, "income range");
  PersonModel model;
  const auto age_range = static_cast<uint32_t>(who.age_high - who.age_low);
  model.age_low = who.age_low;
  model.age_range_a = age_range / 2;
  model.age_range_b = age_range - age_range / 2;
  const int64_t income_range = who.income_high_paise - who.income_low_paise;
  model.income_low_paise = who.income_low_paise;
  model.income_step_paise = income_step(income_range);
  model.income_steps = static_cast<uint32_t>(income_range / model.income_step_paise);
  model.cities = compile_cities(locale, cities_of(locale, persona));
  model.names = locale.regions;
  return model;
}

Person make_person(const PersonModel& model, PhiloxKey key, uint32_t customer_index,
                   Day start_day) {
  const PhiloxBlock body = draw(key, customer_index, Purpose::kPerson, kBody);
  const PhiloxBlock money = draw(key, customer_index, Purpose::kPerson, kIncomeAndName);
  const PhiloxBlock history = draw(key, customer_index, Purpose::kPerson, kHistory);
  const PhiloxBlock mailbox = draw(key, customer_index, Purpose::kMailbox, 0);

  Person person;
  const int age = model.age_low + static_cast<int>(scale(body[0], model.age_range_a + 1) +
                                                   scale(body[1], model.age_range_b + 1));
  person.age = static_cast<uint8_t>(age);
  person.gender = body[2] >> 31 ? 'M' : 'F';
  const ModelCity& city = city_of(model, body[3]);
  person.city = city.name;
  person.state = city.state;

  const uint32_t steps = scale(std::min(money[0], money[1]), model.income_steps + 1);
  person.monthly_income_paise = model.income_low_paise + model.income_step_paise * steps;

  const uint32_t region = city.region == Region::kAny ? scale(history[1], kRegionCount)
                                                      : static_cast<uint32_t>(city.region);
  const NameTable& names = model.names[region];
  person.first_name = given_name(person.gender == 'F' ? names.female : names.male, age, money[2]);
  const auto surname_count = static_cast<uint32_t>(names.surnames.size());
  person.last_name = names.surnames[scale(money[3], surname_count)];

  // A year counts 365 days here, so nobody joined before the day of turning 18.
  const int longest =
      std::min({kMaxLoyaltyDays, std::max(0, age - kAdultAge) * 365, start_day - kFirstDay});
  const auto days = scale(history[0], static_cast<uint32_t>(longest) + 1);
  person.loyalty_since = start_day - static_cast<Day>(days);
  person.mailbox = uint64_t{mailbox[1]} << 32 | mailbox[0];
  return person;
}

std::string full_name(const Person& person) {
  std::string name(person.first_name);
  name += ' ';
  name += person.last_name;
  return name;
}

std::string email_of(const Person& person, int64_t customer_id, bool india) {
  std::string email;
  append_ascii(email, person.first_name);
  email += '.';
  append_ascii(email, person.last_name);
  email += '.';
  email += std::to_string(customer_id);
  email += india ? "@example.in" : "@example.com";
  return email;
}

}  // namespace footfall
