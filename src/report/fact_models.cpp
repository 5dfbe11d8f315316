#include <map>
#include <vector>

#include "report/fact_sections.h"

namespace footfall {

namespace {

void put_forecast(const Frame& forecast, const Frame& daily, Facts& facts) {
  double total = 0;
  size_t days = 0;
  std::optional<Day> first, last;
  for (size_t r = 0; r < forecast.rows; ++r) {
    if (text_at(forecast, "series", r) != "revenue") continue;
    const auto day = day_at(forecast, "date", r);
    if (!day) continue;
    total += number_at(forecast, "mean", r).value_or(0);
    if (!first) first = day;
    last = day;
    ++days;
  }
  if (days == 0) return;
  put_date(facts,
           {.id = "forecast.start", .label = "First day of the forecast", .metric = "forecast"},
           first);
  put_date(facts, {.id = "forecast.end", .label = "Last day of the forecast", .metric = "forecast"},
           last);
  put(facts,
      {.id = "forecast.days",
       .label = "Days of the forecast",
       .unit = "days",
       .metric = "forecast"},
      days);
  put(facts,
      {.id = "forecast.revenue",
       .label = "Revenue expected over the forecast",
       .unit = "currency",
       .decimals = 2,
       .formula = "sum of the expected revenue of the days",
       .metric = "forecast"},
      total);
  put(facts,
      {.id = "forecast.revenue_per_day",
       .label = "Revenue expected a day",
       .unit = "currency",
       .decimals = 2,
       .metric = "forecast"},
      total / static_cast<double>(days));
  double past = 0;
  for (size_t r = 0; r < daily.rows; ++r) past += number_at(daily, "revenue", r).value_or(0);
  if (daily.rows == 0 || past <= 0) return;
  put(facts,
      {.id = "forecast.change",
       .label = "Revenue a day expected, against the period",
       .unit = "fraction",
       .decimals = 1,
       .formula = "revenue expected a day / revenue a day of the period - 1",
       .metric = "forecast"},
      total / static_cast<double>(days) / (past / static_cast<double>(daily.rows)) - 1);
}

void put_reorder(const Frame& reorder, Facts& facts) {
  for (size_t r = 0; r < reorder.rows && r < 40; ++r) {
    const std::string name = text_at(reorder, "category", r);
    const std::string id = "category." + fact_word(name) + ".";
    put(facts,
        {.id = id + "reorder_point",
         .label = name + ": stock at which to order again",
         .unit = "count",
         .filter = {{"category", name}},
         .metric = "reorder"},
        number_at(reorder, "reorder_point", r));
  }
}

// What customers are expected to be worth, summed.
void put_value(const Frame& clv, Facts& facts) {
  double value = 0, alive = 0, customers = 0;
  for (size_t r = 0; r < clv.rows; ++r) {
    const auto worth = number_at(clv, "clv", r),
               probability = number_at(clv, "probability_alive", r);
    if (worth) value += *worth;
    if (probability) alive += *probability, customers += 1;
  }
  if (customers == 0) return;
  put(facts,
      {.id = "clv.expected_active",
       .label = "Customers expected to be active still",
       .unit = "count",
       .formula = "sum of the probabilities to be alive",
       .metric = "clv"},
      alive);
  put(facts,
      {.id = "clv.active_share",
       .label = "Share of customers expected to be active still",
       .unit = "fraction",
       .decimals = 1,
       .metric = "clv"},
      alive / customers);
  if (value > 0)
    put(facts,
        {.id = "clv.total",
         .label = "Customer lifetime value, all customers",
         .unit = "currency",
         .decimals = 2,
         .metric = "clv"},
        value);
}

}  // namespace

Result<> add_models(Measurements& measured, Facts& facts) {
  const auto forecast = measured.metric("forecast");
  if (!forecast) return forecast.error();
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  if (*forecast != nullptr && *daily != nullptr) put_forecast(**forecast, **daily, facts);
  const auto reorder = measured.metric("reorder");
  if (!reorder) return reorder.error();
  if (*reorder != nullptr) put_reorder(**reorder, facts);
  const auto clv = measured.metric("clv");
  if (!clv) return clv.error();
  if (*clv != nullptr) put_value(**clv, facts);
  return Done{};
}

}  // namespace footfall
