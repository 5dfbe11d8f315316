// Holds the tests of persons: ranges, shapes, agreement of fields, determinism, edit stability.
#include "engine/person.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
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

PersonModel model_of(const Scenario& scenario) {
  return make_person_model(scenario, scenario.personas[0]);
}

std::vector<Person> persons_of(const PersonModel& model, uint64_t seed = 42) {
  std::vector<Person> persons;
  for (uint32_t i = 0; i < kSample; ++i) {
    persons.push_back(make_person(model, stream_key(seed, "Tester"), i, kStart));
  }
  return persons;
}

auto fields_of(const Person& p) {
  return std::tuple(p.first_name, p.last_name, p.gender, p.age, p.monthly_income_paise, p.city,
                    p.state, p.loyalty_since, p.mailbox);
}

bool holds(std::span<const std::string_view> table, std::string_view text) {
  return std::ranges::find(table, text) != table.end();
}

TEST(Person, StaysInRanges) {
  for (const char* names : {"india", "germany", "western"}) {
    const Scenario scenario = scenario_of(names);
    const Demographics& who = scenario.personas[0].demographics;
    const PersonModel model = model_of(scenario);
    for (const Person& p : persons_of(model)) {
      ASSERT_TRUE(p.gender == 'F' || p.gender == 'M');
      ASSERT_GE(p.age, who.age_low);
      ASSERT_LE(p.age, who.age_high);
      ASSERT_GE(p.monthly_income_paise, who.income_low_paise);
      ASSERT_LE(p.monthly_income_paise, who.income_high_paise);
      ASSERT_LE(p.loyalty_since, kStart);
      ASSERT_GE(p.loyalty_since, kStart - kMaxLoyaltyDays);
      ASSERT_GE(p.loyalty_since, kStart - (p.age - kAdultAge) * 365);
    }
  }
}

TEST(Person, ReachesBothEndsOfEveryRange) {
  const PersonModel model = model_of(scenario_of("india"));
  const std::vector<Person> persons = persons_of(model);
  const auto [youngest, oldest] = std::ranges::minmax(persons, {}, &Person::age);
  EXPECT_EQ(youngest.age, 22);
  EXPECT_EQ(oldest.age, 65);
  EXPECT_EQ(std::ranges::min(persons, {}, &Person::monthly_income_paise).monthly_income_paise,
            2'000'000);
}

TEST(Person, DrawsCitiesByWeight) {
  const PersonModel model = model_of(scenario_of("india"));
  std::map<std::string_view, int> count;
  for (const Person& p : persons_of(model)) ++count[p.city];
  double total = 0, chi_square = 0;
  for (const CityRow& row : india_names().cities) total += row.thousands;
  for (const CityRow& row : india_names().cities) {
    const double expected = kSample * row.thousands / total;
    chi_square += (count[row.name] - expected) * (count[row.name] - expected) / expected;
  }
  EXPECT_EQ(count.size(), india_names().cities.size());
  EXPECT_LT(chi_square, 61.1);  // 99.9 % point, 31 degrees of freedom
}

TEST(Person, AgesAreTriangular) {
  const PersonModel model = model_of(scenario_of("india"));
  std::vector<double> probability(model.age_range_a + model.age_range_b + 1);
  for (uint32_t a = 0; a <= model.age_range_a; ++a) {
    for (uint32_t b = 0; b <= model.age_range_b; ++b) {
      probability[a + b] += 1.0 / (model.age_range_a + 1) / (model.age_range_b + 1);
    }
  }
  std::vector<int> count(probability.size());
  for (const Person& p : persons_of(model)) ++count[p.age - model.age_low];
  double expected = 0, seen = 0, distance = 0;
  for (size_t i = 0; i < count.size(); ++i) {
    expected += probability[i];
    seen += double(count[i]) / kSample;
    distance = std::max(distance, std::abs(seen - expected));
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(kSample));  // Kolmogorov's 99.9 % point
}

TEST(Person, IncomesAreRightSkewedAndRound) {
  const PersonModel model = model_of(scenario_of("india"));
  double sum = 0;
  std::vector<int64_t> incomes;
  for (const Person& p : persons_of(model)) {
    incomes.push_back(p.monthly_income_paise);
    sum += double(p.monthly_income_paise);
    ASSERT_EQ(p.monthly_income_paise % 10'000, 0);
  }
  std::ranges::sort(incomes);
  const double mean = sum / kSample, low = 2'000'000, range = 8'000'000;
  EXPECT_NEAR(mean, low + range / 3, 0.01 * range);
  EXPECT_NEAR(double(incomes[kSample / 2]), low + range * (1 - std::sqrt(0.5)), 0.01 * range);
}

TEST(Person, GendersAreEvenAndNothingCorrelatesWithTheNeighbour) {
  const PersonModel model = model_of(scenario_of("india"));
  const std::vector<Person> persons = persons_of(model);
  const auto women = std::ranges::count(persons, 'F', &Person::gender);
  EXPECT_NEAR(double(women), kSample / 2.0, 3.3 * std::sqrt(kSample / 4.0));
  int same = 0;
  for (int i = 1; i < kSample; ++i) same += persons[i].gender == persons[i - 1].gender;
  EXPECT_NEAR(same, kSample / 2.0, 3.3 * std::sqrt(kSample / 4.0));
}

TEST(Person, NamesFitGenderAndTheRegionOfTheState) {
  for (const char* names : {"india", "germany"}) {
    const NameLocale& locale = name_locale(names);
    std::map<std::string_view, Region> region;
    for (const StateRegion& row : locale.states) region[row.state] = row.region;
    const PersonModel model = model_of(scenario_of(names));
    for (const Person& p : persons_of(model)) {
      ASSERT_TRUE(region.contains(p.state)) << p.state;
      const NameTable& table = locale.regions[static_cast<size_t>(region[p.state])];
      ASSERT_TRUE(holds(p.gender == 'F' ? table.female : table.male, p.first_name));
      ASSERT_TRUE(holds(table.surnames, p.last_name));
    }
  }
}

TEST(Person, GivenNamesFollowGenerations) {
  Scenario scenario = scenario_of("germany");
  for (const auto& [age, never, sometimes] :
       {std::tuple(20, "Gerda", "Leonie"), std::tuple(80, "Leonie", "Gerda")}) {
    scenario.personas[0].demographics.age_low = scenario.personas[0].demographics.age_high = age;
    const PersonModel model = model_of(scenario);
    const std::vector<Person> persons = persons_of(model);
    EXPECT_EQ(std::ranges::count(persons, never, &Person::first_name), 0);
    EXPECT_GT(std::ranges::count(persons, sometimes, &Person::first_name), 0);
  }
}

TEST(Person, IsTheSameEveryTimeAndAnotherWithAnotherSeed) {
  const PersonModel model = model_of(scenario_of("india"));
  const PersonModel again = model_of(scenario_of("india"));
  const std::vector<Person> first = persons_of(model), second = persons_of(again);
  const std::vector<Person> other = persons_of(model, 43);
  int equal = 0;
  std::set<uint64_t> mailboxes;
  for (int i = 0; i < kSample; ++i) {
    ASSERT_EQ(fields_of(first[i]), fields_of(second[i]));
    equal += first[i].mailbox == other[i].mailbox;
    mailboxes.insert(first[i].mailbox);
  }
  EXPECT_EQ(equal, 0);
  EXPECT_EQ(mailboxes.size(), size_t{kSample});
}

TEST(Person, IgnoresDaysCustomersAndOtherPersonas) {
  const Scenario before = scenario_of("india");
  Scenario after = before;
  after.simulation.days = 3650;
  after.simulation.customers_per_persona = 5'000'000;
  after.personas[0].weight = 3;
  after.personas.insert(after.personas.begin(), Persona());
  const PersonModel old_model = make_person_model(before, before.personas[0]);
  const PersonModel new_model = make_person_model(after, after.personas[1]);
  const std::vector<Person> old_persons = persons_of(old_model);
  const std::vector<Person> new_persons = persons_of(new_model);
  for (int i = 0; i < kSample; ++i) {
    ASSERT_EQ(fields_of(old_persons[i]), fields_of(new_persons[i]));
  }
}

TEST(Person, JoinsAsAnAdultAndNotBeforeTheFirstDay) {
  Scenario scenario = scenario_of("india");
  scenario.personas[0].demographics.age_low = 12;
  scenario.personas[0].demographics.age_high = 18;
  const PersonModel young = model_of(scenario);
  for (const Person& p : persons_of(young)) ASSERT_EQ(p.loyalty_since, kStart);
  const PersonModel model = model_of(scenario_of("india"));
  for (uint32_t i = 0; i < 1000; ++i) {
    ASSERT_GE(make_person(model, stream_key(1, "Tester"), i, 100).loyalty_since, kFirstDay);
  }
}

TEST(Person, TakesThePersonasOwnCities) {
  Scenario scenario = scenario_of("india");
  scenario.personas[0].cities = {{"Kochi", "", 3}, {"Nowhere", "Elsewhere", 1}, {"Pune", "", 0}};
  const PersonModel model = model_of(scenario);
  int kochi = 0;
  std::set<std::string_view> elsewhere;
  for (const Person& p : persons_of(model)) {
    ASSERT_NE(p.city, "Pune");
    ASSERT_EQ(p.state, p.city == "Kochi" ? "Kerala" : "Elsewhere");
    kochi += p.city == "Kochi";
    if (p.city == "Nowhere") elsewhere.insert(p.last_name);
  }
  EXPECT_NEAR(kochi, kSample * 0.75, 3.3 * std::sqrt(kSample * 0.75 * 0.25));
  EXPECT_TRUE(elsewhere.contains("Banerjee") && elsewhere.contains("Gowda"));
}

TEST(Person, AcceptsASingleAgeAndIncome) {
  Scenario scenario = scenario_of("india");
  Demographics& who = scenario.personas[0].demographics;
  who.age_low = who.age_high = 40;
  who.income_low_paise = who.income_high_paise = 123'456;
  const PersonModel model = model_of(scenario);
  const Person p = make_person(model, stream_key(42, "Tester"), 99'999'998, kStart);
  EXPECT_EQ(p.age, 40);
  EXPECT_EQ(p.monthly_income_paise, 123'456);
}

TEST(Person, WritesReservedAsciiMailAddresses) {
  Person p;
  p.first_name = "Jörg";
  p.last_name = "D'Souza";
  EXPECT_EQ(full_name(p), "Jörg D'Souza");
  EXPECT_EQ(email_of(p, 100'000'001, true), "joerg.dsouza.100000001@example.in");
  p.last_name = "Großmann-Äh";
  EXPECT_EQ(email_of(p, 7, false), "joerg.grossmannaeh.7@example.com");
  for (const char* names : {"india", "germany", "western"}) {
    const PersonModel model = model_of(scenario_of(names));
    for (const Person& q : persons_of(model)) {
      const std::string email = email_of(q, 5, false);
      ASSERT_EQ(email.find_first_not_of("abcdefghijklmnopqrstuvwxyz.5@"), std::string::npos);
      ASSERT_TRUE(email.ends_with(".5@example.com"));
    }
  }
}

TEST(Names, TablesAreLargeWithoutRepeats) {
  for (const char* names : {"india", "germany", "western"}) {
    const NameLocale& locale = name_locale(names);
    for (const NameTable& region : locale.regions) {
      for (std::string_view surname : region.surnames) {
        EXPECT_FALSE(holds(region.female, surname) || holds(region.male, surname)) << surname;
      }
      for (auto table : {region.female, region.male, region.surnames}) {
        EXPECT_EQ(table.size(), 40u);
        EXPECT_EQ(std::set(table.begin(), table.end()).size(), table.size()) << table[0];
      }
    }
    std::set<std::string_view> cities;
    for (const CityRow& row : locale.cities) cities.insert(row.name);
    EXPECT_EQ(cities.size(), locale.cities.size());
    EXPECT_GE(cities.size(), 20u);
  }
}

}  // namespace
}  // namespace footfall
