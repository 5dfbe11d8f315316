// Holds the tests of persons: ranges, shapes, agreement of fields, determinism, edit stability.
#include "engine/person.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace footfall {
namespace {

constexpr int kSample = 40'000;
constexpr Day kStart = 19723;

Scenario scenario_of(const std::string& names) {
  Scenario scenario;
  scenario.locale.names = names;
  Persona persona;
  persona.name = "Tester";
  persona.demographics.age_low = 22;
  persona.demographics.age_high = 65;
  scenario.personas.push_back(persona);
  return scenario;
}

// A persona compiled with its locale, and persons drawn from it.
struct Tester {
  explicit Tester(const Scenario& scenario, size_t persona = 0)
      : locale(name_locale(scenario.locale.names)),
        book(locale),
        model(make_person_model(locale, scenario.personas[persona])) {}
  Person person(uint32_t index, uint64_t seed = 42, Day start = kStart) const {
    return make_person(model, book, person_words(stream_key(seed, "Tester"), index), start);
  }
  std::vector<Person> persons(uint64_t seed = 42) const {
    std::vector<Person> all;
    for (uint32_t i = 0; i < kSample; ++i) all.push_back(person(i, seed));
    return all;
  }
  const std::string& city(const Person& p) const { return model.cities[p.city].name; }
  const std::string& state(const Person& p) const { return model.cities[p.city].state; }

  const NameLocale& locale;
  const NameBook book;
  const PersonModel model;
};

auto fields_of(const Person& p) {
  return std::tuple(p.given->text(), p.surname->text(), p.female, p.age, p.monthly_income_paise,
                    p.city, p.location_type, p.education, p.family_status, p.loyalty_since);
}

bool holds(std::span<const std::string_view> table, std::string_view text) {
  return std::ranges::find(table, text) != table.end();
}

// Returns the largest distance between the shares of `count` and a cumulative distribution.
double distance_of(const std::vector<int>& count, const std::vector<double>& cumulative) {
  double seen = 0, distance = 0;
  for (size_t i = 0; i < count.size(); ++i) {
    seen += double(count[i]) / kSample;
    distance = std::max(distance, std::abs(seen - cumulative[i]));
  }
  return distance;
}
const double kKolmogorov = 1.95 / std::sqrt(double{kSample});  // the 99.9 % point

TEST(Person, StaysInRangesAndReachesTheirEnds) {
  for (const char* names : {"india", "germany", "western", "france"}) {
    const Scenario scenario = scenario_of(names);
    const Demographics& who = scenario.personas[0].demographics;
    const Tester tester(scenario);
    int youngest = 200, oldest = 0;
    int64_t poorest = INT64_MAX;
    for (const Person& p : tester.persons()) {
      youngest = std::min<int>(youngest, p.age);
      oldest = std::max<int>(oldest, p.age);
      poorest = std::min(poorest, p.monthly_income_paise);
      ASSERT_LE(p.monthly_income_paise, who.income_high_paise);
      ASSERT_EQ(p.monthly_income_paise % 10'000, 0);
      ASSERT_LE(p.loyalty_since, kStart);
      ASSERT_GE(p.loyalty_since, kStart - kMaxLoyaltyDays);
      ASSERT_GE(p.loyalty_since, kStart - (p.age - kAdultAge) * 365);
    }
    EXPECT_EQ(youngest, who.age_low);
    EXPECT_EQ(oldest, who.age_high);
    EXPECT_GE(poorest, who.income_low_paise);
    EXPECT_LE(poorest, who.income_low_paise + 10'000 * 8);
  }
}

TEST(Person, DrawsCitiesByWeight) {
  const Tester tester(scenario_of("india"));
  std::map<std::string_view, int> count;
  for (const Person& p : tester.persons()) ++count[tester.city(p)];
  double total = 0, chi_square = 0;
  for (const CityRow& row : india_names().cities) total += row.thousands;
  for (const CityRow& row : india_names().cities) {
    const double expected = kSample * row.thousands / total;
    chi_square += (count[row.name] - expected) * (count[row.name] - expected) / expected;
  }
  EXPECT_EQ(count.size(), india_names().cities.size());
  EXPECT_LT(chi_square, 93.2);  // 99.9 % point, 55 degrees of freedom
}

TEST(Person, AgesAreTriangular) {
  const Tester tester(scenario_of("india"));
  const PersonModel& model = tester.model;
  std::vector<double> cumulative(model.age_range_a + model.age_range_b + 1);
  for (uint32_t a = 0; a <= model.age_range_a; ++a) {
    for (uint32_t b = 0; b <= model.age_range_b; ++b)
      cumulative[a + b] += 1.0 / (model.age_range_a + 1) / (model.age_range_b + 1);
  }
  std::partial_sum(cumulative.begin(), cumulative.end(), cumulative.begin());
  std::vector<int> count(cumulative.size());
  for (const Person& p : tester.persons()) ++count[size_t(p.age - model.age_low)];
  EXPECT_LT(distance_of(count, cumulative), kKolmogorov);
}

// Beta(2, 3): 1 - (1 - x)^3 (1 + 3 x) below x, from its density 12 x (1 - x)^2.
TEST(Person, IncomesAreAHumpLeftOfTheMiddle) {
  const Tester tester(scenario_of("india"));
  const uint32_t steps = tester.model.income_steps + 1;
  std::vector<int> count(steps);
  std::vector<double> cumulative(steps);
  for (uint32_t i = 0; i < steps; ++i) {
    const double x = double(i + 1) / steps;
    cumulative[i] = 1 - std::pow(1 - x, 3) * (1 + 3 * x);
  }
  for (const Person& p : tester.persons()) {
    ++count[size_t((p.monthly_income_paise - tester.model.income_low_paise) /
                   tester.model.income_step_paise)];
  }
  EXPECT_LT(distance_of(count, cumulative), kKolmogorov);
}

// The smaller of two uniforms: 1 - (1 - x)^2.
TEST(Person, MoreJoinedLatelyThanLongAgo) {
  Scenario scenario = scenario_of("india");
  scenario.personas[0].demographics.age_low = 40;
  const Tester tester(scenario);
  std::vector<int> count(kMaxLoyaltyDays + 1);
  std::vector<double> cumulative(count.size());
  for (size_t i = 0; i < count.size(); ++i)
    cumulative[i] = 1 - std::pow(1 - double(i + 1) / double(count.size()), 2);
  for (const Person& p : tester.persons()) ++count[size_t(kStart - p.loyalty_since)];
  EXPECT_LT(distance_of(count, cumulative), kKolmogorov);
}

TEST(Person, GendersAreEvenAndNothingCorrelatesWithTheNeighbour) {
  const Tester tester(scenario_of("india"));
  const std::vector<Person> persons = tester.persons();
  const auto women = std::ranges::count(persons, true, &Person::female);
  EXPECT_NEAR(double(women), kSample / 2.0, 3.3 * std::sqrt(kSample / 4.0));
  int same = 0;
  for (int i = 1; i < kSample; ++i) same += persons[i].female == persons[i - 1].female;
  EXPECT_NEAR(same, kSample / 2.0, 3.3 * std::sqrt(kSample / 4.0));
}

TEST(Person, NamesFitGenderAndTheRegionOfTheState) {
  for (const char* names : {"india", "germany"}) {
    const Tester tester(scenario_of(names));
    std::map<std::string_view, Region> region;
    for (const StateRegion& row : tester.locale.states) region[row.state] = row.region;
    for (const Person& p : tester.persons()) {
      ASSERT_TRUE(region.contains(tester.state(p))) << tester.state(p);
      const NameTable& table = tester.locale.regions[static_cast<size_t>(region[tester.state(p)])];
      ASSERT_TRUE(holds(p.female ? table.female : table.male, p.given->text()));
      ASSERT_TRUE(holds(table.surnames, p.surname->text()));
    }
  }
}

TEST(Person, GivenNamesFollowGenerations) {
  Scenario scenario = scenario_of("germany");
  for (const auto& [age, never, sometimes] :
       {std::tuple(20, "Gerda", "Leonie"), std::tuple(80, "Leonie", "Gerda")}) {
    scenario.personas[0].demographics.age_low = scenario.personas[0].demographics.age_high = age;
    const Tester tester(scenario);
    std::map<std::string_view, int> count;
    for (const Person& p : tester.persons()) ++count[p.given->text()];
    EXPECT_EQ(count[never], 0);
    EXPECT_GT(count[sometimes], 0);
  }
}

TEST(Person, FrequentSurnamesComeFirst) {
  const Tester tester(scenario_of("western"));
  std::map<std::string_view, int> count;
  for (const Person& p : tester.persons()) ++count[p.surname->text()];
  const auto surnames = western_names().regions[0].surnames;
  EXPECT_EQ(count.size(), surnames.size());
  double total = 0;
  for (size_t i = 0; i < surnames.size(); ++i) total += 1.0 / double(i + 20);
  const double first = kSample / 20.0 / total;
  EXPECT_NEAR(count[surnames.front()], first, 4 * std::sqrt(first));
  EXPECT_GT(count[surnames.front()], 4 * count[surnames.back()]);
}

TEST(Person, IsTheSameEveryTimeAndAnotherWithAnotherSeed) {
  const Tester tester(scenario_of("india")), again(scenario_of("india"));
  const std::vector<Person> first = tester.persons(), second = again.persons();
  const std::vector<Person> other = tester.persons(43);
  int equal = 0;
  for (int i = 0; i < kSample; ++i) {
    ASSERT_EQ(fields_of(first[i]), fields_of(second[i]));
    equal += fields_of(first[i]) == fields_of(other[i]);
  }
  EXPECT_EQ(equal, 0);
}

TEST(Person, IgnoresDaysCustomersAndOtherPersonas) {
  const Scenario before = scenario_of("india");
  Scenario after = before;
  after.simulation.days = 3650;
  after.simulation.customers_per_persona = 5'000'000;
  after.personas[0].weight = 3;
  after.personas.insert(after.personas.begin(), Persona());
  const Tester old_world(before), new_world(after, 1);
  for (uint32_t i = 0; i < kSample; ++i)
    ASSERT_EQ(fields_of(old_world.person(i)), fields_of(new_world.person(i)));
}

TEST(Person, JoinsAsAnAdultAndNotBeforeTheFirstDay) {
  Scenario scenario = scenario_of("india");
  scenario.personas[0].demographics.age_low = 12;
  scenario.personas[0].demographics.age_high = 18;
  const Tester young(scenario), tester(scenario_of("india"));
  for (const Person& p : young.persons()) ASSERT_EQ(p.loyalty_since, kStart);
  for (uint32_t i = 0; i < 1000; ++i) ASSERT_GE(tester.person(i, 1, 100).loyalty_since, kFirstDay);
}

TEST(Person, TakesThePersonasOwnCities) {
  Scenario scenario = scenario_of("india");
  scenario.personas[0].cities = {{"Kochi", "", 3}, {"Nowhere", "Elsewhere", 1}, {"Pune", "", 0}};
  const Tester tester(scenario);
  int kochi = 0;
  std::set<std::string_view> elsewhere;
  for (const Person& p : tester.persons()) {
    ASSERT_NE(tester.city(p), "Pune");
    ASSERT_EQ(tester.state(p), tester.city(p) == "Kochi" ? "Kerala" : "Elsewhere");
    kochi += tester.city(p) == "Kochi";
    if (tester.city(p) == "Nowhere") elsewhere.insert(p.surname->text());
  }
  EXPECT_NEAR(kochi, kSample * 0.75, 3.3 * std::sqrt(kSample * 0.75 * 0.25));
  EXPECT_TRUE(elsewhere.contains("Banerjee") && elsewhere.contains("Gowda"));
}

TEST(Person, DrawsWordsByWeightAmongThoseOfItsAge) {
  Scenario scenario = scenario_of("india");
  Demographics& who = scenario.personas[0].demographics;
  who.location_type = {{"urban", 3}, {"rural", 1}};
  who.family_status = {{"single", 1}, {"retired couple", 1}};
  who.education = {{"graduate", 1}};
  const Tester tester(scenario);
  EXPECT_EQ(tester.model.education.words(), std::vector<std::string>{"graduate"});
  int urban = 0, retired = 0, old = 0;
  for (const Person& p : tester.persons()) {
    urban += p.location_type == 0;
    old += p.age >= 50;
    retired += p.family_status == 1;
    ASSERT_TRUE(p.family_status == 0 || p.age >= 50);
  }
  EXPECT_NEAR(urban, kSample * 0.75, 3.3 * std::sqrt(kSample * 0.75 * 0.25));
  EXPECT_NEAR(retired, old / 2.0, 3.3 * std::sqrt(old / 4.0));
}

TEST(Person, TakesAnyWordWhereNoneSuitsTheAge) {
  Scenario scenario = scenario_of("india");
  Demographics& who = scenario.personas[0].demographics;
  who.age_low = who.age_high = 22;
  who.family_status = {{"retired", 1}, {"widowed pensioner", 1}};
  const Tester tester(scenario);
  int second = 0;
  for (const Person& p : tester.persons()) second += p.family_status;
  EXPECT_NEAR(second, kSample / 2.0, 3.3 * std::sqrt(kSample / 4.0));
}

TEST(Person, AcceptsASingleAgeAndIncome) {
  Scenario scenario = scenario_of("india");
  Demographics& who = scenario.personas[0].demographics;
  who.age_low = who.age_high = 40;
  who.income_low_paise = who.income_high_paise = 123'456;
  const Person p = Tester(scenario).person(99'999'998);
  EXPECT_EQ(p.age, 40);
  EXPECT_EQ(p.monthly_income_paise, 123'456);
}

TEST(Person, WritesReservedAsciiMailAddresses) {
  for (const char* names : {"india", "germany", "western", "france"}) {
    const Tester tester(scenario_of(names));
    for (const Person& p : tester.persons()) {
      char text[kMostPersonText];
      ASSERT_EQ(std::string(text, write_email(p, 5, "@example.com", text)),
                address_letters(p.given->text()) + "." + address_letters(p.surname->text()) +
                    ".5@example.com");
      ASSERT_EQ(std::string(text, write_full_name(p, text)),
                std::string(p.given->text()) + " " + std::string(p.surname->text()));
    }
  }
}

TEST(NameBook, WritesAddressesInLowerCaseAscii) {
  EXPECT_EQ(address_letters("Jörg"), "joerg");
  EXPECT_EQ(address_letters("D'Souza"), "dsouza");
  EXPECT_EQ(address_letters("Großmann-Äh Öl Übel"), "grossmannaehoeluebel");
  EXPECT_EQ(address_letters("Éliane Françoise-Anaïs Benoît Maël"),
            "elianefrancoiseanaisbenoitmael");
  EXPECT_EQ(address_letters("Łukasz"), "ukasz");
}

TEST(Names, TablesAreLargeWithoutRepeats) {
  for (const char* names : {"india", "germany", "western", "france"}) {
    const NameLocale& locale = name_locale(names);
    for (const NameTable& region : locale.regions) {
      for (std::string_view surname : region.surnames) {
        EXPECT_FALSE(holds(region.female, surname) || holds(region.male, surname)) << surname;
      }
      for (auto table : {region.female, region.male, region.surnames}) {
        EXPECT_GE(table.size(), 60u);
        EXPECT_LE(table.size(), 255u);
        EXPECT_EQ(std::set(table.begin(), table.end()).size(), table.size()) << table[0];
      }
    }
    std::set<std::string_view> cities;
    for (const CityRow& row : locale.cities) cities.insert(row.name);
    EXPECT_EQ(cities.size(), locale.cities.size());
    EXPECT_GE(cities.size(), 40u);
  }
}

// Chance must not put a well-known person into the data.
TEST(Names, NoTableHoldsAFamousPair) {
  constexpr std::pair<std::string_view, std::string_view> kFamous[] = {
      {"Priyanka", "Chopra"},      {"Virat", "Kohli"},        {"Anil", "Kapoor"},
      {"Rajesh", "Khanna"},        {"Vinod", "Khanna"},       {"Pankaj", "Tripathi"},
      {"Manoj", "Tiwari"},         {"Kiran", "Bedi"},         {"Rakesh", "Sharma"},
      {"Arjun", "Singh"},          {"Mamata", "Banerjee"},    {"Suchitra", "Sen"},
      {"Sourav", "Ganguly"},       {"Nandita", "Das"},        {"Ranjan", "Gogoi"},
      {"Mahesh", "Babu"},          {"Aishwarya", "Rai"},      {"Ramya", "Krishnan"},
      {"Smita", "Patil"},          {"Ashok", "Chavan"},       {"Paresh", "Raval"},
      {"Prasenjit", "Chatterjee"}, {"Sachin", "Tendulkar"},   {"Narendra", "Modi"},
      {"Sunil", "Mittal"},         {"Amit", "Shah"},          {"Helmut", "Schmidt"},
      {"Helmut", "Kohl"},          {"Gerhard", "Schröder"},   {"Angela", "Merkel"},
      {"Thomas", "Müller"},        {"Michael", "Schumacher"}, {"Willi", "Brandt"},
      {"Christian", "Wulff"},      {"Wolfgang", "Petersen"},  {"Konrad", "Adenauer"},
      {"Olaf", "Scholz"},          {"Michael", "Jackson"},    {"Michael", "Jordan"},
      {"Jennifer", "Lopez"},       {"Ryan", "Reynolds"},      {"George", "Washington"},
      {"James", "Cook"},           {"James", "Brown"},        {"Amy", "Adams"},
      {"Gerald", "Ford"},          {"Gary", "Cooper"},        {"Larry", "King"},
      {"Stephen", "King"},         {"Julia", "Roberts"},      {"Natalie", "Wood"},
      {"Howard", "Hughes"},        {"Carl", "Lewis"},         {"Betty", "White"},
      {"Joan", "Collins"},         {"Patrick", "Stewart"},    {"Luke", "Perry"},
      {"Austin", "Butler"},        {"Paul", "Allen"},         {"Adam", "Smith"},
      {"Joseph", "Biden"},         {"Jeanne", "Moreau"},      {"Antoine", "Dupont"},
      {"Alexandre", "Dumas"},      {"Maurice", "Chevalier"},  {"Jean", "Moulin"},
      {"Martine", "Aubry"},        {"Christian", "Lacroix"},  {"Michel", "Legrand"},
      {"Brigitte", "Fontaine"},    {"René", "Girard"},        {"Benoît", "Hamon"},
      {"Jean", "Perrin"},          {"Yves", "Klein"},         {"Laurent", "Garnier"}};
  for (const char* names : {"india", "germany", "western", "france"}) {
    for (const NameTable& region : name_locale(names).regions) {
      for (const auto& [given, surname] : kFamous) {
        EXPECT_FALSE((holds(region.female, given) || holds(region.male, given)) &&
                     holds(region.surnames, surname))
            << given << " " << surname;
      }
    }
  }
}

}  // namespace
}  // namespace footfall
