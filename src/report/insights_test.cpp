#include "report/insights.h"

#include <gtest/gtest.h>

#include "report/insights_text.h"
#include "report/marked_text.h"
#include "report/report_check.h"

namespace footfall {
namespace {

const Notation kEuros{"€", false};

Fact fraction(const std::string& id, double value, double low, double high) {
  return {.id = id,
          .label = id,
          .value = value,
          .unit = "fraction",
          .decimals = 1,
          .low = low,
          .high = high};
}

Facts weekend_facts(double uplift, double low, double high) {
  Facts facts;
  facts.facts = {
      fraction("uplift.weekend.pooled", uplift, low, high),
      {.id = "uplift.weekend.mean", .label = "mean", .value = 120, .unit = "currency"},
      {.id = "uplift.weekend.other_mean", .label = "mean", .value = 100, .unit = "currency"},
      {.id = "weekend_days.revenue_share",
       .label = "share",
       .value = 0.3,
       .unit = "fraction",
       .decimals = 1}};
  return facts;
}

TEST(Insights, TellWhatChanceDoesNotExplain) {
  const Facts facts = weekend_facts(0.2, 0.15, 0.25);
  const auto insights = find_insights(facts, kEuros);
  ASSERT_EQ(insights.size(), 1u);
  EXPECT_EQ(plain_text(insights[0].headline),
            "The average transaction is 20.0\u00a0% higher at weekends");
  EXPECT_EQ(plain_text(insights[0].comparison),
            "€120 against €100; the interval is 15.0 to 25.0\u00a0%.");
  EXPECT_NEAR(insights[0].score, 0.3 * 0.2 / 1.2, 1e-4);
  EXPECT_EQ(insights[0].view, "effects");
  EXPECT_EQ(insights[0].facts.size(), 3u);
  const std::string all =
      insights[0].headline + insights[0].comparison + insights[0].why + insights[0].action;
  EXPECT_TRUE(check_text(all, facts, kEuros).mismatches.empty());
}

TEST(Insights, AreSilentAboutNoise) {
  EXPECT_TRUE(find_insights(weekend_facts(0.2, -0.01, 0.45), kEuros).empty());
  EXPECT_TRUE(find_insights(weekend_facts(0, 0, 0), kEuros).empty());
  EXPECT_TRUE(find_insights({}, kEuros).empty());
}

// The same p-value is a finding among one test, and none among a thousand.
TEST(Insights, CountEveryTest) {
  Facts facts = weekend_facts(0.2, 0.02, 0.41);  // p about 0.026
  EXPECT_EQ(tests_made(facts, kEuros), 1u);
  EXPECT_EQ(find_insights(facts, kEuros).size(), 1u);
  for (int i = 0; i < 999; ++i) {
    const std::string id = "persona.p" + std::to_string(i) + ".name";
    facts.facts.push_back({.id = id, .label = "p", .text = id, .unit = "text"});
  }
  EXPECT_EQ(tests_made(facts, kEuros), 1000u);
  EXPECT_TRUE(find_insights(facts, kEuros).empty());
}

// An odd day has to stand out among all days, which do not drown what else there is.
TEST(Insights, TakeDaysAsAFamilyOfTheirOwn) {
  for (const double score : {4.0, 4.5}) {
    Facts facts = weekend_facts(0.2, 0.02, 0.41);
    facts.facts.push_back({.id = "anomalies", .label = "a", .value = 1, .unit = "count"});
    facts.facts.push_back({.id = "period.days", .label = "Days", .value = 999, .unit = "days"});
    facts.facts.push_back({.id = "anomaly.d.date", .label = "d", .text = "x", .unit = "date"});
    for (const char* name : {"above.days", "above.gap"}) {
      facts.facts.push_back(
          {.id = std::string("anomalies.") + name, .label = "n", .value = 1, .unit = "count"});
    }
    for (const char* name : {"revenue", "expected", "deviation"}) {
      facts.facts.push_back(
          {.id = std::string("anomaly.d.") + name, .label = "d", .value = 2, .unit = "currency"});
    }
    facts.facts.push_back({.id = "anomaly.d.score", .label = "s", .value = score, .unit = "ratio"});
    EXPECT_EQ(tests_made(facts, kEuros), 1000u);
    // 999 times the p of 4.0 is .063, that of 4.5 .007.
    EXPECT_EQ(find_insights(facts, kEuros).size(), score < 4.2 ? 0u : 2u);
  }
}

// One sale where five were expected is nothing odd, whatever a model of days says; so little from
// many small ones is.
TEST(Insights, AFewSalesMoreOrLessAreNoOddDay) {
  for (const double mean : {24.0, 1.0}) {
    Facts facts;
    facts.facts.push_back({.id = "anomalies", .label = "a", .value = 1, .unit = "count"});
    facts.facts.push_back({.id = "period.days", .label = "Days", .value = 99, .unit = "days"});
    facts.facts.push_back({.id = "anomaly.d.date", .label = "d", .text = "x", .unit = "date"});
    const std::vector<std::pair<std::string, double>> values = {{"average_transaction_value", mean},
                                                                {"spend.deviation", mean / 2},
                                                                {"anomalies.below.days", 1},
                                                                {"anomalies.below.gap", 100},
                                                                {"anomaly.d.revenue", 7},
                                                                {"anomaly.d.expected", 107},
                                                                {"anomaly.d.deviation", -0.93},
                                                                {"anomaly.d.score", -6}};
    for (const auto& [id, value] : values)
      facts.facts.push_back({.id = id, .label = id, .value = value, .unit = "ratio"});
    EXPECT_EQ(find_insights(facts, kEuros).size(), mean > 10 ? 0u : 1u) << mean;
  }
}

// Days that stand out are one finding above what is usual and one below, however many they are.
TEST(Insights, TellOddDaysTogether) {
  Facts facts;
  facts.facts.push_back({.id = "anomalies", .label = "a", .value = 6, .unit = "count"});
  facts.facts.push_back({.id = "period.days", .label = "Days", .value = 99, .unit = "days"});
  for (const char* side : {"above", "below"}) {
    const std::string id = std::string("anomalies.") + side;
    facts.facts.push_back({.id = id + ".days", .label = "n", .value = 3, .unit = "days"});
    facts.facts.push_back({.id = id + ".gap", .label = "g", .value = 9, .unit = "count"});
  }
  for (const double score : {5.0, 97.0, 6.0, -5.0, -8.0, -6.0}) {
    const std::string id = "anomaly." + std::to_string(static_cast<int>(score)) + ".";
    facts.facts.push_back({.id = id + "date", .label = "d", .text = "x", .unit = "date"});
    for (const char* name : {"revenue", "expected", "deviation", "times", "score"})
      facts.facts.push_back({.id = id + name, .label = "n", .value = score, .unit = "ratio"});
  }
  const auto insights = find_insights(facts, kEuros);
  ASSERT_EQ(insights.size(), 2u);
  EXPECT_EQ(tests_made(facts, kEuros), 99u);
  const std::string both = insights[0].headline + "|" + insights[1].headline;
  EXPECT_NE(both.find("[3\u00a0days][anomalies.above.days] brought far more"), std::string::npos)
      << both;
  EXPECT_NE(both.find("[3\u00a0days][anomalies.below.days] brought far less"), std::string::npos)
      << both;
  const std::string furthest = insights[0].comparison + "|" + insights[1].comparison;
  EXPECT_NE(furthest.find("[anomaly.97.times] times what"), std::string::npos) << furthest;
  EXPECT_NE(furthest.find("[anomaly.-8.deviation:fall] less"), std::string::npos) << furthest;
}

TEST(Insights, TellOfAKindTheTwoWithMostAtStake) {
  Facts facts;
  facts.facts.push_back({.id = "period.days", .label = "d", .value = 90, .unit = "days"});
  facts.facts.push_back({.id = "report.trend_days", .label = "d", .value = 30, .unit = "days"});
  facts.facts.push_back(
      {.id = "category.trend_freedom", .label = "f", .value = 80, .unit = "days"});
  for (const char name : {'a', 'b', 'c', 'd'}) {
    const std::string id = std::string("category.") + name + ".";
    facts.facts.push_back({.id = id + "name", .label = "n", .text = {name}, .unit = "text"});
    facts.facts.push_back(fraction(id + "trend", 0.5, 0.4, 0.6));
    facts.facts.push_back(fraction(id + "beyond", 0.4, 0.3, 0.5));
    const double share = name == 'b' ? 0.4 : name == 'd' ? 0.3 : 0.1;
    facts.facts.push_back({.id = id + "revenue_share",
                           .label = "s",
                           .value = share,
                           .unit = "fraction",
                           .decimals = 1});
  }
  const auto insights = find_insights(facts, kEuros);
  ASSERT_EQ(insights.size(), 2u);
  EXPECT_TRUE(insights[0].headline.starts_with("Revenue of b ")) << insights[0].headline;
  EXPECT_TRUE(insights[1].headline.starts_with("Revenue of d ")) << insights[1].headline;
}

TEST(Insights, RankByMoneyAtStake) {
  Facts facts = weekend_facts(0.2, 0.15, 0.25);
  facts.facts.push_back(fraction("uplift.festival.pooled", 0.2, 0.15, 0.25));
  facts.facts.push_back(
      {.id = "uplift.festival.mean", .label = "m", .value = 1, .unit = "currency"});
  facts.facts.push_back(
      {.id = "uplift.festival.other_mean", .label = "m", .value = 1, .unit = "currency"});
  facts.facts.push_back({.id = "festival_days.revenue_share",
                         .label = "s",
                         .value = 0.1,
                         .unit = "fraction",
                         .decimals = 1});
  const auto insights = find_insights(facts, kEuros);
  ASSERT_EQ(insights.size(), 2u);
  EXPECT_NE(insights[0].headline.find("weekends"), std::string::npos);
  EXPECT_GT(insights[0].score, insights[1].score);
}

TEST(Insights, SegmentsFoundByRevenueAreNoEvidenceOfDifferentRevenue) {
  Facts facts;
  facts.facts = {
      {.id = "persona.big.name", .label = "n", .text = "Big", .unit = "text"},
      fraction("persona.big.revenue_share", 0.8, 0.78, 0.82),
      {.id = "persona.big.customer_share", .label = "s", .value = 0.2, .unit = "fraction"},
      {.id = "persona.big.contrast",
       .label = "c",
       .value = 16,
       .unit = "ratio",
       .decimals = 1,
       .low = 15,
       .high = 17}};
  EXPECT_EQ(find_insights(facts, kEuros).size(), 1u);
  facts.facts.push_back({.id = "segments.found", .label = "f", .value = 2, .unit = "count"});
  EXPECT_TRUE(find_insights(facts, kEuros).empty());
}

// All days may rule out chance where weeks do not: the interval of the weeks is told then, none
// that excludes 0 beside "no clear change".
TEST(InsightsText, TellsTheIntervalThatDecides) {
  for (const bool is_clear : {false, true}) {
    Facts facts;
    const auto day = [](const std::string& id) {
      return Fact{.id = id, .label = id, .text = "2024-01-01", .unit = "date"};
    };
    const auto count = [](const std::string& id, double value) {
      return Fact{.id = id, .label = id, .value = value, .unit = "count"};
    };
    facts.facts = {day("period.start"),
                   day("period.end"),
                   count("transactions", 9),
                   count("revenue", 9),
                   count("period.days", 60),
                   count("change.days", 28),
                   count("change.revenue.current", 6),
                   count("change.revenue.previous", 5),
                   fraction("change.revenue", 0.16, 0.11, 0.22),
                   fraction("change.like_for_like", 0.05, is_clear ? 0.01 : -0.11, 0.25),
                   count("report.confidence", 1),
                   count("report.false_discovery_rate", 1),
                   count("report.tests", 1)};
    const std::string text = plain_text(insights_report(facts, {}, kEuros, {}));
    EXPECT_EQ(text.find("11.0 to 22.0") != std::string::npos, is_clear) << text;
    EXPECT_EQ(
        text.find("weekday against weekday, the interval is −11.0 to 25.0\u00a0%, which is no "
                  "clear change.") != std::string::npos,
        !is_clear)
        << text;
    EXPECT_TRUE(
        check_text(insights_report(facts, {}, kEuros, {}), facts, kEuros).mismatches.empty());
  }
}

TEST(MarkedText, LosesItsMarks) {
  EXPECT_EQ(plain_text("**It is [36.6 %][share:rise] of \\[a\\_b\\]** *now*"),
            "It is 36.6 % of [a_b] now");
  EXPECT_EQ(escaped("a|b *c* [x]_\n"), "a\\|b \\*c\\* \\[x\\]\\_ ");
  EXPECT_EQ(plain_text(escaped("a|b [x] *c* `d` <e> \\ 7")), "a|b [x] *c* `d` <e> \\ 7");
  const std::vector<std::string> marks = {"a", "b:low"};
  EXPECT_EQ(marks_of("[1][a] [2][b:low] [1][a] ]["), marks);
}

TEST(InsightsText, NoTransactions) {
  Facts facts;
  facts.facts = {
      {.id = "transactions", .label = "t", .value = 0, .unit = "count"},
      {.id = "report.confidence", .label = "c", .value = 0.95, .unit = "fraction"},
      {.id = "report.false_discovery_rate", .label = "f", .value = 0.05, .unit = "fraction"},
      {.id = "report.tests", .label = "t", .value = 0, .unit = "count"}};
  ReportContext context;
  context.provenance.title = "sales.csv";
  const std::string text = insights_report(facts, {}, kEuros, context);
  EXPECT_TRUE(text.starts_with("# sales.csv: no transactions\n"));
  EXPECT_TRUE(check_text(text, facts, kEuros).mismatches.empty());
}

}  // namespace
}  // namespace footfall
