#include "model/scenario_yaml.h"

#include <gtest/gtest.h>

#include "model/time_of_day.h"

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

TEST(ScenarioYaml, LoadsTheOriginalShape) {
  const auto loaded = parse_scenario(kSmall, "small.yaml");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Scenario& s = loaded->scenario;
  EXPECT_EQ(s.personas[0].preferred_time[0].begin_second, 14 * 3600);
  EXPECT_EQ(s.personas[0].basket_profile[0].price_high_paise, 200'000);
  EXPECT_EQ(s.calendar.festivals.size(), 7u);
  EXPECT_EQ(s.market.item_festival, 1.0);
}

TEST(ScenarioYaml, RefusesWithPlaceAndRule) {
  const struct {
    const char *from, *to, *says;
  } kCases[] = {
      {"probability: 0.9", "probability: 1.4", "small.yaml:10"},
      {"probability: 0.9", "probability: .nan", "must be in [0, 1]"},
      {"probability: 0.9", "probability: -1", "must be in [0, 1]"},
      {"probability: 0.9", "probabilty: 0.9", "did you mean probability?"},
      {"frequency:", "frequncy:", "did you mean frequency?"},
      {"\"weekly\"", "hourly", "must be one of daily, alternate, weekly, monthly"},
      {"[3, 8]", "[8, 3]", "must have low <= high"},
      {"[3, 8]", "[0, 8]", "must be in [1, 255]"},
      {"[3, 8]", "[1.5, 8]", "must be whole"},
      {"[500, 2000]", "[500, 20000000]", "21474836.47"},
      {"2:00pm–4:00pm", "14-16", "must be a time like"},
      {"personas:", "persons:", "did you mean personas?"},
      {"groceries:",
       "groceries: {probability: 0.1, quantity: [1, 1], price_range: [1, 2]}\n      groceries:",
       "must not be given twice"},
      {"  - name", "  - &a\n    name", ""},
  };
  for (const auto& c : kCases) {
    const auto loaded = parse_scenario(changed(c.from, c.to), "small.yaml");
    if (std::string(c.says).empty()) continue;
    ASSERT_FALSE(loaded) << c.to;
    EXPECT_EQ(loaded.error().category, ErrorCategory::kInput);
    EXPECT_NE(loaded.error().message.find(c.says), std::string::npos) << loaded.error().message;
  }
}

TEST(ScenarioYaml, ReportsAllMistakesAtOnce) {
  std::string text = changed("probability: 0.9", "probability: 7");
  text.replace(text.find("[25, 40]"), 8, "[40, 25]");
  const auto loaded = parse_scenario(text, "small.yaml");
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("(small.yaml:6)"), std::string::npos);
  EXPECT_NE(loaded.error().message.find("(small.yaml:10)"), std::string::npos);
}

TEST(ScenarioYaml, SurvivesHostileText) {
  std::string deep, bomb = "a: &a [x,x]\nb: &b [*a,*a]\npersonas: [*b]\n";
  for (int i = 0; i < 5000; ++i) deep += "[";
  for (const std::string& text :
       {std::string(), std::string("\0\1", 2), std::string("personas:"), deep, bomb,
        std::string("- 1\n- 2"), std::string("personas: [1, 2]"), std::string("personas: []"),
        std::string("personas: {a: 1}"), std::string(9 << 20, 'x'), std::string("{{{{"),
        std::string("personas: [{name: {}}]")}) {
    const auto loaded = parse_scenario(text, "hostile.yaml");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().category, ErrorCategory::kInput);
    EXPECT_FALSE(loaded.error().message.empty());
  }
}

TEST(TimeOfDay, ReadsWhatPeopleWrite) {
  const struct {
    const char* text;
    int begin, end;
  } kGood[] = {{"2:00pm–4:00pm", 14, 16}, {"2pm-4pm", 14, 16},        {"14:00-16:00", 14, 16},
               {"12am-1am", 0, 1},        {"11:00am - 12pm", 11, 12}, {"22:00-24:00", 22, 24},
               {"10pm-12am", 22, 24}};
  for (const auto& c : kGood) {
    const auto slot = parse_time_slot(c.text);
    ASSERT_TRUE(slot) << c.text;
    EXPECT_EQ(slot->begin_second, c.begin * 3600) << c.text;
    EXPECT_EQ(slot->end_second, c.end * 3600) << c.text;
  }
  for (const char* bad : {"", "-", "2-4", "25:00-26:00", "4pm-2pm", "13pm-2pm", "14:0-15:00",
                          "aa-bb", "14:00", "24:30-25:00"}) {
    EXPECT_FALSE(parse_time_slot(bad)) << bad;
  }
}

}  // namespace
}  // namespace footfall
