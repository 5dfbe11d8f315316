#include "analytics/purchase_counts.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "analytics/distributions.h"
#include "analytics/hypothesis_tests.h"
#include "analytics/minimize.h"

namespace footfall {
namespace {

struct WeightedCount {
  double count, exposure, weight;
};

// Searched: ln r and ln of the mean rate, which are nearly independent; α = r / rate.
const Box kSpread{{std::log(1e-4), -14}, {std::log(1e5), 14}};
constexpr double kNearBound = 0.02;

std::vector<WeightedCount> group(std::span<const CountHistory> customers) {
  std::vector<CountHistory> sorted(customers.begin(), customers.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.count, a.exposure) < std::tie(b.count, b.exposure);
  });
  std::vector<WeightedCount> rows;
  for (const auto& [count, exposure] : sorted) {
    if (!rows.empty() && rows.back().count == count && rows.back().exposure == exposure) {
      ++rows.back().weight;
    } else {
      rows.push_back({count, exposure, 1});
    }
  }
  return rows;
}

// Returns -ln L and its gradient in (ln r, ln rate), without Σ ln x!.
double negative_log_likelihood(std::span<const WeightedCount> rows, std::span<const double> point,
                               std::span<double> slope) {
  const double r = std::exp(point[0]), rate = std::exp(point[1]);
  const double gamma_r = log_gamma(r), digamma_r = digamma(r);
  double total = 0, by_r = 0, by_rate = 0;
  for (const auto& [x, exposure, weight] : rows) {
    const double mean = rate * exposure;
    const double log_none = -std::log1p(mean / r);  // ln(r / (r + mean))
    total +=
        weight * (log_gamma(r + x) - gamma_r + r * log_none + x * (std::log(mean / r) + log_none));
    by_r += weight * (digamma(r + x) - digamma_r + log_none + (mean - x) / (r + mean));
    by_rate += weight * (x - mean) * r / (r + mean);
  }
  slope[0] = -by_r * r;
  slope[1] = -by_rate;
  return -total;
}

}  // namespace

Result<CountFit> fit_counts(std::span<const CountHistory> customers) {
  double purchases = 0, exposure = 0, factorials = 0;
  for (size_t i = 0; i < customers.size(); ++i) {
    const auto& [count, time] = customers[i];
    if (!(count >= 0 && count == std::floor(count) && std::isfinite(count) && time > 0 &&
          std::isfinite(time))) {
      return Error{ErrorCategory::kInput, "a count needs to be whole and >= 0, its exposure > 0",
                   "customer " + std::to_string(i)};
    }
    purchases += count;
    exposure += time;
    factorials += log_gamma(count + 1);
  }
  CountFit fit;
  if (!(purchases > 0)) {
    fit.reason = customers.empty() ? "there are no customers" : "there are no purchases";
    return fit;
  }
  const std::vector<WeightedCount> rows = group(customers);
  const Objective objective = [&](std::span<const double> point, std::span<double> slope) {
    return negative_log_likelihood(rows, point, slope);
  };
  const double center = std::log(purchases / exposure);
  Box box = kSpread;
  box.low[1] += center;
  box.high[1] += center;
  const Minimum minimum = polish(objective, minimize(objective, {0, center}, box), box);
  const Curvature curvature = curvature_at(objective, minimum.point);
  fit.fitted = true;
  fit.r = std::exp(minimum.point[0]);
  fit.alpha = fit.r / std::exp(minimum.point[1]);
  fit.log_likelihood = -minimum.value - factorials;
  // A log r known no better than to a factor of e^±3 means that Poisson does as well.
  if (minimum.point[0] > box.high[0] - kNearBound || curvature.covariance.empty() ||
      curvature.covariance[0] > 2.25) {
    fit.reason = "counts differ no more than by chance (r runs to infinity)";
    return fit;
  }
  fit.identified = true;
  fit.r_error = fit.r * std::sqrt(curvature.covariance[0]);
  const double log_alpha_variance =
      curvature.covariance[0] + curvature.covariance[3] - 2 * curvature.covariance[1];
  fit.alpha_error = fit.alpha * std::sqrt(std::max(log_alpha_variance, 0.0));
  return fit;
}

double count_probability(double r, double alpha, const CountHistory& customer) {
  const auto& [x, time] = customer;
  return std::exp(log_gamma(r + x) - log_gamma(r) - log_gamma(x + 1) +
                  r * std::log(alpha / (alpha + time)) + x * std::log(time / (alpha + time)));
}

std::optional<double> regularity(std::span<const double> fractions) {
  const Sample sample = describe(fractions);
  if (sample.count < 2 || !(sample.variance > 0)) return std::nullopt;
  return std::max(0.0, (1 - 4 * sample.variance) / (8 * sample.variance));
}

}  // namespace footfall
