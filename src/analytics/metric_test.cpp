#include "analytics/metric.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "analytics/own_data.h"

namespace footfall {
namespace {

TEST(Metric, CommentIsRead) {
  const Metric metric = parse_metric(
      "-- name: x\n-- title: A title\n-- definition: First line\n--   and second.\n"
      "-- columns:\n--   a (count): one\n--     and more\n--   b (by unit): two\n"
      "-- needs: items, persona\n-- tables: day_hours\n"
      "-- parameters:\n--   days = 7: length\n--   share = 0.5: part\n--   name = all: text\n"
      "SELECT 1\n-- name: not this\n");
  EXPECT_EQ(metric.name, "x");
  EXPECT_EQ(metric.definition, "First line and second.");
  ASSERT_EQ(metric.columns.size(), 2u);
  EXPECT_EQ(metric.columns[0].meaning, "one and more");
  EXPECT_EQ(metric.columns[1].unit, "by unit");
  EXPECT_EQ(metric.needs, (std::vector<std::string>{"items", "persona"}));
  ASSERT_EQ(metric.parameters.size(), 3u);
  EXPECT_EQ(std::get<int64_t>(metric.parameters[0].value), 7);
  EXPECT_EQ(std::get<double>(metric.parameters[1].value), 0.5);
  EXPECT_EQ(std::get<std::string>(metric.parameters[2].value), "all");
}

TEST(Metric, EveryMetricSaysWhatItIs) {
  EXPECT_GE(metrics().size(), 25u);
  for (const Metric& metric : metrics()) {
    EXPECT_FALSE(metric.title.empty()) << metric.name;
    EXPECT_FALSE(metric.definition.empty()) << metric.name;
    EXPECT_FALSE(metric.columns.empty()) << metric.name;
    EXPECT_EQ(find_metric(metric.name), &metric);
  }
  EXPECT_EQ(find_metric("macros"), nullptr);
}

class OwnShop : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "footfall_metric_test_" + std::to_string(::getpid()) + ".csv";
    std::ofstream(path_) << "order,client,date,category,qty,amount\n"
                            "1,x,2024-01-01,tea,2,20\n2,y,2024-01-02,\"b\"\"r, 🍞\",1,5\n";
    auto opened = open_own_data({path_, "", "", {}, "auto", 0, "", "EUR", "€"}, {});
    if (!opened && opened.error().category == ErrorCategory::kUnavailable)
      GTEST_SKIP() << opened.error().message;
    ASSERT_TRUE(opened) << opened.error().message;
    analysis_ = std::make_unique<Analysis>(std::move(*opened));
  }
  void TearDown() override { std::remove(path_.c_str()); }
  std::string path_;
  std::unique_ptr<Analysis> analysis_;
};

TEST_F(OwnShop, ColumnsAreThoseOfTheComment) {
  for (const Metric& metric : metrics()) {
    if (!lacking(*analysis_, metric).empty()) continue;
    const auto frame = run_metric(*analysis_, metric.name);
    ASSERT_TRUE(frame) << metric.name << ": " << frame.error().message;
    ASSERT_EQ(frame->columns.size(), metric.columns.size()) << metric.name;
    for (size_t c = 0; c < metric.columns.size(); ++c)
      EXPECT_EQ(frame->columns[c].name, metric.columns[c].name) << metric.name;
  }
}

TEST_F(OwnShop, WhatIsLackingIsSaid) {
  for (const char* name : {"persona_performance", "uplift_festival", "hourly"}) {
    const auto frame = run_metric(*analysis_, name);
    ASSERT_FALSE(frame) << name;
    EXPECT_EQ(frame.error().category, ErrorCategory::kInput);
    EXPECT_NE(frame.error().message.find("needs"), std::string::npos);
  }
  EXPECT_EQ(run_metric(*analysis_, "nonsense").error().category, ErrorCategory::kUsage);
  EXPECT_EQ(run_metric(*analysis_, "kpi", {{"weeks", int64_t{1}}}).error().category,
            ErrorCategory::kUsage);
}

TEST_F(OwnShop, PersonasMayBeAssigned) {
  ASSERT_TRUE(run_metric(*analysis_, "kpi"));
  const auto segments = analysis_->session.fetch(
      "SELECT customer_id, CASE customer_id WHEN 'x' THEN 'big' ELSE 'small' END AS persona "
      "FROM customer_facts");
  ASSERT_TRUE(segments);
  ASSERT_TRUE(assign_personas(*analysis_, *segments));
  const auto frame = run_metric(*analysis_, "persona_performance");
  ASSERT_TRUE(frame) << frame.error().message;
  ASSERT_EQ(frame->rows, 2u);
  EXPECT_EQ(frame->at("persona").texts[0], "big");
  EXPECT_EQ(frame->at("revenue").reals[0], 20.0);
}

TEST_F(OwnShop, ModelsAreFittedAnewForOtherParameters) {
  ASSERT_TRUE(run_metric(*analysis_, "clv"));
  const std::string first = analysis_->models.at("customer_value").parameters;
  ASSERT_TRUE(run_metric(*analysis_, "clv_model"));
  EXPECT_EQ(analysis_->models.at("customer_value").parameters, first);
  ASSERT_TRUE(run_metric(*analysis_, "clv", {{"horizon_days", int64_t{30}}}));
  EXPECT_NE(analysis_->models.at("customer_value").parameters, first);
  EXPECT_FALSE(analysis_->models.at("customer_value").notes.empty());
}

TEST_F(OwnShop, ParametersOfModelsAreChecked) {
  const std::pair<const char*, Parameters> kWrong[] = {
      {"clv", {{"horizon_days", int64_t{0}}}},      {"clv", {{"discount_rate", -0.5}}},
      {"clv", {{"margin", std::string("half")}}},   {"forecast", {{"days", 2.5}}},
      {"forecast", {{"days", int64_t{1'000'000}}}}, {"reorder", {{"service_level", 1.0}}},
      {"reorder", {{"lead_time_days", true}}}};
  for (const auto& [name, parameters] : kWrong) {
    const auto frame = run_metric(*analysis_, name, parameters);
    ASSERT_FALSE(frame) << name;
    EXPECT_EQ(frame.error().category, ErrorCategory::kUsage);
    EXPECT_NE(frame.error().message.find(parameters.begin()->first), std::string::npos);
  }
}

}  // namespace
}  // namespace footfall
