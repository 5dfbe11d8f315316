#include "report/fact_sections.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

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

// What single orders have off that revenue leaves aside, and cancelled ones that it leaves out.
void put_order_money(const std::string& what, double amount, Facts& facts) {
  const struct {
    const char* what;
    const char* id;
    const char* label;
  } kKinds[] = {{kHiddenDiscounts, "discounts.amount",
                 "Discounts of single orders, which revenue leaves aside"},
                {kPaidBack, "refunds.amount", "Money paid back, which revenue leaves aside"},
                {kCancelledOrders, "cancelled.amount", "Cancelled orders, left out of revenue"}};
  for (const auto& kind : kKinds) {
    if (!what.starts_with(kind.what) || amount == 0) continue;
    put(facts,
        {.id = kind.id,
         .label = kind.label,
         .unit = "currency",
         .decimals = 2,
         .metric = "data_quality"},
        std::fabs(amount));
  }
}

void put_after_deductions(Facts& facts) {
  const Fact *revenue = facts.find("revenue"), *discounts = facts.find("discounts.amount"),
             *refunds = facts.find("refunds.amount");
  if (revenue == nullptr || (discounts == nullptr && refunds == nullptr)) return;
  const auto amount = [](const Fact* fact) { return fact != nullptr ? fact->value : 0; };
  put(facts,
      {.id = "revenue.after_deductions",
       .label = "Revenue after discounts and refunds of single orders",
       .unit = "currency",
       .decimals = 2,
       .formula = "revenue - discounts that lines do not show - money paid back",
       .metric = "data_quality"},
      revenue->value - amount(discounts) - amount(refunds));
}

void put_anomaly(const Frame& frame, size_t row, Facts& facts) {
  const Day day = day_at(frame, "date", row).value_or(0);
  const std::string id = "anomaly." + format_date(day) + ".", label = format_date(day) + ": ";
  const std::vector<FactFilter> filter = {{"day", format_date(day)}};
  const double revenue = number_at(frame, "revenue", row).value_or(0);
  const double expected = number_at(frame, "expected", row).value_or(0);
  put_date(facts,
           {.id = id + "date", .label = "Unexplained day", .filter = filter, .metric = "anomalies"},
           day);
  const auto put_number = [&](const char* word, const char* what, const char* unit, int decimals,
                              std::optional<double> value) {
    put(facts,
        {.id = id + word,
         .label = label + what,
         .unit = unit,
         .decimals = decimals,
         .filter = filter,
         .metric = "anomalies"},
        value);
  };
  put_number("revenue", "revenue", "currency", 2, revenue);
  put_number("expected", "revenue by the calendar", "currency", 2, expected);
  put_number("deviation", "revenue / expected - 1", "fraction", 1,
             number_at(frame, "deviation", row));
  put_number("times", "revenue / expected", "ratio", revenue < 10 * expected ? 1 : 0,
             revenue / expected);
  put_number("score", "robust standard deviations", "ratio", 1, number_at(frame, "score", row));
}

// The days above, or below, what the calendar explains: how many, and what they are off together.
void put_anomalies_of(const Frame& frame, bool is_above, Facts& facts) {
  size_t days = 0;
  double gap = 0;
  for (size_t r = 0; r < frame.rows; ++r) {
    if ((number_at(frame, "score", r).value_or(0) > 0) != is_above) continue;
    ++days;
    gap += std::fabs(number_at(frame, "revenue", r).value_or(0) -
                     number_at(frame, "expected", r).value_or(0));
  }
  if (days == 0) return;
  const std::string side = is_above ? "above" : "below", id = "anomalies." + side + ".";
  put(facts,
      {.id = id + "days",
       .label = "Days " + side + " what the calendar explains",
       .unit = "days",
       .metric = "anomalies"},
      static_cast<double>(days));
  put(facts,
      {.id = id + "gap",
       .label = "Revenue that days " + side + " the calendar's are off, together",
       .unit = "currency",
       .decimals = 2,
       .formula = "sum of |revenue - expected|",
       .metric = "anomalies"},
      gap);
}

// Rows of the days that are furthest off, in order of days.
std::vector<size_t> furthest(const Frame& frame) {
  std::vector<size_t> rows(frame.rows);
  std::iota(rows.begin(), rows.end(), size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
    return std::fabs(number_at(frame, "score", a).value_or(0)) >
           std::fabs(number_at(frame, "score", b).value_or(0));
  });
  rows.resize(std::min(rows.size(), kMostAnomalies));
  std::sort(rows.begin(), rows.end());
  return rows;
}

// The table is a file where the data are the user's: its name tells it wherever it lies, but for
// two of the same name.
std::string quality_id(const Facts& facts, const std::string& table, const std::string& what) {
  const std::string end = "." + fact_word(what);
  const std::string id = "quality." + fact_word(std::filesystem::path(table).stem().string()) + end;
  return facts.find(id) == nullptr ? id : "quality." + fact_word(table) + end;
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
  for (const bool is_above : {true, false}) put_anomalies_of(**frame, is_above, facts);
  for (const size_t row : furthest(**frame)) put_anomaly(**frame, row, facts);
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
    put_order_money(what, number_at(**frame, "amount", r).value_or(0), facts);
    const std::string id = quality_id(facts, table, what);
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
  put_after_deductions(facts);
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
