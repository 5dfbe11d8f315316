#include "model/scenario_yaml.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

constexpr const char* kSmall = R"(personas:
  - name: "Custom Persona"
    frequency: "weekly"
    preferred_time: ["2:00pm–4:00pm"]
    demographics:
      age_range: [25, 40]
      income_range: [30000, 70000]
    basket_profile:
      groceries:
        probability: 0.9
        quantity: [3, 8]
        price_range: [500, 2000]
)";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = kSmall;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string mistakes_of(const std::string& text) {
  const auto loaded = parse_scenario(text, "small.yaml");
  if (loaded) return "";
  EXPECT_EQ(loaded.error().category, ErrorCategory::kInput);
  return loaded.error().message;
}

Scenario scenario_of(const std::string& text) {
  const auto loaded = parse_scenario(text, "small.yaml");
  EXPECT_TRUE(loaded) << loaded.error().message;
  return loaded ? loaded->scenario : Scenario{};
}

TEST(ScenarioYaml, GivesAFileWithPersonasAloneThePlainAlgorithm) {
  const Scenario s = scenario_of(kSmall);
  ASSERT_EQ(s.personas.size(), 1u);
  EXPECT_EQ(s.personas[0].slot, 1);
  EXPECT_EQ(s.personas[0].preferred_time[0].begin_second, 14 * 3600);
  EXPECT_EQ(s.personas[0].basket_profile[0].price_high_paise, 200'000);
  EXPECT_EQ(s.calendar.festivals.size(), 7u);
  EXPECT_EQ(s.calendar.weekend_mask, 0b1100000);
  EXPECT_EQ(s.market.visit_festival, 1.5);
  EXPECT_EQ(s.market.visit_weekend, 1.2);
  EXPECT_EQ(s.market.visit_cap, 0.95);
  EXPECT_EQ(s.market.item_festival, 1.0);
  EXPECT_EQ(s.market.quantity_festival, 1.0);
  EXPECT_EQ(s.market.price_festival_low, 1.05);
  EXPECT_EQ(s.market.price_festival_high, 1.15);
}

constexpr const char* kEveryKey = R"(name: Corner
simulation: {start_date: 2023-02-01, days: 7, customers_per_persona: 50, seed: 18446744073709551615}
market:
  visit_multiplier: {festival: 2, weekend: 1.3, weekday: 0.9, cap: 0.8}
  item_multiplier: {festival: 1.1, weekend: 1.2, cap: 0.7}
  quantity_multiplier: {festival: 1.25}
  price_multiplier: {festival: [0.9, 1.0]}
  festival_window_days: 0
  season_multiplier: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
  weekday_multiplier: {monday: 0.8, friday: 1.5, sunday: 0}
  frequency_probability: {daily: 0.9, monthly: 0.04}
calendar:
  weekend: [friday, saturday]
  closed_weekdays: [wednesday]
  closed_dates: [2023-12-31..2024-01-01, 2023-02-02]
  festivals: [Diwali, {name: Own, dates: [2024-05-02, 2023-05-02]}]
locale: {currency: EUR, symbol: €, names: germany}
personas:
  - name: Anna
    id: 7
    weight: 0.5
    visit_probability: 0.3
    preferred_time: ["9am-10am", "18:00-24:00"]
    demographics:
      age_range: [20, 30]
      income_range: [1000.5, 2000]
      location_type: urban
      education: [graduate, secondary]
      family_status: {single: 3, married: 1}
    cities: [Kiel, {name: Wyk, state: Schleswig-Holstein, weight: 0.1}]
    basket_profile:
      tea: {probability: 1, quantity: [1, 204], price_range: [0.01, 2.5],
            season_multiplier: {jan: 2, dec: 0}}
)";

TEST(ScenarioYaml, ReadsEveryKey) {
  const Scenario s = scenario_of(kEveryKey);
  EXPECT_EQ(s.name, "Corner");
  EXPECT_EQ(format_date(s.simulation.start_day), "2023-02-01");
  EXPECT_EQ(s.simulation.days, 7);
  EXPECT_EQ(s.simulation.customers_per_persona, 50);
  EXPECT_EQ(s.simulation.seed, UINT64_MAX);
  EXPECT_EQ(s.market.visit_festival, 2);
  EXPECT_EQ(s.market.visit_weekend, 1.3);
  EXPECT_EQ(s.market.visit_weekday, 0.9);
  EXPECT_EQ(s.market.visit_cap, 0.8);
  EXPECT_EQ(s.market.item_festival, 1.1);
  EXPECT_EQ(s.market.item_weekend, 1.2);
  EXPECT_EQ(s.market.item_cap, 0.7);
  EXPECT_EQ(s.market.quantity_festival, 1.25);
  EXPECT_EQ(s.market.price_festival_low, 0.9);
  EXPECT_EQ(s.market.price_festival_high, 1.0);
  EXPECT_EQ(s.market.festival_window_days, 0);
  EXPECT_EQ(s.market.season_multiplier[11], 12);
  EXPECT_EQ(s.market.frequency_probability, (std::array{0.9, 0.4775, 0.209, 0.04}));
  EXPECT_EQ(s.calendar.weekend_mask, 0b0110000);
  EXPECT_EQ(s.market.weekday_multiplier, (WeekdayMultipliers{0.8, 1, 1, 1, 1.5, 1, 0}));
  EXPECT_EQ(s.calendar.closed_mask, 0b0000100);
  std::string closed;
  for (const Day day : s.calendar.closed_dates) closed += format_date(day) + " ";
  EXPECT_EQ(closed, "2023-02-02 2023-12-31 2024-01-01 ");
  ASSERT_EQ(s.calendar.festivals.size(), 2u);
  EXPECT_EQ(s.calendar.festivals[0].dates.size(), 21u);
  EXPECT_EQ(format_date(s.calendar.festivals[1].dates[0]), "2023-05-02");
  EXPECT_EQ(s.locale.currency + s.locale.symbol + s.locale.names, "EUR€germany");
  const Persona& p = s.personas[0];
  EXPECT_EQ(p.slot, 7);
  EXPECT_EQ(p.visit_probability, 0.3);
  EXPECT_EQ(customer_count(s, p), 25);
  EXPECT_EQ(base_visit_probability(s, p), 0.3);
  EXPECT_EQ(p.preferred_time[1].end_second, 86'400);
  EXPECT_EQ(p.demographics.age_low, 20);
  EXPECT_EQ(p.demographics.income_low_paise, 100'050);
  EXPECT_EQ(p.demographics.location_type, (Mix{{"urban", 1}}));
  EXPECT_EQ(p.demographics.education, (Mix{{"graduate", 1}, {"secondary", 1}}));
  EXPECT_EQ(p.demographics.family_status, (Mix{{"single", 3}, {"married", 1}}));
  EXPECT_EQ(p.cities[0].name + "," + p.cities[1].state, "Kiel,Schleswig-Holstein");
  EXPECT_EQ(p.cities[1].weight, 0.1);
  EXPECT_EQ(p.basket_profile[0].quantity_high, 204);
  EXPECT_EQ(p.basket_profile[0].price_low_paise, 1);
  EXPECT_EQ(p.basket_profile[0].season_multiplier[0], 2);
  EXPECT_EQ(p.basket_profile[0].season_multiplier[1], 1);
  EXPECT_EQ(p.basket_profile[0].season_multiplier[11], 0);
}

TEST(ScenarioYaml, ReadsTheOriginalProgramsFile) {
  const auto loaded = parse_scenario(std::string(kSmall) + R"(
market_config:
  festival_dates: ['2024-01-15', '2024-03-08', '2024-11-01']
  seasonal_multipliers: {festival: 1.6, weekend: 1.1, weekday: 0.9}
  price_variations: {festival_markup: [1.02, 1.12], discount_range: [0.9, 1.1]}
simulation: {default_days: 45, customers_per_persona: 200, start_date: '2024-01-01', random_seed: 7}
)",
                                     "personas.yaml");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Scenario& s = loaded->scenario;
  EXPECT_EQ(s.simulation.days, 45);
  EXPECT_EQ(s.simulation.seed, 7u);
  EXPECT_EQ(s.market.visit_festival, 1.6);
  EXPECT_EQ(s.market.visit_weekend, 1.1);
  EXPECT_EQ(s.market.visit_weekday, 0.9);
  EXPECT_EQ(s.market.price_festival_high, 1.12);
  ASSERT_EQ(s.calendar.festivals.size(), 3u);
  EXPECT_EQ(s.calendar.festivals[0].name, "Makar Sankranti");
  EXPECT_EQ(s.calendar.festivals[1].name, "Festival");
  EXPECT_EQ(s.calendar.festivals[2].name, "Diwali");
  ASSERT_EQ(loaded->warnings.size(), 1u);
  EXPECT_EQ(loaded->warnings[0],
            "personas.yaml:17: warning: market_config.price_variations.discount_range\n"
            "    has no effect");
}

TEST(ScenarioYaml, WarnsOfWordsThatDoNotFitTheAges) {
  const auto loaded = parse_scenario(
      changed("[25, 40]", "[22, 80]\n      family_status: retired couple"), "x.yaml");
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_EQ(loaded->warnings.size(), 1u);
  EXPECT_EQ(loaded->warnings[0],
            "x.yaml:7: warning: personas.\"Custom Persona\".demographics.family_status\n"
            "    unlikely at age 22, which age_range allows");
}

struct Change {
  const char *from, *to, *says;
};

constexpr Change kRefused[] = {
    {"probability: 0.9", "probability: 1.4",
     "small.yaml:10: personas.\"Custom Persona\".basket_profile.groceries.probability = 1.4\n"
     "    must be a number in [0, 1]\n1 mistake"},
    {"probability: 0.9", "probability: 0,5",
     "0,5\n    must be a number in [0, 1]; did you mean 0.5?"},
    {"probability: 0.9", "probability: 90", "did you mean 0.9?"},
    {"probability: 0.9", "probability: 90%", "did you mean 0.9?"},
    {"probability: 0.9", "probability: 12.5 %", "did you mean 0.125?"},
    {"probability: 0.9", "probability: .nan", "= .nan"},
    {"probability: 0.9", "probability: .inf", "a number in [0, 1]"},
    {"probability: 0.9", "probability: 1e999", "= 1e999"},
    {"probability: 0.9", "probability: -0.1", "= -0.1"},
    {"probability: 0.9", "probability: 0x1", "= 0x1"},
    {"probability: 0.9", "probability: 00.5", "= 00.5"},
    {"probability: 0.9", "probability: [0.9]", "= [0.9]"},
    {"probability: 0.9", "probability: {a: 1}", "= a mapping"},
    {"probability: 0.9", "probability:", "= nothing"},
    {"probability: 0.9", "probability: \"\"", "= \"\""},
    {"probability: 0.9", "probability: 0", "at least one probability must be above 0"},
    {"probability: 0.9", "probabilty: 0.9", "unknown key; did you mean probability?"},
    {"probability: 0.9", "x: 0.9", "probability\n    must be given"},
    {"probability: 0.9", "<<: {}\n        probability: 0.9", "merge keys are not read"},
    {"probability: 0.9", "[1]: 2\n        probability: 0.9", "a key must be plain text"},
    {"frequency:", "frequncy:", "did you mean frequency?"},
    {"frequency:", "frequncy:", "must be given, or visit_probability"},
    {"\"weekly\"", "hourly", "must be one of daily, alternate, weekly, monthly"},
    {"\"weekly\"", "weekley", "did you mean weekly?"},
    {"[3, 8]", "[8, 3]", "must have low <= high"},
    {"[3, 8]", "[8, 3]",
     "small.yaml:11: personas.\"Custom Persona\".basket_profile.groceries.quantity = [8, 3]"},
    {"[3, 8]", "[0, 8]", "must be a whole number in [1, 255]"},
    {"[3, 8]", "[1, 010]", "= 010"},
    {"[3, 8]", "[1.5, 8]", "quantity[0] = 1.5"},
    {"[3, 8]", "[1, 2, 3]", "must be [low, high]"},
    {"[3, 8]", "3", "numbers in [1, 255]; did you mean [3, 3]?"},
    {"[500, 2000]", "[2,50, 4,60]", "did you mean [2.50, 4.60]?"},
    {"[3, 8]", "[1, 1e9]", "= 1e9"},
    {"[500, 2000]", "[500, 20000000]", "21474836.47"},
    {"[500, 2000]", "[500, 30000000]", "price_range[1] = 30000000"},
    {"[500, 2000]", "[0, 20]", "in [0.01, 21474836.47]"},
    {"[25, 40]", "[25, 130]", "in [0, 120]"},
    {"[25, 40]", "[25, 40]\n      education: {a: -1}", "must be a text, a list of texts"},
    {"[25, 40]", "[25, 40]\n      education: [a, a]", "must be a text, a list of texts"},
    {"[25, 40]", "[25, 40]\n      education: []", "must be a text, a list of texts"},
    {"[25, 40]", "[25, 40]\n      education: {a: 0}", "must be a text, a list of texts"},
    {"2:00pm–4:00pm", "afternoon", "must be a time like 14:00-16:00 or 2pm-4pm"},
    {"2:00pm–4:00pm", "14-16", "must have minutes, or am and pm; did you mean 14:00-16:00?"},
    {"2:00pm–4:00pm", "22:00-02:00",
     "must not pass midnight; give it as two times; did you mean \"22:00-24:00\", "
     "\"00:00-02:00\"?"},
    {"2:00pm–4:00pm", "18:00-18:00", "must end after it begins"},
    {"2:00pm–4:00pm", "24:00-25:00", "must be in a day of 24 hours, 00:00 to 24:00"},
    {"[\"2:00pm–4:00pm\"]", "[]", "must be a list of 1 to 24 times, not 0"},
    {"[\"2:00pm–4:00pm\"]", "2pm-3pm",
     "must be a list of 1 to 24 times, such as [\"09:00-11:00\", \"5pm-7pm\"]; did you mean "
     "[\"2pm-3pm\"]?"},
    {"[\"2:00pm–4:00pm\"]", "noon", "= noon\n    must be a list of 1 to 24 times, such as"},
    {"[\"2:00pm–4:00pm\"]", "[2pm-4pm, 3pm-5pm]", "times must not overlap"},
    {"[\"2:00pm–4:00pm\"]", "[2pm-4pm, 2pm-4pm]", "times must not overlap"},
    {"personas:", "persons:", "did you mean personas?"},
    {"personas:", "persons:", "personas\n    must be given"},
    {"\"Custom Persona\"", "null", "= nothing"},
    {"\"Custom Persona\"", "\"a\\tb\"", "without control characters"},
    {"\"Custom Persona\"", "\"\"", "must be text of 1 to 200 bytes"},
    {"groceries:",
     "groceries: {probability: 0.1, quantity: [1, 1], price_range: [1, 2]}\n      groceries:",
     "a key must not be given twice"},
    {"groceries:", "\"\\x07\":", "a name must be text of 1 to 200 bytes"},
    {"groceries:", "season_multiplier: 3\n      groceries:", "season_multiplier = 3"},
    {"probability: 0.9", "probability: 0.9\n        season_multiplier: [1, 2]",
     "must be 12 numbers in [0, 100]"},
    {"probability: 0.9", "probability: 0.9\n        season_multiplier: {january: 2}",
     "unknown month; did you mean jan?"},
    {"probability: 0.9", "probability: 0.9\n        season_multiplier: {jan: -2}",
     "season_multiplier.jan = -2"},
    {"probability: 0.9", "probability: 0.9\n        season_multiplier: 2",
     "must be 12 numbers in [0, 100]"},
};

TEST(ScenarioYaml, RefusesWithPlaceAndRule) {
  for (const auto& c : kRefused) {
    const std::string found = mistakes_of(changed(c.from, c.to));
    EXPECT_NE(found.find(c.says), std::string::npos) << c.to << "\n" << found;
  }
}

TEST(ScenarioYaml, KnowsADecimalCommaInsideBraces) {
  const std::string found = mistakes_of(
      "personas: [{name: A, frequency: daily, preferred_time: [1pm-2pm], basket_profile: {a: "
      "{probability: 0,5, quantity: [1, 1], price_range: [1, 1]}}}]");
  EXPECT_NE(
      found.find("basket_profile.a.5 = nothing\n    unknown key; decimals take a point, not a "
                 "comma; did you mean probability: 0.5?"),
      std::string::npos)
      << found;
}

TEST(ScenarioYaml, KnowsCommasThatPartThousands) {
  const std::string personas =
      "personas: [{name: A, frequency: daily, preferred_time: [1pm-2pm], basket_profile: {a: "
      "{probability: 0.5, quantity: [1, 1], price_range: [1, 1]}}}]\n";
  for (const char* text : {"simulation: {customers_per_persona: 1,000}\n",
                           "simulation:\n  customers_per_persona: 1,000\n",
                           "simulation:\n  customers_per_persona: 1,000,000\n"}) {
    const std::string found = mistakes_of(personas + text);
    EXPECT_NE(found.find("1000"), std::string::npos) << found;
    EXPECT_EQ(found.find("1.000"), std::string::npos) << found;
  }
  EXPECT_EQ(mistakes_of(personas + "simulation: {days: 1,0}\n").find("did you mean days: 10"),
            std::string::npos);
}

TEST(ScenarioYaml, TakesTheSymbolOfTheCurrency) {
  const auto symbol = [](const std::string& locale) {
    return scenario_of(kSmall + locale).locale.symbol;
  };
  EXPECT_EQ(symbol("locale: {currency: EUR}\n"), "€");
  EXPECT_EQ(symbol("locale: {currency: JPY, names: western}\n"), "¥");
  EXPECT_EQ(symbol("locale: {currency: CHF}\n"), "");
  EXPECT_EQ(symbol("locale: {currency: CHF, symbol: Fr.}\n"), "Fr.");
  EXPECT_EQ(symbol("locale: {names: germany}\n"), "₹");
}

TEST(ScenarioYaml, WarnsOfIncomesThatAreSizedInRupees) {
  const auto warnings = [](const std::string& text) {
    const auto loaded = parse_scenario(text, "x.yaml");
    EXPECT_TRUE(loaded) << loaded.error().message;
    return loaded ? loaded->warnings : std::vector<std::string>{};
  };
  const std::string bare = changed("\n      income_range: [30000, 70000]", "");
  EXPECT_TRUE(warnings(kSmall + std::string("locale: {currency: EUR}\n")).empty());
  EXPECT_TRUE(warnings(bare).empty());
  const auto found = warnings(bare + "locale: {currency: EUR}\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0],
            "x.yaml:6: warning: personas.\"Custom Persona\".demographics\n    income_range is not "
            "given; its default of 20000 to 100000 a month is sized in rupees, not in EUR");
}

TEST(ScenarioYaml, ReportsAllMistakesAtOnceByLine) {
  std::string text = changed("probability: 0.9", "probability: 7");
  text.replace(text.find("[25, 40]"), 8, "[40, 25]");
  const std::string found = mistakes_of(text);
  const size_t first = found.find("small.yaml:6: "), second = found.find("small.yaml:10: ");
  ASSERT_NE(first, std::string::npos);
  ASSERT_NE(second, std::string::npos);
  EXPECT_LT(first, second);
  std::string many = "personas: [";
  for (int i = 0; i < 2000; ++i) many += "\n  x" + std::to_string(i) + ",";
  EXPECT_NE(mistakes_of(many + "]").find("not 2000"), std::string::npos);
  many = "";
  for (int i = 0; i < 2000; ++i) many += "x" + std::to_string(i) + ": 1\n";
  EXPECT_NE(mistakes_of(many).find("2001 mistakes, 1001 of them not shown"), std::string::npos);
}

}  // namespace
}  // namespace footfall
