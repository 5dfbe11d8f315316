#include <cmath>
#include <map>

#include "analytics/distributions.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

struct Total {
  const char* kpi;
  const char* id;
  const char* label;
  const char* unit;
  int decimals;
  const char* formula;
};

constexpr Total kTotals[] = {
    {"revenue", "revenue", "Revenue", "currency", 2, "sum of the amounts"},
    {"transactions", "transactions", "Transactions", "count", 0, "number of purchases"},
    {"active_customers", "active_customers", "Active customers", "count", 0,
     "known customers with a purchase"},
    {"average_transaction_value", "average_transaction_value", "Average transaction", "currency", 2,
     "revenue / transactions"},
    {"items_per_basket", "items_per_basket", "Items a basket", "ratio", 2, "lines / transactions"},
    {"units_per_basket", "units_per_basket", "Units a basket", "ratio", 2, "units / transactions"},
    {"transactions_per_customer", "transactions_per_customer", "Transactions a customer", "ratio",
     1, "transactions of known customers / active customers"},
    {"revenue_per_customer", "revenue_per_customer", "Revenue a customer", "currency", 2,
     "revenue of known customers / active customers"}};

// The interval of revenue / transactions: delta method, clustered by customer, where a purchase
// without a customer is a cluster of its own.
constexpr const char* kAverageSpread =
    "WITH clusters AS (SELECT revenue::DOUBLE AS r, transactions::DOUBLE AS t FROM customer_facts "
    "UNION ALL SELECT amount::DOUBLE, 1 FROM transactions WHERE customer_id IS NULL), "
    "m AS (SELECT fsum(r) / nullif(fsum(t), 0) AS mean, fsum(t) AS t, count(*) AS n FROM clusters) "
    "SELECT any_value(m.n) AS n, sqrt(fsum((r - mean * c.t) ** 2) * any_value(m.n) / "
    "nullif(any_value(m.n) - 1, 0)) / any_value(m.t) AS error FROM clusters c, m";

constexpr double kFewestClusters = 10;  // below them metrics give no interval either

Result<> put_period(Measurements& measured, Facts& facts) {
  const auto period =
      measured.session().fetch("SELECT first_date, last_date, days::BIGINT AS days FROM period");
  if (!period) return period.error();
  put_date(facts, {.id = "period.start", .label = "First day"}, day_at(*period, "first_date", 0));
  put_date(facts, {.id = "period.end", .label = "Last day"}, day_at(*period, "last_date", 0));
  put(facts, {.id = "period.days", .label = "Days", .unit = "days"},
      number_at(*period, "days", 0).value_or(0));
  return Done{};
}

// What known customers bought, where others bought as well: shares of customers are of that.
Result<> put_known(Measurements& measured, Facts& facts) {
  if (!measured.analysis().capabilities.customer) return Done{};
  const auto sums = measured.session().fetch(
      "SELECT count(customer_id) AS known, count(*) AS transactions, "
      "coalesce(sum(amount) FILTER (customer_id IS NOT NULL), 0)::DOUBLE AS revenue, "
      "sum(amount)::DOUBLE AS whole FROM transactions");
  if (!sums) return sums.error();
  const double known = number_at(*sums, "known", 0).value_or(0);
  const double transactions = number_at(*sums, "transactions", 0).value_or(0);
  if (known == transactions) return Done{};
  const auto revenue = number_at(*sums, "revenue", 0), whole = number_at(*sums, "whole", 0);
  put(facts,
      {.id = "known.transactions", .label = "Transactions of known customers", .unit = "count"},
      known);
  put(facts,
      {.id = "known.revenue",
       .label = "Revenue of known customers",
       .unit = "currency",
       .decimals = 2},
      revenue);
  if (!revenue || !whole || *whole <= 0) return Done{};
  put(facts,
      {.id = "known.revenue_share",
       .label = "Share of revenue of known customers",
       .unit = "fraction",
       .decimals = 1},
      *revenue / *whole);
  return Done{};
}

}  // namespace

Result<> add_totals(Measurements& measured, Facts& facts) {
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  const auto kpi = measured.metric("kpi");
  if (!kpi) return kpi.error();
  FOOTFALL_TRY(put_period(measured, facts));
  std::map<std::string, double> sums;
  for (const char* column : {"lines", "units", "transactions"}) {
    for (size_t r = 0; *daily != nullptr && r < (*daily)->rows; ++r)
      sums[column] += number_at(**daily, column, r).value_or(0);
  }
  const auto counted = measured.session().fetch("SELECT count(*) AS customers FROM customers");
  if (!counted) return counted.error();
  const auto spread = measured.session().fetch(kAverageSpread);
  if (!spread) return spread.error();
  FOOTFALL_TRY(put_known(measured, facts));
  const double clusters = number_at(*spread, "n", 0).value_or(0);
  const auto error = number_at(*spread, "error", 0);
  for (size_t r = 0; r < (*kpi)->rows; ++r) {
    for (const Total& total : kTotals) {
      if (text_at(**kpi, "kpi", r) != total.kpi) continue;
      auto value = number_at(**kpi, "value", r);
      // Without a purchase the sums are 0, and say so.
      if (!value && sums["transactions"] == 0 && std::string_view(total.unit) != "ratio" && r < 2)
        value = 0;
      std::optional<double> low, high;
      if (std::string_view(total.id) == "average_transaction_value" && value && error &&
          clusters >= kFewestClusters) {
        const double width = student_t_quantile(0.975, clusters - 1) * *error;
        low = *value - width;
        high = *value + width;
      }
      put(facts,
          {.id = total.id,
           .label = total.label,
           .unit = total.unit,
           .decimals = total.decimals,
           .formula = total.formula,
           .metric = "kpi"},
          value, low, high);
    }
  }
  if (measured.analysis().capabilities.customers) {
    put(facts,
        {.id = "customers",
         .label = "Customers",
         .unit = "count",
         .formula = "rows of the table of customers"},
        number_at(*counted, "customers", 0));
  }
  if (measured.analysis().capabilities.lines) {
    put(facts,
        {.id = "items",
         .label = "Items",
         .unit = "count",
         .formula = "lines of baskets",
         .metric = "daily"},
        sums["lines"]);
  }
  if (measured.analysis().capabilities.units) {
    put(facts,
        {.id = "units",
         .label = "Units",
         .unit = "count",
         .formula = "units bought",
         .metric = "daily"},
        sums["units"]);
  }
  return Done{};
}

namespace {

// The last days against the days before, weekday by weekday, both outside festivals: the mean of
// the logarithms of the ratios, with Student's t over the pairs.
void put_like_for_like(const Frame& daily, size_t days, Facts& facts) {
  std::vector<double> ratios;
  size_t festival_now = 0, festival_before = 0;
  for (size_t back = 0; back < days; ++back) {
    const size_t now = daily.rows - 1 - back, before = now - days;
    const bool is_now = !text_at(daily, "festival", now).empty();
    const bool is_before = !text_at(daily, "festival", before).empty();
    festival_now += is_now;
    festival_before += is_before;
    const double a = number_at(daily, "revenue", now).value_or(0);
    const double b = number_at(daily, "revenue", before).value_or(0);
    if (!is_now && !is_before && a > 0 && b > 0) ratios.push_back(std::log(a / b));
  }
  put(facts,
      {.id = "change.festival_days.current",
       .label = "Festival days among the last days",
       .unit = "days",
       .metric = "daily"},
      festival_now);
  put(facts,
      {.id = "change.festival_days.previous",
       .label = "Festival days among those before",
       .unit = "days",
       .metric = "daily"},
      festival_before);
  if (ratios.size() < 5 || days % 7 != 0) return;
  double mean = 0, squares = 0;
  const double n = static_cast<double>(ratios.size());
  for (const double ratio : ratios) mean += ratio / n;
  for (const double ratio : ratios) squares += (ratio - mean) * (ratio - mean);
  const double width = student_t_quantile(0.975, n - 1) * std::sqrt(squares / (n - 1) / n);
  put(facts,
      {.id = "change.like_for_like.pairs",
       .label = "Pairs of days compared",
       .unit = "count",
       .metric = "daily"},
      n);
  put(facts,
      {.id = "change.like_for_like",
       .label = "Revenue, like for like",
       .unit = "fraction",
       .decimals = 1,
       .formula = "geometric mean over pairs of equal weekdays outside festivals of revenue / "
                  "revenue of the earlier day, minus 1; t interval over pairs",
       .metric = "daily"},
      std::expm1(mean), std::expm1(mean - width), std::expm1(mean + width));
}

}  // namespace

Result<> add_changes(Measurements& measured, Facts& facts) {
  const auto kpi = measured.metric("kpi");
  if (!kpi) return kpi.error();
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  const double days = number_at(**kpi, "days", 0).value_or(0);
  if (days < 1) return Done{};
  put(facts, {.id = "change.days", .label = "Days compared", .unit = "days", .metric = "kpi"},
      days);
  for (size_t r = 0; r < (*kpi)->rows; ++r) {
    for (const Total& total : kTotals) {
      if (text_at(**kpi, "kpi", r) != total.kpi) continue;
      const std::string id = std::string("change.") + total.id, label = total.label;
      const auto change = number_at(**kpi, "change", r);
      if (!change) continue;
      put(facts,
          {.id = id + ".current",
           .label = label + ", last days",
           .unit = total.unit,
           .decimals = total.decimals,
           .metric = "kpi"},
          number_at(**kpi, "current", r));
      put(facts,
          {.id = id + ".previous",
           .label = label + ", days before",
           .unit = total.unit,
           .decimals = total.decimals,
           .metric = "kpi"},
          number_at(**kpi, "previous", r));
      put(facts,
          {.id = id,
           .label = label + ", change",
           .unit = "fraction",
           .decimals = 1,
           .formula = "current / previous - 1; delta method over customers",
           .metric = "kpi"},
          change, number_at(**kpi, "change_low", r), number_at(**kpi, "change_high", r));
    }
  }
  const auto span = static_cast<size_t>(days);
  if (*daily != nullptr && (*daily)->rows >= 2 * span) put_like_for_like(**daily, span, facts);
  return Done{};
}

}  // namespace footfall
