#include "analytics/usual_baskets.h"

#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"

namespace footfall {
namespace {

constexpr double kLevel = 0.01, kLeastSpread = 0.1;
constexpr double kMostWeight = 10;
constexpr double kLeastRevealed = 0.4;  // scores are not drawn apart further than that

}  // namespace

UsualBaskets find_usual_baskets(std::span<const LogBaskets> customers) {
  UsualBaskets result;
  result.scores.resize(customers.size());
  // One purchase tells half as much as all of a customer's where noise and spread are alike.
  double weights = 0, mean = 0;
  for (const LogBaskets& c : customers) {
    if (!(c.count > 0)) continue;
    weights += c.count / (c.count + 1);
    mean += c.sum / (c.count + 1);
  }
  if (!(weights > 0)) return result;
  mean /= weights;
  double pairs = 0, products = 0, squared = 0, within = 0, degrees = 0;
  for (const LogBaskets& c : customers) {
    if (c.count < 2) continue;
    const double total = c.sum - c.count * mean;
    const double square = c.squares - 2 * mean * c.sum + c.count * mean * mean;
    const double weight = std::min(c.count - 1, kMostWeight);
    const double product = weight * (total * total - square) / (c.count * (c.count - 1));
    pairs += weight;
    products += product;
    squared += product * product;
    within += std::max(0.0, c.squares - c.sum * c.sum / c.count);
    degrees += c.count - 1;
  }
  if (!(products > 0)) return result;
  result.p_value = normal_two_sided(products / std::sqrt(squared)) / 2;
  result.spread = std::sqrt(products / pairs);
  result.noise = std::sqrt(within / degrees);
  result.differ = result.p_value < kLevel && result.spread >= kLeastSpread;
  if (!result.differ) return result;
  const double variance = result.spread * result.spread, noise = result.noise * result.noise;
  double center = 0;
  for (size_t i = 0; i < customers.size(); ++i) {
    const LogBaskets& c = customers[i];
    if (c.count > 0)
      result.scores[i] = (c.sum - c.count * mean) / (c.count + noise / variance) / result.spread;
    center += result.scores[i] / static_cast<double>(customers.size());
  }
  double revealed = 0;
  for (double& score : result.scores) {
    score -= center;
    revealed += score * score / static_cast<double>(customers.size());
  }
  const double unit = std::sqrt(std::max(revealed, kLeastRevealed));
  for (double& score : result.scores) score /= unit;
  result.unit = unit * result.spread;
  return result;
}

}  // namespace footfall
