#include "analytics/multiple_testing.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace footfall {
namespace {

double harmonic_number(size_t n) {
  double sum = 0;
  for (size_t k = n; k > 0; --k) sum += 1.0 / static_cast<double>(k);
  return sum;
}

}  // namespace

std::vector<double> adjust_p_values(std::span<const double> p_values, Correction correction) {
  const size_t count = p_values.size();
  std::vector<double> p(count);
  std::transform(p_values.begin(), p_values.end(), p.begin(), [](double value) {
    return std::isnan(value) ? 1.0 : std::clamp(value, 0.0, 1.0);
  });
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });

  std::vector<double> adjusted(count);
  const auto total = static_cast<double>(count);
  if (correction == Correction::kHolm) {
    double running = 0;
    for (size_t rank = 0; rank < count; ++rank) {
      running = std::max(running, (total - static_cast<double>(rank)) * p[order[rank]]);
      adjusted[order[rank]] = std::min(running, 1.0);
    }
    return adjusted;
  }
  const double factor =
      correction == Correction::kBenjaminiYekutieli ? harmonic_number(count) : 1.0;
  double running = 1;
  for (size_t rank = count; rank > 0; --rank) {
    const size_t index = order[rank - 1];
    running = std::min(running, p[index] * total * factor / static_cast<double>(rank));
    adjusted[index] = running;
  }
  return adjusted;
}

std::vector<Discovery> discoveries(std::span<const TestedRule> rules, double q,
                                   Correction correction) {
  std::vector<double> p_values(rules.size());
  std::transform(rules.begin(), rules.end(), p_values.begin(),
                 [](const TestedRule& rule) { return rule.p_value; });
  const std::vector<double> adjusted = adjust_p_values(p_values, correction);
  std::vector<Discovery> found;
  for (size_t i = 0; i < rules.size(); ++i) {
    const double p = std::isnan(p_values[i]) ? 1.0 : p_values[i];
    if (adjusted[i] <= q) found.push_back({rules[i].id, p, adjusted[i]});
  }
  std::sort(found.begin(), found.end(), [](const Discovery& a, const Discovery& b) {
    return std::tie(a.p_value, a.id) < std::tie(b.p_value, b.id);
  });
  return found;
}

}  // namespace footfall
