#include "model/time_of_day.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(TimeOfDay, ReadsTheSpellings) {
  const struct {
    const char* text;
    int begin_minute, end_minute;
  } kCases[] = {{"2:00pm–4:00pm", 840, 960},  {"2pm-4pm", 840, 960},  {"14:00-16:00", 840, 960},
                {"9am – 11:30 AM", 540, 690}, {"12am-12pm", 0, 720},  {"10pm-12am", 1320, 1440},
                {"22:00-24:00", 1320, 1440},  {"9:05-9:06", 545, 546}};
  for (const auto& item : kCases) {
    const auto slot = parse_time_slot(item.text);
    ASSERT_TRUE(slot) << item.text;
    EXPECT_EQ(slot->begin_second, item.begin_minute * 60) << item.text;
    EXPECT_EQ(slot->end_second, item.end_minute * 60) << item.text;
  }
}

TEST(TimeOfDay, RefusesTheRest) {
  for (const char* text : {"", "-", "2pm", "2-4", "4pm-2pm", "13pm-14pm", "0pm-1pm", "10:60-11:00",
                           "25:00-26:00", "24:01-24:02", "10:0-11:00", "a-b", "10:00-11:00-12:00",
                           "10:00-10:00", "10:00pmm-11:00pm", "-1:00-2:00"}) {
    EXPECT_FALSE(parse_time_slot(text)) << text;
  }
}

TEST(TimeOfDay, SaysWhatIsWrong) {
  const struct {
    const char *text, *rule, *nearest;
  } kCases[] = {
      {"22:00-02:00", "must not pass midnight; give it as two times",
       "\"22:00-24:00\", \"00:00-02:00\""},
      {"10pm-1:30am", "must not pass midnight; give it as two times",
       "\"22:00-24:00\", \"00:00-01:30\""},
      {"18:00-18:00", "must end after it begins", ""},
      {"24:00-25:00", "must be in a day of 24 hours, 00:00 to 24:00", ""},
      {"9-11", "must have minutes, or am and pm", "09:00-11:00"},
      {"9-5pm", "must have minutes, or am and pm", "09:00-17:00"},
      {"noon", "", ""},
      {"10:60-11:00", "", ""},
  };
  for (const auto& item : kCases) {
    const TimeFault fault = time_fault(item.text);
    EXPECT_EQ(fault.rule, item.rule) << item.text;
    EXPECT_EQ(fault.nearest, item.nearest) << item.text;
    EXPECT_FALSE(parse_time_slot(item.text)) << item.text;
  }
}

}  // namespace
}  // namespace footfall
