#include "analytics/one_time_customers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analytics/distributions.h"
#include "analytics/minimize.h"

namespace footfall {
namespace {

// Customers by their purchases and exposure.
using Groups = std::map<std::pair<double, double>, double>;

// Returns -ln L and its gradient in ln r, ln of the mean rate, and the logit of the share that
// never returns.
double negative_log_likelihood(const Groups& groups, std::span<const double> point,
                               std::span<double> slope) {
  const double r = std::exp(point[0]), rate = std::exp(point[1]);
  const double never = 1 / (1 + std::exp(-point[2]));
  const double gamma_r = log_gamma(r), digamma_r = digamma(r);
  double total = 0, by_r = 0, by_rate = 0, by_never = 0;
  for (const auto& [history, weight] : groups) {
    const auto& [x, exposure] = history;
    const double mean = rate * exposure;
    const double log_none = -std::log1p(mean / r);  // ln(r / (r + mean))
    const double log_chance = log_gamma(r + x) - gamma_r - log_gamma(x + 1) + r * log_none +
                              x * (std::log(mean / r) + log_none);
    const double chance_by_r =
        (digamma(r + x) - digamma_r + log_none + (mean - x) / (r + mean)) * r;
    const double chance_by_rate = (x - mean) * r / (r + mean);
    // Of those without a purchase, the part that could have had one.
    double could = 1;
    if (x == 0) {
      const double none = std::exp(log_chance), either = never + (1 - never) * none;
      total += weight * std::log(either);
      could = (1 - never) * none / either;
      by_never += weight * (1 - none) * never * (1 - never) / either;
    } else {
      total += weight * (log_chance + std::log1p(-never));
      by_never -= weight * never;
    }
    by_r += weight * could * chance_by_r;
    by_rate += weight * could * chance_by_rate;
  }
  slope[0] = -by_r;
  slope[1] = -by_rate;
  slope[2] = -by_never;
  return -total;
}

}  // namespace

double OneTimeFit::chance_of_none(double exposure) const {
  return std::exp(-r * std::log1p(rate * exposure / r));
}

Result<OneTimeFit> fit_one_time(std::span<const CountHistory> customers) {
  const auto plain = fit_counts(customers);
  if (!plain) return plain.error();
  OneTimeFit fit;
  if (!plain->fitted) return fit;
  Groups groups;
  for (const auto& [count, exposure] : customers) groups[{count, exposure}] += 1;
  const Objective objective = [&](std::span<const double> point, std::span<double> slope) {
    return negative_log_likelihood(groups, point, slope);
  };
  const double shape = std::log(plain->r), rate = std::log(plain->r / plain->alpha);
  const Box box{{std::log(1e-4), rate - 14, -12}, {std::log(1e5), rate + 14, 12}};
  Minimum best;
  for (const auto& [up, logit] : {std::pair{0.0, -3.0}, {1.0, -1.0}, {2.0, 0.0}}) {
    const Minimum found =
        minimize(objective, {std::min(shape + up, 11.0), rate + up / 3, logit}, box);
    if (best.point.empty() || found.value < best.value) best = found;
  }
  best = polish(objective, best, box);
  fit.fitted = true;
  fit.r = std::exp(best.point[0]);
  fit.rate = std::exp(best.point[1]);
  fit.never_share = 1 / (1 + std::exp(-best.point[2]));
  const double gain = -best.value - plain->log_likelihood;
  // The share lies at its bound under the hypothesis: half of the chi-square of one degree.
  if (gain > 0) fit.p_value = chi_square_upper(2 * gain, 1) / 2;
  return fit;
}

}  // namespace footfall
