// Holds reorder points: the stock at which to order again, so that demand until the delivery
// exceeds it only as rarely as the service level allows. Silver, Pyke, Thomas (2017), "Inventory
// and Production Management in Supply Chains", chapter 6: reorder point = expected demand + safety
// stock.
#pragma once
#include <optional>
#include <span>

namespace footfall {

struct ReorderPolicy {
  double service_level = 0.95;     // chance that no cycle runs out, in (0, 1)
  double lead_time = 7;            // days from order to delivery, mean; > 0
  double lead_time_deviation = 0;  // of that time, in days
  double review_period = 0;        // days between looks at the stock; 0: always known
};

struct ReorderPoint {
  double point = 0;              // order when stock on hand and on order falls to this
  double expected_demand = 0;    // until a delivery
  double safety_stock = 0;       // point - expected demand
  double expected_shortage = 0;  // mean demand that a cycle leaves unserved
  bool reliable = true;  // false: too few independent cycles behind a quantile as far out as this
};

// Normal demand: safety stock z sqrt((L + R) s² + d² s_L²) with daily mean d and deviation s,
// shortage by the unit normal loss. Nothing for a policy out of range, or a negative mean or
// deviation.
std::optional<ReorderPoint> reorder_point_of_normal(double daily_mean, double daily_deviation,
                                                    const ReorderPolicy& policy);

// Quantile of simulated futures (`paths` of `horizon` days each, row by row, as of forecast_daily):
// the sum of the first L + R days, a broken day in proportion; L is drawn anew for each path when
// it varies. Nothing when the horizon is shorter than the policy needs.
std::optional<ReorderPoint> reorder_point_of_paths(std::span<const double> paths, int horizon,
                                                   const ReorderPolicy& policy);

// Quantile of what happened: all windows of L + R days (rounded up) of a daily history. Overlapping
// windows count as history / window independent ones. Nothing when the history is shorter.
std::optional<ReorderPoint> reorder_point_of_history(std::span<const double> daily_demand,
                                                     const ReorderPolicy& policy);

}  // namespace footfall
