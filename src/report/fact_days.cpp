#include "report/fact_sections.h"

#include <algorithm>

#include "analytics/quality.h"

namespace footfall {

namespace {

constexpr size_t kMostAnomalies = 10;

// What is left out of revenue, and what revenue would be with it.
void put_returns(double amount, Facts& facts) {
  put(facts,
      {.id = "returns.amount",
       .label = "Returns and cancellations, left out of revenue",
       .unit = "currency",
       .decimals = 2,
       .metric = "data_quality"},
      -amount);
  const Fact* revenue = facts.find("revenue");
  if (revenue == nullptr) return;
  put(facts,
      {.id = "revenue.net",
       .label = "Revenue with returns and cancellations taken off",
       .unit = "currency",
       .decimals = 2,
       .formula = "revenue - returns",
       .metric = "data_quality"},
      revenue->value + amount);
}

}  // namespace

Result<> add_anomalies(Measurements& measured, Facts& facts) {
  const auto frame = measured.metric("anomalies");
  if (!frame) return frame.error();
  if (*frame == nullptr) return Done{};
  put(facts,
      {.id = "anomalies",
       .label = "Days that the calendar does not explain",
       .unit = "count",
       .formula = "robust residual beyond 3.5 standard deviations",
       .metric = "anomalies"},
      (*frame)->rows);
  for (size_t r = 0; r < (*frame)->rows && r < kMostAnomalies; ++r) {
    const Day day = day_at(**frame, "date", r).value_or(0);
    const std::string id = "anomaly." + format_date(day) + ".", label = format_date(day) + ": ";
    const std::vector<FactFilter> filter = {{"day", format_date(day)}};
    put_date(
        facts,
        {.id = id + "date", .label = "Unexplained day", .filter = filter, .metric = "anomalies"},
        day);
    put(facts,
        {.id = id + "revenue",
         .label = label + "revenue",
         .unit = "currency",
         .decimals = 2,
         .filter = filter,
         .metric = "anomalies"},
        number_at(**frame, "revenue", r));
    put(facts,
        {.id = id + "expected",
         .label = label + "revenue by the calendar",
         .unit = "currency",
         .decimals = 2,
         .filter = filter,
         .metric = "anomalies"},
        number_at(**frame, "expected", r));
    put(facts,
        {.id = id + "deviation",
         .label = label + "revenue / expected - 1",
         .unit = "fraction",
         .decimals = 1,
         .filter = filter,
         .metric = "anomalies"},
        number_at(**frame, "deviation", r));
    put(facts,
        {.id = id + "score",
         .label = label + "robust standard deviations",
         .unit = "ratio",
         .decimals = 1,
         .filter = filter,
         .metric = "anomalies"},
        number_at(**frame, "score", r));
  }
  return Done{};
}

Result<> add_quality(Measurements& measured, Facts& facts) {
  const auto frame = measured.metric("data_quality");
  if (!frame) return frame.error();
  size_t problems = 0;
  for (size_t r = 0; *frame != nullptr && r < (*frame)->rows; ++r) {
    const double rows = number_at(**frame, "rows", r).value_or(0);
    if (rows == 0) continue;
    problems += number_at(**frame, "is_problem", r).value_or(0) != 0;
    const std::string what = text_at(**frame, "fact", r), table = text_at(**frame, "table_name", r);
    if (what == kReturnedMoney) {
      put_returns(number_at(**frame, "amount", r).value_or(0), facts);
      continue;
    }
    const std::string id = "quality." + fact_word(table) + "." + fact_word(what);
    const std::string label = what + " (" + text_at(**frame, "rule", r) + ")";
    put(facts, {.id = id, .label = label, .unit = "count", .metric = "data_quality"}, rows);
    put(facts,
        {.id = id + ".share",
         .label = what + ", share",
         .unit = "fraction",
         .decimals = 1,
         .metric = "data_quality"},
        number_at(**frame, "share", r));
  }
  put(facts,
      {.id = "quality.problems",
       .label = "Problems of the data",
       .unit = "count",
       .metric = "data_quality"},
      problems);
  put(facts,
      {.id = "report.confidence",
       .label = "Level of the intervals",
       .unit = "fraction",
       .decimals = 0},
      0.95);
  const Fact* days = facts.find("period.days");
  put(facts,
      {.id = "report.trend_days", .label = "Days over which trends are told", .unit = "days"},
      std::min(30.0, days == nullptr ? 30.0 : days->value));
  put(facts,
      {.id = "report.false_discovery_rate",
       .label = "Expected share of false findings among those told",
       .unit = "fraction",
       .decimals = 0},
      0.05);
  return Done{};
}

}  // namespace footfall
