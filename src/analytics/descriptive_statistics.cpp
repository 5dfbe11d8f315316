#include "analytics/descriptive_statistics.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace footfall {
namespace {

std::vector<double> sorted_copy(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// Reads evenly spaced `ordinates` at `position` in [0, 1].
double interpolate(std::span<const double> ordinates, double position) {
  const double place = position * static_cast<double>(ordinates.size() - 1);
  const auto below = static_cast<size_t>(place);
  if (below + 1 >= ordinates.size()) return ordinates.back();
  const double fraction = place - static_cast<double>(below);
  return ordinates[below] + fraction * (ordinates[below + 1] - ordinates[below]);
}

}  // namespace

std::optional<double> quantile_of_sorted(std::span<const double> sorted, double probability) {
  if (sorted.empty()) return std::nullopt;
  return interpolate(sorted, probability);
}

std::optional<double> quantile(std::span<const double> values, double probability) {
  return quantile_of_sorted(sorted_copy(values), probability);
}

std::optional<double> median(std::span<const double> values) { return quantile(values, 0.5); }

std::optional<double> scaled_median_deviation(std::span<const double> values) {
  const std::optional<double> center = median(values);
  if (!center) return std::nullopt;
  std::vector<double> distance(values.size());
  std::transform(values.begin(), values.end(), distance.begin(),
                 [&](double value) { return std::abs(value - *center); });
  return 1.4826022185056018 * *median(distance);
}

std::optional<double> correlation(std::span<const double> x, std::span<const double> y) {
  check(x.size() == y.size(), "correlation of pairs");
  if (x.size() < 2) return std::nullopt;
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / static_cast<double>(x.size());
    mean_y += y[i] / static_cast<double>(y.size());
  }
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  if (!(xx > 0 && yy > 0)) return std::nullopt;
  return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

double Concentration::top_share(double share) const {
  return 1 - interpolate(cumulative, 1 - share);
}

std::optional<Concentration> concentration(std::span<const double> values, size_t points) {
  const std::vector<double> sorted = sorted_copy(values);
  if (sorted.empty() || sorted.front() < 0 || !(sorted.back() > 0)) return std::nullopt;
  Concentration result;
  const auto count = static_cast<double>(sorted.size());
  double total = 0, ranked = 0;
  result.cumulative.push_back(0);
  for (size_t i = 0; i < sorted.size(); ++i) {
    total += sorted[i];
    ranked += static_cast<double>(i + 1) * sorted[i];
    result.cumulative.push_back(total);
  }
  for (double& part : result.cumulative) part /= total;
  result.gini = 2 * ranked / (count * total) - (count + 1) / count;
  for (size_t i = 0; i < points; ++i) {
    const double position = static_cast<double>(i) / static_cast<double>(points - 1);
    result.lorenz.push_back({position, interpolate(result.cumulative, position)});
  }
  return result;
}

}  // namespace footfall
