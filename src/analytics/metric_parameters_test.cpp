#include "analytics/metric_parameters.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

TEST(MetricParameter, IsReadFromItsLine) {
  const MetricParameter days = read_parameter("days = 30 (whole, 1 to 730): days ahead: all");
  EXPECT_EQ(days.name, "days");
  EXPECT_EQ(days.value, Value(int64_t{30}));
  EXPECT_EQ(days.written, "30");
  EXPECT_EQ(days.allowed, "whole, 1 to 730");
  EXPECT_EQ(days.meaning, "days ahead: all");
  EXPECT_EQ(read_parameter("all = false: every day").allowed, "");
}

TEST(MetricParameter, SaysWhatItTakes) {
  const struct {
    const char *line, *given, *says;  // says nothing: taken
  } kCases[] = {{"p = 0.01 (0 to 1): a share", "0", ""},
                {"p = 0.01 (0 to 1): a share", "1", ""},
                {"p = 0.01 (0 to 1): a share", "1.5", "--set p=1.5: a number from 0 to 1 is meant"},
                {"p = 0.01 (0 to 1): a share", "-1", "--set p=-1: a number from 0 to 1 is meant"},
                {"p = 0.01 (0 to 1): a share", "nan", "--set p=nan: a number from 0 to 1 is meant"},
                {"p = 0.01 (0 to 1): a share", "abc", "--set p=abc: a number from 0 to 1 is meant"},
                {"n = 4 (whole, 2 to 9): purchases", "9", ""},
                {"n = 4 (whole, 2 to 9): purchases", "9.0", ""},
                {"n = 4 (whole, 2 to 9): purchases", "4.5",
                 "--set n=4.5: a whole number from 2 to 9 is meant"},
                {"n = 4 (whole, 2 to 9): purchases", "true",
                 "--set n=true: a whole number from 2 to 9 is meant"},
                {"by = auto (auto, day): the step", "day", ""},
                {"by = auto (auto, day): the step", "da", "--set by=da: one of auto, day is meant"},
                {"by = auto (auto, day): the step", "auto, day",
                 "--set by=auto, day: one of auto, day is meant"},
                {"all = false: every day", "true", ""},
                {"all = false: every day", "yes", "--set all=yes: true or false is meant"},
                {"segment = all: its name", "17", ""}};
  for (const auto& [line, given, says] : kCases) {
    const auto checked = check_parameter(read_parameter(line), parse_value(given));
    EXPECT_EQ(checked ? "" : checked.error().message, says) << line << " <- " << given;
    if (!checked) {
      EXPECT_EQ(checked.error().category, ErrorCategory::kUsage);
    }
  }
}

}  // namespace
}  // namespace footfall
