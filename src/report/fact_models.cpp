#include <algorithm>

#include "report/fact_sections.h"

namespace footfall {

std::optional<double> is_settled(const Frame& models) {
  for (size_t r = 0; r < models.rows; ++r) {
    if (text_at(models, "quantity", r) == "identified" &&
        text_at(models, "model", r) != "Gamma-Gamma" &&
        number_at(models, "is_used", r).value_or(0) != 0) {
      return number_at(models, "value", r);
    }
  }
  return std::nullopt;
}

namespace {

// The days of the forecast, and what one brings.
void put_days_ahead(const Frame& forecast, Facts& facts) {
  size_t days = 0;
  std::optional<Day> first, last;
  for (size_t r = 0; r < forecast.rows; ++r) {
    const auto day = day_at(forecast, "date", r);
    if (text_at(forecast, "series", r) != "revenue" || !day) continue;
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
      static_cast<double>(days));
}

void put_total_ahead(const Frame& totals, Facts& facts) {
  for (size_t r = 0; r < totals.rows; ++r) {
    if (text_at(totals, "series", r) != "revenue") continue;
    const auto total = number_at(totals, "total", r), low = number_at(totals, "low", r);
    const auto high = number_at(totals, "high", r), past = number_at(totals, "past", r);
    put(facts,
        {.id = "forecast.revenue",
         .label = "Revenue expected over the forecast",
         .unit = "currency",
         .decimals = 2,
         .metric = "forecast_totals"},
        total, low, high);
    put_text(
        facts,
        {.id = "forecast.method", .label = "Method of the forecast", .metric = "forecast_totals"},
        text_at(totals, "method", r));
    if (!total || !past || *past <= 0) continue;
    put(facts,
        {.id = "forecast.past",
         .label = "Revenue of as many days before",
         .unit = "currency",
         .decimals = 2,
         .metric = "forecast_totals"},
        past);
    put(facts,
        {.id = "forecast.change",
         .label = "Revenue expected, against as many days before",
         .unit = "fraction",
         .decimals = 1,
         .formula = "expected revenue / revenue of as many days before - 1",
         .metric = "forecast_totals"},
        *total / *past - 1, low ? std::optional(*low / *past - 1) : std::nullopt,
        high ? std::optional(*high / *past - 1) : std::nullopt);
    if (!low || !high) continue;
    put(facts,
        {.id = "forecast.is_clear",
         .label = "Whether the change that the forecast expects is clear",
         .unit = "count",
         .formula = "1 where revenue of as many days before lies outside the forecast's interval",
         .metric = "forecast_totals"},
        *past < *low || *past > *high);
  }
}

void put_backtest(const Frame& tests, Facts& facts) {
  double categories = 0, naive = 0;
  for (size_t r = 0; r < tests.rows; ++r) {
    if (text_at(tests, "series", r) != "revenue") {
      const auto beats = number_at(tests, "beats_naive", r);
      categories += beats.has_value();
      naive += beats == 0.0;
      continue;
    }
    put(facts,
        {.id = "forecast.error",
         .label = "Error of the forecast on days it had not seen",
         .unit = "ratio",
         .decimals = 2,
         .formula = "mean absolute error / mean change from one week to the next",
         .metric = "forecast_backtest"},
        number_at(tests, "mase", r));
    put(facts,
        {.id = "forecast.naive_error",
         .label = "Error of last week repeated on the same days",
         .unit = "ratio",
         .decimals = 2,
         .formula = "mean absolute error / mean change from one week to the next",
         .metric = "forecast_backtest"},
        number_at(tests, "naive_mase", r));
    for (const bool is_naive : {false, true}) {
      put(facts,
          {.id = is_naive ? "forecast.naive_day_error" : "forecast.day_error",
           .label = std::string(is_naive ? "Last week repeated" : "The forecast") +
                    ": by how much a day was off that it had not seen",
           .unit = "fraction",
           .decimals = 0,
           .formula = "mean of 2 |error| / (actual + forecast)",
           .metric = "forecast_backtest"},
          number_at(tests, is_naive ? "naive_smape" : "smape", r));
    }
    put(facts,
        {.id = "forecast.beats_naive",
         .label = "Whether the forecast beats last week repeated",
         .unit = "count",
         .metric = "forecast_backtest"},
        number_at(tests, "beats_naive", r));
  }
  if (categories == 0) return;
  put(facts,
      {.id = "forecast.categories",
       .label = "Categories whose forecast was tested on days it had not seen",
       .unit = "count",
       .metric = "forecast_backtest"},
      categories);
  put(facts,
      {.id = "forecast.naive_categories",
       .label = "Categories of which no method did better than last week repeated",
       .unit = "count",
       .metric = "forecast_backtest"},
      naive);
}

void put_reorder(const Frame& reorder, Facts& facts) {
  put(facts,
      {.id = "reorder.lead_time",
       .label = "Days from order to delivery that are assumed",
       .unit = "days",
       .metric = "reorder"},
      number_at(reorder, "lead_time_days", 0));
  put(facts,
      {.id = "reorder.service_level",
       .label = "Share of deliveries before which stock is to last, as assumed",
       .unit = "fraction",
       .metric = "reorder"},
      number_at(reorder, "service_level", 0));
  for (size_t r = 0; r < reorder.rows; ++r) {
    const std::string name = text_at(reorder, "category", r);
    const std::string id = "category." + fact_word(name) + ".";
    if (facts.find(id + "name") == nullptr) continue;  // one of those in the files only
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
  double value = 0, next = 0, alive = 0, customers = 0;
  for (size_t r = 0; r < clv.rows; ++r) {
    const auto probability = number_at(clv, "probability_alive", r);
    value += number_at(clv, "clv", r).value_or(0);
    next += number_at(clv, "next_30_days", r).value_or(0);
    if (probability) alive += *probability, customers += 1;
  }
  if (customers == 0) return;
  put(facts,
      {.id = "clv.expected_active",
       .label = "Customers expected to be active still",
       .unit = "count",
       .formula = "sum of the probabilities to be active",
       .metric = "clv"},
      alive);
  put(facts,
      {.id = "clv.active_share",
       .label = "Share of customers expected to be active still",
       .unit = "fraction",
       .decimals = 1,
       .metric = "clv"},
      alive / customers);
  put(facts,
      {.id = "clv.horizon_days", .label = "Days that customer value looks ahead", .unit = "days"},
      365);
  if (value <= 0) return;
  put(facts,
      {.id = "clv.total",
       .label = "Customer value, all customers",
       .unit = "currency",
       .decimals = 2,
       .formula = "expected purchases × expected revenue of one, discounted by 10 % a year",
       .metric = "clv"},
      value);
  put(facts,
      {.id = "clv.next_30_days",
       .label = "Revenue that the customers known today are expected to bring in 30 days",
       .unit = "currency",
       .decimals = 2,
       .formula = "expected purchases × expected revenue of one, at the mean rate of the period",
       .metric = "clv"},
      next);
}

void put_identified(const Frame& models, Facts& facts) {
  put(facts,
      {.id = "clv.identified",
       .label = "Whether the data alone settle the model of purchases",
       .unit = "count",
       .metric = "clv_model"},
      is_settled(models));
}

void put_median_value(const Frame& spread, Facts& facts) {
  for (size_t r = 0; r < spread.rows; ++r) {
    if (text_at(spread, "measure", r) != "clv" || !text_at(spread, "persona", r).empty()) continue;
    put(facts,
        {.id = "clv.median",
         .label = "Median customer value",
         .unit = "currency",
         .decimals = 2,
         .metric = "clv_distribution"},
        number_at(spread, "median", r));
    return;
  }
}

}  // namespace

namespace {

// How many of the days that the forecast is compared with lay in a festival.
void put_past_festivals(const Frame& daily, Facts& facts) {
  const Fact* days = facts.find("forecast.days");
  if (days == nullptr || facts.find("forecast.past") == nullptr) return;
  const auto count = static_cast<size_t>(days->value);
  size_t festive = 0;
  for (size_t r = daily.rows - std::min(count, daily.rows); r < daily.rows; ++r)
    festive += !text_at(daily, "festival", r).empty();
  put(facts,
      {.id = "forecast.past_festival_days",
       .label = "Festival days among as many days before the forecast",
       .unit = "days",
       .metric = "daily"},
      static_cast<double>(festive));
}

// What the weekdays of the forecast brought a year before, where the period reaches back to them.
void put_forecast_year_before(const Frame& daily, Facts& facts) {
  constexpr size_t kYear = 364;  // 52 weeks, so that weekdays stay
  const Fact* days = facts.find("forecast.days");
  if (days == nullptr || daily.rows < kYear || days->value > kYear) return;
  double sum = 0;
  for (size_t i = 0; i < static_cast<size_t>(days->value); ++i)
    sum += number_at(daily, "revenue", daily.rows - kYear + i).value_or(0);
  put(facts,
      {.id = "forecast.year_before",
       .label = "Revenue of the same weekdays a year before the forecast",
       .unit = "currency",
       .decimals = 2,
       .formula = "52 weeks before",
       .metric = "daily"},
      sum);
}

// The festivals that the forecast counts in, where the calendar knows the days ahead.
void put_festivals_ahead(const Frame& forecast, Facts& facts) {
  struct Window {
    std::string name;
    Day first = 0, last = 0;
  };
  std::vector<Window> windows;
  double festive = 0;
  for (size_t r = 0; r < forecast.rows; ++r) {
    const auto day = day_at(forecast, "date", r);
    const std::string name = text_at(forecast, "festival", r);
    if (text_at(forecast, "series", r) != "revenue" || !day || name.empty()) continue;
    if (windows.empty() || windows.back().name != name || windows.back().last + 1 != *day)
      windows.push_back({name, *day, *day});
    windows.back().last = *day;
    ++festive;
  }
  put(facts,
      {.id = "forecast.festival_days",
       .label = "Festival days among the days of the forecast",
       .unit = "days",
       .metric = "forecast"},
      festive);
  for (const Window& window : windows) {
    const std::string id = "festival_ahead." + fact_word(window.name) + ".";
    if (facts.find(id + "name") != nullptr) continue;
    const std::vector<FactFilter> filter = {{"festival_ahead", window.name}};
    put_text(facts,
             {.id = id + "name", .label = "Festival ahead", .filter = filter, .metric = "forecast"},
             window.name);
    put_date(facts,
             {.id = id + "start",
              .label = window.name + ": its first day ahead",
              .filter = filter,
              .metric = "forecast"},
             window.first);
    put_date(facts,
             {.id = id + "end",
              .label = window.name + ": its last day within the forecast",
              .filter = filter,
              .metric = "forecast"},
             window.last);
  }
}

}  // namespace

Result<> add_models(Measurements& measured, Facts& facts) {
  const struct {
    const char* metric;
    void (*put)(const Frame&, Facts&);
  } kModels[] = {{"forecast", put_days_ahead},
                 {"forecast_totals", put_total_ahead},
                 {"forecast_backtest", put_backtest},
                 {"reorder", put_reorder},
                 {"clv", put_value},
                 {"clv_distribution", put_median_value},
                 {"clv_model", put_identified}};
  for (const auto& model : kModels) {
    const auto frame = measured.metric(model.metric);
    if (!frame) return frame.error();
    if (*frame != nullptr) model.put(**frame, facts);
  }
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  if (*daily != nullptr) {
    put_past_festivals(**daily, facts);
    put_forecast_year_before(**daily, facts);
  }
  const auto forecast = measured.metric("forecast");
  if (!forecast) return forecast.error();
  const Fact* end = facts.find("forecast.end");
  if (*forecast == nullptr || end == nullptr) return Done{};
  const std::vector<std::string>& ahead = (*forecast)->at("festival").texts;
  const bool has_some = std::any_of(ahead.begin(), ahead.end(),
                                    [](const std::string& name) { return !name.empty(); });
  if (has_some || measured.analysis().calendar.reaches(static_cast<Day>(end->value)))
    put_festivals_ahead(**forecast, facts);
  return Done{};
}

}  // namespace footfall
