#include "report/fact_sections.h"

namespace footfall {

namespace {

struct Figure {
  const char* kpi;
  const char* label;
  int decimals;  // of a week's mean
};

constexpr Figure kFigures[] = {{"revenue", "Revenue", 2},
                               {"transactions", "Transactions", 0},
                               {"active_customers", "Active customers", 0},
                               {"average_transaction_value", "Average transaction", 2}};

void put_change(const Frame& trend, size_t row, const Figure& figure, Facts& facts) {
  const std::string id = std::string("trend.") + figure.kpi, label = figure.label;
  const std::string unit = text_at(trend, "unit", row);
  const struct {
    const char* column;
    const char* when;
  } kEnds[] = {{"current", ", a week at the end of the period"},
               {"previous", ", a week at its beginning"}};
  for (const auto& end : kEnds) {
    put(facts,
        {.id = id + "." + end.column,
         .label = label + end.when,
         .unit = unit,
         .decimals = figure.decimals,
         .metric = "trend"},
        number_at(trend, end.column, row));
  }
  put(facts,
      {.id = id,
       .label = label + ", end of the period against its beginning",
       .unit = "fraction",
       .decimals = 1,
       .formula = "mean week at the end / at the beginning - 1; Student's t, by the differences of "
                  "neighbouring stretches of weeks",
       .metric = "trend"},
      number_at(trend, "change", row), number_at(trend, "change_low", row),
      number_at(trend, "change_high", row));
}

// What parts of the period are compared.
void put_parts(const Frame& trend, Facts& facts) {
  const double weeks = number_at(trend, "weeks", 0).value_or(0);
  const double counted = number_at(trend, "current_weeks", 0).value_or(weeks) +
                         number_at(trend, "previous_weeks", 0).value_or(weeks);
  constexpr double kWeeksOfYear = 52;
  const double apart = number_at(trend, "weeks_apart", 0).value_or(0);
  const struct {
    const char* id;
    const char* label;
    std::optional<double> value;
  } kCounts[] = {
      {"trend.weeks", "Weeks of the end and of the beginning that are compared", weeks},
      {"trend.festive_weeks", "Weeks of festivals among them, left out", 2 * weeks - counted},
      {"trend.years", "Years between them, 0 where they are not the same weeks of a year",
       apart >= kWeeksOfYear ? apart / kWeeksOfYear : 0},
      {"trend.freedom", "Degrees of freedom of the change of revenue",
       number_at(trend, "degrees", 0)}};
  for (const auto& count : kCounts) {
    put(facts, {.id = count.id, .label = count.label, .unit = "count", .metric = "trend"},
        count.value);
  }
}

}  // namespace

Result<> add_trend(Measurements& measured, Facts& facts) {
  const auto trend = measured.metric("trend");
  if (!trend) return trend.error();
  if (*trend == nullptr || (*trend)->rows == 0) return Done{};
  put_parts(**trend, facts);
  for (size_t r = 0; r < (*trend)->rows; ++r) {
    const std::string kpi = text_at(**trend, "kpi", r);
    for (const Figure& figure : kFigures) {
      if (kpi == figure.kpi) put_change(**trend, r, figure, facts);
    }
    if (kpi != "new_customer_share") continue;
    put(facts,
        {.id = "trend.new_share",
         .label = "Share of the customers at the end of the period who had not bought before",
         .unit = "fraction",
         .decimals = 1,
         .metric = "trend"},
        number_at(**trend, "current", r));
  }
  return Done{};
}

}  // namespace footfall
