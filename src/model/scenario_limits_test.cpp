// Holds the tests of limits: rules that span keys, counts, and files that are no scenario at all.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "model/scenario_yaml.h"

namespace footfall {
namespace {

std::string mistakes_of(const std::string& text) {
  const auto loaded = parse_scenario(text, "small.yaml");
  if (loaded) return "";
  EXPECT_EQ(loaded.error().category, ErrorCategory::kInput);
  return loaded.error().message;
}

// One persona in flow style, with more keys.
std::string persona(const std::string& name, const std::string& more = "") {
  return "{name: " + name + ", frequency: daily, preferred_time: [1pm-2pm], " + more +
         "basket_profile: {a: {probability: 1, quantity: [1, 1], price_range: [1, 1]}}}";
}

TEST(ScenarioLimits, RefusesWhatBreaksRulesOfTheWhole) {
  const std::string one = "personas: [" + persona("A") + "]\n";
  const struct {
    std::string text;
    const char* says;
  } kCases[] = {
      {one + "simulation: {days: 0}",
       "simulation.days = 0\n    must be a whole number in [1, 89849]"},
      {one + "simulation: {days: 30.0}", "simulation.days = 30.0"},
      {one + "simulation: {start_date: 2023-02-29}", "a date that exists"},
      {one + "simulation: {start_date: 1969-12-31}", "from 1970-01-01 to 2215-12-31"},
      {one + "simulation: {start_date: 2216-01-01}", "from 1970-01-01 to 2215-12-31"},
      {one + "simulation: {start_date: 2215-12-31, days: 2}",
       "simulation.days = 2\n    the last day must be at most 2215-12-31"},
      {one + "simulation: {start_date: 2215-12-31}", "simulation.start_date = 2215-12-31"},
      {one + "simulation: {default_days: 89849}", "simulation.default_days"},
      {one + "simulation: {days: 3, default_days: 3}", "give this or days, not both"},
      {one + "simulation: {seed: 3, random_seed: 3}", "give this or seed, not both"},
      {one + "simulation: {seed: -1}", "simulation.seed = -1"},
      {one + "simulation: {seed: 18446744073709551616}", "in [0, 18446744073709551615]"},
      {one + "simulation: {customers_per_persona: 100000000}", "in [1, 99999999]"},
      {one + "simulation: 3", "simulation = 3\n    must be a mapping"},
      {one + "market: {quantity_multiplier: {festival: 0.5}}", "in [1, 100]"},
      {one + "market: {quantity_multiplier: {festival: 2}}\nmarket: {}",
       "market\n    a key must not be given twice"},
      {one + "market: {}\nmarket_config: {}", "market_config\n    give this or market, not both"},
      {one + "market: {frequency_probability: {}}\nfrequency_probability: {}",
       "give this or market.frequency_probability, not both"},
      {one + "calendar: {festivals: []}\nmarket_config: {festival_dates: []}",
       "give this or calendar.festivals, not both"},
      {one + "calendar: {festivals: [Diwalli]}", "did you mean Diwali?"},
      {one + "calendar: {festivals: [Diwali, Diwali]}", "a festival must not be given twice"},
      {one + "calendar: {festivals: [{name: X}]}", "calendar.festivals.X.dates\n    must be given"},
      {one + "calendar: {festivals: [{name: X, dates: [2024-02-30]}]}", "= 2024-02-30"},
      {one + "calendar: {festivals: [{name: X, dates: [2024-02-03, 2024-02-03]}]}",
       "calendar.festivals.X.dates[1] = 2024-02-03\n    a date must not be given twice"},
      {one + "calendar: {weekend: [Saturday]}", "did you mean saturday?"},
      {one + "calendar: {weekend: [Sat]}", "did you mean saturday?"},
      {one + "calendar: {weekend: sunday}", "did you mean [sunday]?"},
      {one + "calendar: {weekend: Sat}", "did you mean [saturday]?"},
      {one + "calendar: {festivals: [Noel]}",
       "Diwali, Christmas, or a mapping such as {name: Noel, dates: [\"2024-12-25\"]}"},
      {one + "locale: {names: french}", "one of india, germany, western, france"},
      {one + "locale: {currency: euro}",
       "locale.currency = euro\n    must be the ISO 4217 code of a currency, such as INR, EUR or "
       "USD; did you mean EUR?"},
      {one + "locale: {currency: XYZ123}", "locale.currency = XYZ123\n    must be the ISO 4217"},
      {one + "locale: {currency: [EUR]}", "locale.currency = [EUR]"},
  };
  for (const auto& c : kCases) {
    const std::string found = mistakes_of(c.text);
    EXPECT_NE(found.find(c.says), std::string::npos) << c.text << "\n" << found;
  }
}

TEST(ScenarioLimits, RefusesPersonasThatCannotBe) {
  const struct {
    std::string text;
    const char* says;
  } kCases[] = {
      {"personas: []", "must be a list of 1 to 99 personas, not 0"},
      {"personas: null", "personas = nothing\n    must be a list of 1 to 99 personas"},
      {"personas: {a: 1}", "personas = a mapping\n    must be a list of 1 to 99 personas"},
      {"personas: [1, 2]", "personas[0] = 1\n    must be a mapping"},
      {"personas: [" + persona("A") + ", " + persona("A") + "]",
       "a persona's name must not be given twice"},
      {"personas: [" + persona("A", "id: 2, ") + ", " + persona("B") + "]",
       "personas.B\n    persona id 2 is taken by personas.A; give an id"},
      {"personas: [" + persona("A", "id: 5, ") + ", " + persona("B", "id: 5, ") + "]",
       "personas.B\n    persona id 5 is taken by personas.A"},
      {"personas: [" + persona("A", "id: 100, ") + "]", "in [1, 99]"},
      {"personas: [" + persona("A", "weight: 0, ") + "]", "weight must be in 1..99999999"},
      {"personas: [" + persona("A", "weight: 0.0001, ") + "]", "weight must be in 1..99999999"},
      {"personas: [" + persona("A", "weight: 1e8, ") + "]", "weight = 1e8"},
      {"personas: [" + persona("A", "weight: 100000, ") + "]", "weight must be in 1..99999999"},
      {"personas: [" + persona("A", "cities: [{weight: 1}], ") + "]", "must be given"},
      {"personas: [" + persona("A", "cities: [{name: X, weight: 0}], ") + "]",
       "personas.A.cities\n    a city's weight must be above 0"},
      {"personas: [" + persona("A", "cities: [X, {name: X}], ") + "]",
       "a city must not be given twice"},
      {"personas: [" + persona("A", "cities: [\"\"], ") + "]", "must be a name or a mapping"},
      {"personas: [" + persona("A") + ", " + persona("B") + "]\nfrequency_probability: {daily: 2}",
       "frequency_probability.daily = 2"},
      {"market: {quantity_multiplier: {festival: 100}}\npersonas: [{name: A, frequency: daily, "
       "preferred_time: [1pm-2pm], basket_profile: {a: {probability: 1, quantity: [1, 3], "
       "price_range: [1, 1]}}}]",
       "quantity x festival multiplier must be at most 255"},
      {"- 1\n- 2", "small.yaml:1: the file must be a mapping with personas"},
      {"3", "small.yaml:1: the file must be a mapping with personas"},
      {"", "the file is empty"},
      {"# only a comment\n", "the file is empty"},
      {"personas:\n\n\n", "small.yaml:1: personas = nothing"},
      {"a: 1\n---\nb: 2\n", "one YAML document"},
      {"personas: [\n  {", "not valid YAML"},
      {"personas: *nowhere", "not valid YAML"},
      {"personas:\n\t- 1", "small.yaml:2: not valid YAML: a tab cannot indent; use spaces"},
      {"# a\tb\npersonas:\n  - name: A\n \t frequency: daily\n",
       "small.yaml:4: not valid YAML: a tab"},
      {"a: \"\tx\"\npersonas: [", "small.yaml:2: not valid YAML: end"},
  };
  for (const auto& c : kCases) {
    const std::string found = mistakes_of(c.text);
    EXPECT_NE(found.find(c.says), std::string::npos) << c.text << "\n" << found;
  }
}

TEST(ScenarioLimits, HoldsTheLimitsOfCounts) {
  const auto personas = [](int count) {
    std::string text = "personas:\n";
    for (int i = 0; i < count; ++i) text += "  - " + persona("P" + std::to_string(i)) + "\n";
    return text;
  };
  const auto categories = [](int count) {
    std::string text =
        "personas:\n  - {name: A, frequency: daily, preferred_time: [1pm-2pm], basket_profile: {";
    for (int i = 0; i < count; ++i) {
      text +=
          "c" + std::to_string(i) + ": {probability: 1, quantity: [1, 1], price_range: [1, 1]},";
    }
    return text + "}}\n";
  };
  const auto festivals = [](int count, int dates) {
    std::string text = "personas: [" + persona("A") + "]\ncalendar:\n  festivals:\n";
    for (int i = 0; i < count; ++i) {
      text += "  - {name: F" + std::to_string(i) + ", dates: [";
      for (int k = 0; k < dates; ++k) text += format_date(k) + ", ";
      text += "]}\n";
    }
    return text;
  };
  EXPECT_EQ(mistakes_of(personas(99)), "");
  EXPECT_NE(mistakes_of(personas(200)).find("must be a list of 1 to 99 personas, not 200"),
            std::string::npos);
  EXPECT_EQ(mistakes_of(categories(500)), "");
  EXPECT_NE(mistakes_of(categories(501)).find("must be a mapping of 1 to 500 names, not 501"),
            std::string::npos);
  EXPECT_EQ(mistakes_of(festivals(255, 39)), "");
  EXPECT_NE(mistakes_of(festivals(256, 1)).find("at most 255 festivals, not 256"),
            std::string::npos);
  EXPECT_NE(mistakes_of(festivals(11, 1000)).find("can have 10000 dates"), std::string::npos);
}

TEST(ScenarioLimits, HoldsTheLimitOfDifferentWords) {
  std::string text = "personas:\n";
  for (int i = 0; i < 30; ++i) {
    std::string words;
    for (int k = 0; k < 10; ++k) words += "w" + std::to_string(i * 10 + k) + ", ";
    text += "  - " +
            persona("P" + std::to_string(i), "demographics: {location_type: [" + words + "]}, ") +
            "\n";
  }
  const std::string found = mistakes_of(text);
  EXPECT_NE(found.find("255 different words"), std::string::npos);
  EXPECT_NE(found.find("small.yaml:27: personas.P25\n"), std::string::npos) << found;
}

// A folder that is gone after the test.
struct Folder {
  Folder()
      : path(std::filesystem::temp_directory_path() / ("footfall-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }
  const std::filesystem::path path;
};

TEST(ScenarioFile, IsReadWholeOrRefusedWithTheReason) {
  const Folder folder;
  const std::string one_persona = "personas: [" + persona("A") + "]\n";
  const auto category = [](const std::string& path, const char* says) {
    const auto loaded = load_scenario(path);
    EXPECT_FALSE(loaded) << path;
    EXPECT_NE(loaded.error().message.find(says), std::string::npos) << loaded.error().message;
    return loaded.error().category;
  };
  const std::string good = folder.file("good.yaml", one_persona);
  EXPECT_TRUE(load_scenario(good));
  EXPECT_EQ(load_scenario(good)->text, one_persona);
  EXPECT_TRUE(check_scenario(good)->mistakes.empty());
  EXPECT_EQ(category(folder.path / "absent.yaml", "No such file"), ErrorCategory::kIo);
  EXPECT_EQ(category(folder.path, "it is a folder"), ErrorCategory::kIo);
  EXPECT_EQ(category("/dev/zero", "it is no regular file"), ErrorCategory::kIo);
  EXPECT_EQ(category("/dev/null", "it is no regular file"), ErrorCategory::kIo);
  const std::string pipe = folder.path / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(category(pipe, "it is no regular file"), ErrorCategory::kIo);
  const std::string huge = folder.file("huge.yaml", "");
  std::filesystem::resize_file(huge, 1u << 30);
  EXPECT_EQ(category(huge, "larger than 8 MiB"), ErrorCategory::kInput);
  EXPECT_EQ(category("/proc/self/mem", ""), ErrorCategory::kIo);
  EXPECT_EQ(category("/proc/self/status", ": Pid = "), ErrorCategory::kInput);
}

}  // namespace
}  // namespace footfall
