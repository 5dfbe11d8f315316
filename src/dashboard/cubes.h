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
  int64_t first_bin = 0;                   // of spend, among all that there may be
  std::vector<Dimension> item_dimensions;  // that the cube of items can have
};

// Makes tables dashboard_visits and dashboard_items; sets the values of lines and narrows the
// edges of spend to what was spent. `unit` is a major unit in minor ones. Items lose city, then
// hour, as long as they would have more than about `most_cells`. REQUIRES: read_dimensions.
Result<CubeTables> make_cube_tables(Analysis& analysis, const DashboardDimensions& dimensions,
                                    int64_t unit, int64_t most_cells);

// Returns a cube summed over the dimensions that are not `kept`. REQUIRES: kept are of
// dimensions_of_cube, and of item_dimensions for items.
Result<Cube> fetch_cube(Analysis& analysis, const CubeTables& tables, std::string_view name,
                        const std::vector<Dimension>& kept);

// Returns the names of the cubes that the data allow, but for those of segments alone.
std::vector<std::string> cube_names(const Analysis& analysis);

}  // namespace footfall
