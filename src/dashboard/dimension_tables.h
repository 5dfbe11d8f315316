// Holds how the dimensions are read from the data: which personas, cities and categories have a
// value of their own, and temporary tables that give each its number, for the cubes' SQL.
#pragma once
#include "analytics/analysis.h"
#include "base/result.h"
#include "dashboard/dimensions.h"

namespace footfall {

// Reads all dimensions but lines, whose values the rows tell. Makes tables dashboard_personas
// (persona, code), dashboard_categories (category, code) and, where customers are known,
// dashboard_customers (customer_id, active_days, hash, persona, city, segment, score, cohort), the
// last five being numbers; what is not among them has the last number. `unit` is a major unit in
// minor ones.
Result<DashboardDimensions> read_dimensions(Analysis& analysis, int64_t unit);

// Drops every table that the dashboard made.
Result<> drop_dashboard_tables(Analysis& analysis);

}  // namespace footfall
