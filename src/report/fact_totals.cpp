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

}  // namespace footfall
