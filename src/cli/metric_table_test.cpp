#include "cli/metric_table.h"

#include <gtest/gtest.h>

namespace footfall {
namespace {

Metric metric_of(const std::vector<std::pair<std::string, std::string>>& columns) {
  Metric metric;
  for (const auto& [name, unit] : columns) metric.columns.push_back({name, unit, ""});
  return metric;
}

TEST(MetricTable, WhatRoundsToZeroHasNoSign) {
  Frame frame;
  frame.columns = {make_column("change", ValueKind::kReal)};
  frame.add_row(-0.0000001);
  frame.add_row(-0.02);
  const std::string text = metric_table(frame, metric_of({{"change", "fraction"}}), {}, {});
  EXPECT_EQ(text, "   change\n  0.000 %\n   \u22122.0 %\n");
}

TEST(MetricTable, SmallProbabilitiesHaveOneFormAndTextsOneLine) {
  Frame frame;
  frame.columns = {make_column("p", ValueKind::kReal), make_column("example", ValueKind::kText)};
  frame.add_row(0.0, "a\nb");
  frame.add_row(1e-7, "c\td");
  frame.add_row(0.25, "e");
  const std::string text =
      metric_table(frame, metric_of({{"p", "probability"}, {"example", "text"}}), {}, {});
  EXPECT_EQ(text, "       p  example\n  <0.001  a b\n  <0.001  c d\n   0.250  e\n");
}

TEST(MetricTable, IntervalsStandInOneColumnWithTheirUnit) {
  Frame frame;
  frame.columns = {make_column("revenue", ValueKind::kReal), make_column("low", ValueKind::kReal),
                   make_column("high", ValueKind::kReal)};
  frame.add_row(1234567.0, 1000000.0, 2000000.0);
  const Metric metric =
      metric_of({{"revenue", "currency"}, {"low", "fraction"}, {"high", "fraction"}});
  frame.columns[1].reals[0] = -0.02;
  frame.columns[2].reals[0] = 0.05;
  EXPECT_EQ(metric_table(frame, metric, notation_of("INR", ""), {}),
            "     revenue  low to high\n  ₹12,34,567   \u22122.0–5.0 %\n");
}

TEST(MetricTable, ValuesOfAColumnShareTheirDecimalsAndParametersTheirDigits) {
  Frame frame;
  frame.columns = {make_column("gap", ValueKind::kReal), make_column("value", ValueKind::kReal),
                   make_column("empty", ValueKind::kText), make_column("note", ValueKind::kText)};
  frame.add_row(2.0, 0.0381866, "", "");
  frame.add_row(1.6, 155.247, "",
                "a note of a length that no column of a table has room for, it is so long");
  const Metric metric =
      metric_of({{"gap", "days"}, {"value", "by unit"}, {"empty", "text"}, {"note", "text"}});
  EXPECT_EQ(metric_table(frame, metric, {}, {60, 60}),
            "  gap    value\n"
            "  2.0  0.03819\n"
            "  1.6    155.2\n"
            "\n"
            "  a note of a length that no column of a table has room for,\n"
            "  it is so long\n"
            "  Without a value in any row: empty.\n");
}

TEST(MetricTable, EndsOfAnIntervalShareTheirDecimals) {
  Frame frame;
  frame.columns = {make_column("lift_low", ValueKind::kReal),
                   make_column("lift_high", ValueKind::kReal)};
  frame.add_row(0.713, 0.91);
  frame.add_row(0.515, 1.0);
  const Metric metric = metric_of({{"lift_low", "ratio"}, {"lift_high", "ratio"}});
  EXPECT_EQ(metric_table(frame, metric, {}, {}),
            "  lift_low to high\n         0.71–0.91\n         0.52–1.00\n");
}

TEST(MetricTable, TextsMakeRoomForTheFirstColumns) {
  Frame frame;
  Metric metric;
  for (const char* name : {"one", "two"}) {
    frame.columns.push_back(make_column(name, ValueKind::kText));
    metric.columns.push_back({name, "text", ""});
  }
  frame.columns.push_back(make_column("figure", ValueKind::kInteger));
  metric.columns.push_back({"figure", "count", ""});
  for (int64_t row = 0; row < 2; ++row)
    frame.add_row("sixteen letters.", "sixteen letters,", row + 1000000);
  const std::string text = metric_table(frame, metric, {}, {45, 60});
  EXPECT_NE(text.find("1,000,001"), std::string::npos) << text;
  EXPECT_EQ(text.find("Left out"), std::string::npos) << text;
}

TEST(MetricTable, WhatHasNoRoomIsNamed) {
  Frame frame;
  Metric metric;
  for (const char* name : {"first", "second", "third", "fourth"}) {
    frame.columns.push_back(make_column(name, ValueKind::kInteger));
    metric.columns.push_back({name, "count", ""});
  }
  for (int64_t row = 0; row < 2; ++row) {
    frame.add_row(row + 1000000, row + 2000000, row + 3000000, row + 4000000);
  }
  metric.shown = {"fourth", "first"};
  const std::string text = metric_table(frame, metric, {}, {24, 60});
  EXPECT_EQ(text.substr(0, text.find("\n\n")),
            "      first     fourth\n  1,000,000  4,000,000\n  1,000,001  4,000,001");
  EXPECT_NE(text.find("second, third;"), std::string::npos) << text;
}

}  // namespace
}  // namespace footfall
