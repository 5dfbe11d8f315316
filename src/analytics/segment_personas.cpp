#include "analytics/segment_personas.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "analytics/segments.h"

namespace footfall {

namespace {

std::string note_of(const Segmentation& found, bool has_strangers) {
  char text[160];
  std::snprintf(
      text, sizeof text,
      "no personas: customers are put into %zu segments by what they do (silhouette %.2f, "
      "agreement with other seeds %.2f)",
      found.segments.size(), found.silhouette, found.stability);
  std::string note = text;
  const char* before = ": ";
  for (const Segment& segment : found.segments) {
    std::snprintf(text, sizeof text,
                  has_strangers ? " (%.0f %% of known customers, %.0f %% of what these bring)"
                                : " (%.0f %% of customers, %.0f %% of revenue)",
                  segment.share * 100, segment.revenue_share * 100);
    note += before + segment.name + text;
    before = ", ";
  }
  return note;
}

}  // namespace

Result<> assign_segments(Analysis& analysis) {
  if (analysis.capabilities.persona || !analysis.capabilities.customer) return Done{};
  auto customers = analysis.session.fetch(
      // Logarithms as whole numbers: sums that no number of threads changes.
      "SELECT customer_id, days_between(max(date), (SELECT last_date FROM period)) AS "
      "recency_days, count(*) AS days, sum(revenue)::DOUBLE AS revenue, count(basket) AS baskets, "
      "coalesce(sum(basket), 0)::DOUBLE / 1e4 AS basket_sum, "
      "coalesce(sum(basket * basket), 0)::DOUBLE / 1e8 AS basket_squares "
      "FROM (SELECT *, CASE WHEN revenue > 0 THEN round(ln(revenue::DOUBLE) * 1e4)::BIGINT END "
      "AS basket FROM customer_days) GROUP BY customer_id ORDER BY customer_id");
  if (!customers) return customers.error();
  if (customers->rows == 0) return Done{};
  const FrameColumn &recency = customers->at("recency_days"), &days = customers->at("days"),
                    &revenue = customers->at("revenue"), &baskets = customers->at("baskets"),
                    &sum = customers->at("basket_sum"), &squares = customers->at("basket_squares");
  std::vector<CustomerActivity> activities;
  for (size_t row = 0; row < customers->rows; ++row)
    activities.push_back({recency.number(row),
                          days.number(row),
                          revenue.number(row),
                          {baskets.number(row), sum.number(row), squares.number(row)}});
  const auto found = segment_customers(activities);
  if (!found) return found.error();
  if (found->segments.size() < 2) {
    for (const std::string& note : found->notes)
      analysis.notes.push_back("no personas and no segments: " + note);
    return Done{};
  }
  Frame personas;
  personas.columns.push_back(std::move(customers->columns[0]));
  personas.columns.push_back(make_column("persona", ValueKind::kText));
  for (const int segment : found->segment_of)
    personas.columns[1].add(found->segments[static_cast<size_t>(segment)].name);
  personas.rows = customers->rows;
  const auto strangers =
      analysis.session.fetch("SELECT count(*) AS n FROM transactions WHERE customer_id IS NULL");
  if (!strangers) return strangers.error();
  FOOTFALL_TRY(assign_personas(analysis, personas));
  analysis.notes.push_back(note_of(*found, strangers->at("n").number(0) > 0));
  analysis.notes.insert(analysis.notes.end(), found->notes.begin(), found->notes.end());
  return Done{};
}

}  // namespace footfall
