// Holds the tables of the forecasts: forecast_days, forecast_totals, forecast_tests (how each
// method did on the past) and reorder_points, of revenue and of each category's units.
#pragma once
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

// Forecasts the series of metric forecast_inputs. Parameters: those of metrics forecast and
// reorder. Returns the limits of the forecasts in words.
Result<std::vector<std::string>> make_demand_tables(Analysis& analysis,
                                                    const Parameters& parameters);

}  // namespace footfall
