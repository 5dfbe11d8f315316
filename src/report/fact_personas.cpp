#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

struct Column {
  const char* name;
  const char* label;
  const char* unit;
  int decimals;
};

constexpr Column kColumns[] = {
    {"customers", "Customers", "count", 0},
    {"active_customers", "Active customers", "count", 0},
    {"transactions", "Transactions", "count", 0},
    {"lines", "Items", "count", 0},
    {"units", "Units", "count", 0},
    {"revenue", "Revenue", "currency", 2},
    {"revenue_share", "Share of revenue", "fraction", 1},
    {"transaction_share", "Share of transactions", "fraction", 1},
    {"average_transaction_value", "Average transaction", "currency", 2},
    {"items_per_basket", "Items a basket", "ratio", 2},
    {"units_per_basket", "Units a basket", "ratio", 2},
    {"frequency_per_30_days", "Transactions a customer in 30 days", "ratio", 1},
    {"revenue_per_customer", "Revenue a customer", "currency", 2},
    {"peak_hour", "Busiest hour", "hour", 0},
    {"peak_weekday", "Busiest weekday", "weekday", 0}};

// Each persona against all others: its share of revenue, and the revenue of one of its customers
// over that of another, with standard errors by the delta method over customers.
constexpr const char* kContrast =
    "WITH p AS (SELECT persona, sum(revenue)::DOUBLE AS s, "
    "fsum(revenue::DOUBLE ** 2 ORDER BY revenue) AS q, count(*)::DOUBLE AS n "
    "FROM customer_facts GROUP BY persona), "
    "t AS (SELECT sum(revenue)::DOUBLE AS s, (SELECT fsum(q ORDER BY persona) FROM p) AS q, "
    "count(*)::DOUBLE AS n FROM customer_facts) "
    "SELECT p.persona, p.n AS customers, t.n - p.n AS others, p.n / t.n AS customer_share, "
    "p.s / t.s AS share, "
    "sqrt(t.n / nullif(t.n - 1, 0) * ((1 - p.s / t.s) ** 2 * p.q + (p.s / t.s) ** 2 * (t.q - p.q)))"
    " / t.s AS share_error, "
    "(p.s / p.n) / nullif((t.s - p.s) / nullif(t.n - p.n, 0), 0) AS contrast, "
    "sqrt(greatest(0, (p.q - p.s ** 2 / p.n) / nullif(p.s ** 2, 0)) + "
    "greatest(0, ((t.q - p.q) - (t.s - p.s) ** 2 / nullif(t.n - p.n, 0)) / "
    "nullif((t.s - p.s) ** 2, 0))) AS contrast_error "
    "FROM p, t WHERE t.s > 0 AND persona IS NOT NULL ORDER BY p.s DESC, p.persona";

constexpr double kFewestCustomers = 10;

Result<> put_contrasts(Measurements& measured, Facts& facts) {
  const auto rows = measured.session().fetch(kContrast);
  if (!rows) return rows.error();
  for (size_t r = 0; r < rows->rows; ++r) {
    const std::string persona = text_at(*rows, "persona", r);
    const std::string id = "persona." + fact_word(persona) + ".";
    const double customers = number_at(*rows, "customers", r).value_or(0);
    const double others = number_at(*rows, "others", r).value_or(0);
    put(facts,
        {.id = id + "customer_share",
         .label = persona + ": share of active customers",
         .unit = "fraction",
         .decimals = 1,
         .filter = {{"persona", persona}},
         .formula = "active customers of the persona / active customers"},
        number_at(*rows, "customer_share", r));
    if (customers < kFewestCustomers || others < kFewestCustomers) continue;
    const auto share = number_at(*rows, "share", r), error = number_at(*rows, "share_error", r);
    const double t = student_t_quantile(0.975, customers + others - 1);
    if (share && error) {
      for (Fact& fact : facts.facts) {
        if (fact.id != id + "revenue_share") continue;
        fact.low = std::max(0.0, fact.value - t * *error);
        fact.high = std::min(1.0, fact.value + t * *error);
      }
    }
    const auto contrast = number_at(*rows, "contrast", r);
    const auto spread = number_at(*rows, "contrast_error", r);
    if (!contrast || !spread || *contrast <= 0) continue;
    put(facts,
        {.id = id + "contrast",
         .label = persona + ": revenue a customer, as a multiple of that of the others",
         .unit = "ratio",
         .decimals = *contrast < 3 ? 2 : 1,
         .filter = {{"persona", persona}},
         .formula = "revenue an active customer / revenue an active customer of another persona; "
                    "delta method over customers"},
        contrast, *contrast * std::exp(-t * *spread), *contrast * std::exp(t * *spread));
  }
  return Done{};
}

}  // namespace

Result<> add_personas(Measurements& measured, Facts& facts) {
  const auto frame = measured.metric("persona_performance");
  if (!frame) return frame.error();
  if (*frame == nullptr || (*frame)->rows == 0) return Done{};
  if (measured.analysis().shape.personas_assigned) {
    put(facts, {.id = "segments.found", .label = "Segments found in the data", .unit = "count"},
        static_cast<double>((*frame)->rows));
  }
  put(facts,
      {.id = "personas", .label = "Personas", .unit = "count", .metric = "persona_performance"},
      (*frame)->rows);
  double transactions = 0;
  for (size_t r = 0; r < (*frame)->rows; ++r)
    transactions += number_at(**frame, "transactions", r).value_or(0);
  const std::string share = "Share of " + persona_revenue(facts, transactions);
  for (size_t r = 0; r < (*frame)->rows; ++r) {
    const std::string persona = text_at(**frame, "persona", r);
    const std::string word = "persona." + fact_word(persona) + ".";
    put_text(facts, {.id = word + "name", .label = "Persona", .filter = {{"persona", persona}}},
             persona);
    for (const Column& column : kColumns) {
      const std::string_view name = column.name;
      std::optional<double> low, high;
      if (name == "average_transaction_value") {
        low = number_at(**frame, "average_low", r);
        high = number_at(**frame, "average_high", r);
      }
      const bool is_item = name == "lines";
      put(facts,
          {.id = word + (is_item ? "items" : column.name),
           .label = persona + ": " + (name == "revenue_share" ? share : column.label),
           .unit = column.unit,
           .decimals = column.decimals,
           .filter = {{"persona", persona}},
           .metric = "persona_performance"},
          number_at(**frame, column.name, r), low, high);
    }
  }
  return measured.analysis().capabilities.customer ? put_contrasts(measured, facts) : Done{};
}

}  // namespace footfall
