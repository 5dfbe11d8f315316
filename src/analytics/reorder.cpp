#include "analytics/reorder.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/descriptive_statistics.h"
#include "analytics/distributions.h"
#include "base/random.h"

namespace footfall {
namespace {

// Independent cycles beyond the quantile that make it more than the worst case seen.
constexpr double kFewestBeyond = 1;

bool is_valid(const ReorderPolicy& policy) {
  return policy.service_level > 0 && policy.service_level < 1 && policy.lead_time > 0 &&
         policy.lead_time_deviation >= 0 && policy.review_period >= 0 &&
         std::isfinite(policy.lead_time + policy.lead_time_deviation + policy.review_period);
}

ReorderPoint point_of_sample(std::vector<double> demands, double independent,
                             const ReorderPolicy& policy) {
  std::sort(demands.begin(), demands.end());
  ReorderPoint result;
  result.point = *quantile_of_sorted(demands, policy.service_level);
  const auto count = static_cast<double>(demands.size());
  for (const double demand : demands) {
    result.expected_demand += demand / count;
    result.expected_shortage += std::max(demand - result.point, 0.0) / count;
  }
  result.safety_stock = result.point - result.expected_demand;
  result.reliable = independent * (1 - policy.service_level) >= kFewestBeyond;
  return result;
}

double demand_of(std::span<const double> days, double length) {
  const double whole = std::min(std::floor(length), static_cast<double>(days.size()));
  double sum = 0;
  for (size_t i = 0; i < static_cast<size_t>(whole); ++i) sum += days[i];
  const auto next = static_cast<size_t>(whole);
  return next < days.size() ? sum + (length - whole) * days[next] : sum;
}

}  // namespace

std::optional<ReorderPoint> reorder_point_of_normal(double daily_mean, double daily_deviation,
                                                    const ReorderPolicy& policy) {
  if (!is_valid(policy) || !(daily_mean >= 0) || !(daily_deviation >= 0)) return std::nullopt;
  const double days = policy.lead_time + policy.review_period;
  const double deviation =
      std::hypot(std::sqrt(days) * daily_deviation, daily_mean * policy.lead_time_deviation);
  const double z = normal_quantile(policy.service_level);
  ReorderPoint result;
  result.expected_demand = daily_mean * days;
  result.safety_stock = z * deviation;
  result.point = result.expected_demand + result.safety_stock;
  const double density = std::exp(-z * z / 2) / std::sqrt(6.283185307179586);
  result.expected_shortage = deviation * (density - z * (1 - policy.service_level));
  return result;
}

std::optional<ReorderPoint> reorder_point_of_paths(std::span<const double> paths, int horizon,
                                                   const ReorderPolicy& policy) {
  if (!is_valid(policy) || horizon < 1) return std::nullopt;
  const auto days = static_cast<size_t>(horizon);
  const double mean = policy.lead_time + policy.review_period;
  // The normal lead times are cut at 3 deviations, which must lie within the horizon.
  constexpr double kFarthest = 3;
  if (paths.size() < days || paths.size() % days != 0 ||
      mean + kFarthest * policy.lead_time_deviation > static_cast<double>(horizon)) {
    return std::nullopt;
  }
  const PhiloxKey key = stream_key(0, "lead times of paths");
  std::vector<double> demands;
  for (size_t path = 0; path * days < paths.size(); ++path) {
    double length = mean;
    if (policy.lead_time_deviation > 0) {
      const uint32_t word = philox({static_cast<uint32_t>(path), 0, 0, 0}, key)[0];
      const double z = normal_quantile((word + 0.5) / 4294967296.0);
      length = policy.review_period +
               std::max(0.0, policy.lead_time +
                                 policy.lead_time_deviation * std::clamp(z, -kFarthest, kFarthest));
    }
    demands.push_back(demand_of(paths.subspan(path * days, days), length));
  }
  const auto independent = static_cast<double>(demands.size());
  return point_of_sample(std::move(demands), independent, policy);
}

std::optional<ReorderPoint> reorder_point_of_history(std::span<const double> daily_demand,
                                                     const ReorderPolicy& policy) {
  if (!is_valid(policy)) return std::nullopt;
  const double length = std::ceil(policy.lead_time + policy.review_period);
  if (length > static_cast<double>(daily_demand.size())) return std::nullopt;
  const auto window = static_cast<size_t>(length);
  std::vector<double> demands;
  for (size_t first = 0; first + window <= daily_demand.size(); ++first) {
    demands.push_back(demand_of(daily_demand.subspan(first, window), length));
  }
  return point_of_sample(std::move(demands), static_cast<double>(daily_demand.size()) / length,
                         policy);
}

}  // namespace footfall
