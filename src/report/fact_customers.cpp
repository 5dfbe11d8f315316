#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "analytics/one_time_customers.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

// Known customers by whether they came back on another day, with the share of revenue of those who
// did and its standard error (delta method over customers).
constexpr const char* kRepeaters =
    "WITH c AS (SELECT revenue, revenue::DOUBLE AS y, active_days > 1 AS repeats "
    "FROM customer_facts), "
    "t AS (SELECT count(*)::DOUBLE AS n, count(*) FILTER (repeats)::DOUBLE AS m, "
    "sum(revenue)::DOUBLE AS s, coalesce(sum(revenue) FILTER (repeats), 0)::DOUBLE AS rs, "
    "coalesce(sum(revenue) FILTER (NOT repeats), 0)::DOUBLE AS os, "
    "coalesce(fsum(y * y) FILTER (repeats), 0) AS rq, "
    "coalesce(fsum(y * y) FILTER (NOT repeats), 0) AS oq FROM c) "
    "SELECT n, m, rs / nullif(s, 0) AS share, sqrt(n / nullif(n - 1, 0) * ((os / s) ** 2 * rq "
    "+ (rs / s) ** 2 * oq)) / nullif(s, 0) AS error FROM t WHERE n > 0 AND s > 0";

void put_concentration(const Frame& frame, size_t row, Facts& facts) {
  const std::string persona = text_at(frame, "persona", row);
  const std::string id =
      persona.empty() ? "concentration." : "persona." + fact_word(persona) + ".concentration.";
  const std::string label = persona.empty() ? "" : persona + ": ";
  std::vector<FactFilter> filter;
  if (!persona.empty()) filter = {{"persona", persona}};
  put(facts,
      {.id = id + "top20_share",
       .label = label + "share of " + customer_revenue(facts) + " of the best fifth of customers",
       .unit = "fraction",
       .decimals = 1,
       .filter = filter,
       .metric = "concentration"},
      number_at(frame, "top20_share", row), number_at(frame, "top20_low", row),
      number_at(frame, "top20_high", row));
  put(facts,
      {.id = id + "gini",
       .label = label + "Gini's coefficient of revenue over customers",
       .unit = "ratio",
       .decimals = 2,
       .filter = filter,
       .metric = "concentration"},
      number_at(frame, "gini", row), number_at(frame, "gini_low", row),
      number_at(frame, "gini_high", row));
}

// Whether customers differ by more than chance: the variance of their revenue over that of as many
// customers who are all alike, whose purchases come by chance (a compound Poisson sum).
constexpr const char* kDispersion =
    "WITH c AS (SELECT revenue::DOUBLE AS y, transactions FROM customer_facts), "
    "a AS (SELECT fsum(amount::DOUBLE ** 2) AS q FROM transactions WHERE customer_id IS NOT NULL), "
    "m AS (SELECT count(*)::DOUBLE AS n, fsum(y) / count(*) AS mean FROM c) "
    "SELECT any_value(m.n) AS n, fsum((y - m.mean) ** 2) / nullif(any_value(m.n) - 1, 0) "
    "/ nullif(any_value(a.q) / any_value(m.n), 0) AS dispersion FROM c, m, a";

Result<> put_dispersion(Measurements& measured, Facts& facts) {
  const auto rows = measured.session().fetch(kDispersion);
  if (!rows) return rows.error();
  put(facts,
      {.id = "concentration.dispersion",
       .label = "Variance of revenue between customers, as a multiple of that by chance",
       .unit = "ratio",
       .decimals = 1,
       .formula = "variance / mean over customers of the sum of their squared amounts"},
      number_at(*rows, "dispersion", 0));
  return Done{};
}

// What the largest customers bring: a shop may hang on one.
Result<> put_largest(Measurements& measured, Facts& facts) {
  const auto rows = measured.session().fetch(
      "SELECT count(*) AS n, fsum(revenue::DOUBLE) AS whole, max(revenue)::DOUBLE AS largest, "
      "(SELECT fsum(revenue::DOUBLE) FROM (SELECT revenue FROM customer_facts "
      "ORDER BY revenue DESC LIMIT 5)) AS five FROM customer_facts");
  if (!rows) return rows.error();
  const auto whole = number_at(*rows, "whole", 0), largest = number_at(*rows, "largest", 0);
  if (!whole || !largest || *whole <= 0) return Done{};
  const std::string label = "Share of " + customer_revenue(facts) + " of the ";
  put(facts,
      {.id = "concentration.largest_share",
       .label = label + "largest customer",
       .unit = "fraction",
       .decimals = 1},
      *largest / *whole);
  if (number_at(*rows, "n", 0).value_or(0) <= 5) return Done{};
  put(facts,
      {.id = "concentration.largest5_share",
       .label = label + "five largest customers",
       .unit = "fraction",
       .decimals = 1},
      number_at(*rows, "five", 0).value_or(0) / *whole);
  return Done{};
}

Result<> put_repeaters(Measurements& measured, Facts& facts) {
  const auto rows = measured.session().fetch(kRepeaters);
  if (!rows) return rows.error();
  const auto customers = number_at(*rows, "n", 0), repeaters = number_at(*rows, "m", 0);
  if (!customers || !repeaters) return Done{};
  put(facts,
      {.id = "repeat.customers",
       .label = "Customers who bought on more than one day",
       .unit = "count"},
      repeaters);
  put(facts,
      {.id = "repeat.customer_share",
       .label = "Share of customers who bought on more than one day",
       .unit = "fraction",
       .decimals = 1},
      *repeaters / *customers);
  put(facts,
      {.id = "once.customers", .label = "Customers who bought on one day only", .unit = "count"},
      *customers - *repeaters);
  put(facts,
      {.id = "once.customer_share",
       .label = "Share of customers who bought on one day only",
       .unit = "fraction",
       .decimals = 1},
      1 - *repeaters / *customers);
  const auto share = number_at(*rows, "share", 0), error = number_at(*rows, "error", 0);
  std::optional<double> low, high;
  if (share && error && *customers >= 10) {
    const double width = student_t_quantile(0.975, *customers - 1) * *error;
    low = std::max(0.0, *share - width);
    high = std::min(1.0, *share + width);
  }
  put(facts,
      {.id = "repeat.revenue_share",
       .label = "Share of " + customer_revenue(facts) + " of those who bought on more than one day",
       .unit = "fraction",
       .decimals = 1,
       .formula = "delta method over customers"},
      share, low, high);
  return Done{};
}

// SQL of the number of the day, week or month that a date lies in, as metric cohorts cuts them.
std::string number_sql(const std::string& period, const std::string& date) {
  if (period == "month") return "(year(" + date + ") * 12 + month(" + date + "))";
  const std::string days = "(" + date + " - (SELECT first_date FROM period))";
  return period == "week" ? "(" + days + " // 7)" : days;
}

// The share of those who bought in a period that bought in the next as well, over all pairs of
// periods that the data hold whole.
Result<> put_active_retention(Measurements& measured, const std::string& period, Facts& facts) {
  constexpr double kFewest = 20;
  const std::string first = "(SELECT first_date FROM period)";
  const std::string last = "(SELECT last_date FROM period)";
  // A period is whole where the day before it and the day after it lie in others.
  const auto rows = measured.session().fetch(
      "WITH bought AS (SELECT customer_id, " + number_sql(period, "date") +
      " AS number FROM customer_days GROUP BY ALL), pairs AS (SELECT customer_id, number, "
      "lead(number) OVER (PARTITION BY customer_id ORDER BY number) = number + 1 AS is_back FROM "
      "bought) SELECT count(*) AS active, count(*) FILTER (is_back) AS back, "
      "count(DISTINCT customer_id) AS customers FROM pairs WHERE number > " +
      number_sql(period, "(" + first + " - 1)") + " AND number + 1 < " +
      number_sql(period, "(" + last + " + 1)"));
  if (!rows) return rows.error();
  const double active = number_at(*rows, "active", 0).value_or(0);
  if (number_at(*rows, "customers", 0).value_or(0) < kFewest) return Done{};
  put(facts,
      {.id = "retention.active",
       .label = "Customers who bought in one " + period + " and in the next as well",
       .unit = "fraction",
       .decimals = 1,
       .formula = "over all pairs of a " + period + " and the next that the data hold whole"},
      number_at(*rows, "back", 0).value_or(0) / active);
  return Done{};
}

// How many would have bought on one day only by chance, if all returned at rates of their own, and
// whether more did. Only those are looked at whose first purchase lies far enough back to have been
// followed by another: who buys once a month cannot have returned within a week.
Result<> put_once_expected(Measurements& measured, Facts& facts) {
  constexpr double kWorthTelling = 0.1, kGaps = 1.5;
  const Fact* once = facts.find("once.customer_share");
  if (once == nullptr || once->value < kWorthTelling || once->value >= 1) return Done{};
  const auto rows = measured.session().fetch(
      "SELECT active_days - 1.0 AS x, (SELECT last_date FROM period) - first_date AS exposure, "
      "(SELECT median((last_date - first_date) / (active_days - 1)) FROM customer_facts WHERE "
      "active_days > 1) AS gap FROM customer_facts ORDER BY x, exposure");
  if (!rows) return rows.error();
  std::vector<CountHistory> watched;
  std::vector<double> exposures;
  for (size_t r = 0; r < rows->rows; ++r) {
    const double exposure = number_at(*rows, "exposure", r).value_or(0);
    exposures.push_back(exposure);
    if (exposure > 0 && exposure >= kGaps * number_at(*rows, "gap", r).value_or(0))
      watched.push_back({number_at(*rows, "x", r).value_or(0), exposure});
  }
  const auto fit = fit_one_time(watched);
  if (!fit) return fit.error();
  if (!fit->fitted) return Done{};
  double expected = 0;
  for (const double exposure : exposures) expected += fit->chance_of_none(exposure);
  put(facts,
      {.id = "once.expected_share",
       .label = "Share of customers who would have bought on one day only if all returned",
       .unit = "fraction",
       .decimals = 1,
       .formula = "negative binomial distribution of purchases after the first, fitted beside a "
                  "share of customers who never return"},
      expected / static_cast<double>(exposures.size()));
  put(facts,
      {.id = "once.p_value",
       .label = "Customers who bought on one day only: p-value of no more than by chance",
       .unit = "ratio",
       .decimals = 4,
       .formula = "likelihood ratio of a share of customers who never return"},
      fit->p_value);
  return Done{};
}

// The share of a group that bought in the next period, over all groups whose next period is whole
// but the first, many of which may have bought before the data begin.
void put_retention(const Frame& cohorts, Facts& facts) {
  constexpr double kFewest = 20;
  double customers = 0, active = 0;
  std::string period;
  std::optional<Day> first;
  for (size_t r = 0; r < cohorts.rows; ++r) {
    const auto cohort = day_at(cohorts, "cohort", r);
    if (cohort && (!first || *cohort < *first)) first = cohort;
  }
  for (size_t r = 0; r < cohorts.rows; ++r) {
    if (day_at(cohorts, "cohort", r) == first) continue;
    if (number_at(cohorts, "period_index", r) != 1.0) continue;
    if (number_at(cohorts, "is_complete", r).value_or(0) == 0) continue;
    customers += number_at(cohorts, "customers", r).value_or(0);
    active += number_at(cohorts, "active", r).value_or(0);
    period = text_at(cohorts, "period", r);
  }
  if (customers < kFewest) return;
  put(facts,
      {.id = "retention.newcomers",
       .label = "Customers whose first purchase lies after the first " + period + " of these data",
       .unit = "count",
       .formula = "of cohorts whose next period is whole",
       .metric = "cohorts"},
      customers);
  put(facts,
      {.id = "retention.next_period",
       .label = "Customers who bought again in the " + period +
                " after their first purchase in these data",
       .unit = "fraction",
       .decimals = 1,
       .formula = "over all cohorts but the first, whose next period is whole",
       .metric = "cohorts"},
      active / customers);
}

Result<> put_at_risk(Measurements& measured, Facts& facts) {
  const auto frame = measured.metric("customers_at_risk");
  if (!frame) return frame.error();
  if (*frame == nullptr) return Done{};
  double value = 0;
  for (size_t r = 0; r < (*frame)->rows; ++r)
    value += number_at(**frame, "revenue_per_30_days", r).value_or(0);
  put(facts,
      {.id = "at_risk.customers",
       .label = "Customers silent for longer than is their habit",
       .unit = "count",
       .metric = "customers_at_risk"},
      (*frame)->rows);
  if ((*frame)->rows == 0) return Done{};
  put(facts,
      {.id = "at_risk.expected_by_chance",
       .label = "Customers who would be so silent if all were active",
       .unit = "count",
       .decimals = 0,
       .metric = "customers_at_risk"},
      number_at(**frame, "expected_by_chance", 0));
  put(facts,
      {.id = "at_risk.revenue_per_30_days",
       .label = "Revenue of the silent customers in 30 days, while active",
       .unit = "currency",
       .decimals = 2,
       .metric = "customers_at_risk"},
      value);
  return Done{};
}

}  // namespace

Result<> add_customers(Measurements& measured, Facts& facts) {
  const auto shares = measured.metric("concentration");
  if (!shares) return shares.error();
  for (size_t r = 0; *shares != nullptr && r < (*shares)->rows; ++r)
    put_concentration(**shares, r, facts);
  if (!measured.analysis().capabilities.customer) return Done{};
  FOOTFALL_TRY(put_dispersion(measured, facts));
  FOOTFALL_TRY(put_largest(measured, facts));
  FOOTFALL_TRY(put_repeaters(measured, facts));
  FOOTFALL_TRY(put_once_expected(measured, facts));
  const auto cohorts = measured.metric("cohorts");
  if (!cohorts) return cohorts.error();
  if (*cohorts != nullptr && (*cohorts)->rows > 0) {
    const std::string period = text_at(**cohorts, "period", 0);
    put_text(facts, {.id = "retention.period", .label = "Period of the cohorts"}, period);
    FOOTFALL_TRY(put_active_retention(measured, period, facts));
    put_retention(**cohorts, facts);
  }
  return put_at_risk(measured, facts);
}

}  // namespace footfall
