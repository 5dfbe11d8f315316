// Holds the cubes' SQL: transactions and items are scanned once each into temporary tables of
// cells, from which cubes of any fewer dimensions are read.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"
#include "dashboard/dimensions.h"

namespace footfall {

// The dimensions of the cubes, and where they begin in the tables.
struct CubeTables {
  DashboardDimensions dimensions;
  int64_t first_bin = 0;  // of spend, among all that there may be
};

// Makes tables dashboard_visits and dashboard_items; sets the values of lines and narrows the
// edges of spend to what was spent. `unit` is a major unit in minor ones.
Result<CubeTables> make_cube_tables(Analysis& analysis, const DashboardDimensions& dimensions,
                                    int64_t unit);

// Returns a cube summed over the dimensions that are not `kept`.
Result<Cube> fetch_cube(Analysis& analysis, const CubeTables& tables, std::string_view name,
                        const std::vector<Dimension>& kept);

// Returns the names of the cubes that the data allow.
std::vector<std::string> cube_names(const Analysis& analysis);

}  // namespace footfall
