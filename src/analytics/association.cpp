#include "analytics/association.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace footfall {

namespace {

double log_choose(int64_t n, int64_t k) {
  const auto log_factorial = [](int64_t m) { return std::lgamma(static_cast<double>(m) + 1.0); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

double fisher_p_value(const Contingency& t) {
  const int64_t low = std::max<int64_t>(0, t.left + t.right - t.all);
  const int64_t high = std::min(t.left, t.right);
  const double whole = log_choose(t.all, t.left);
  const auto log_probability = [&](int64_t both) {
    return log_choose(t.right, both) + log_choose(t.all - t.right, t.left - both) - whole;
  };
  // As likely as, within rounding, counts as at most as likely.
  const double seen = log_probability(t.both) + 1e-7;
  double sum = 0;
  for (int64_t both = low; both <= high; ++both) {
    const double log_one = log_probability(both);
    if (log_one <= seen) sum += std::exp(log_one);
  }
  return std::min(sum, 1.0);
}

}  // namespace

double independence_p_value(const Contingency& t) {
  const auto all = static_cast<double>(t.all), left = static_cast<double>(t.left);
  const auto right = static_cast<double>(t.right), both = static_cast<double>(t.both);
  if (t.left == 0 || t.right == 0 || t.left == t.all || t.right == t.all) return 1.0;
  const double rarer = std::min(left, all - left) * std::min(right, all - right) / all;
  if (rarer < 5) return fisher_p_value(t);
  const double difference = both * all - left * right;
  const double chi_square =
      difference / left * (difference / right) / (all - left) / (all - right) * all;
  return std::erfc(std::sqrt(chi_square / 2));
}

std::vector<double> false_discovery(const std::vector<double>& p_values) {
  std::vector<size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return p_values[a] > p_values[b]; });
  std::vector<double> q_values(p_values.size());
  double least = 1;
  for (size_t i = 0; i < order.size(); ++i) {
    const auto tests = static_cast<double>(order.size()), rank = tests - static_cast<double>(i);
    least = std::min(least, p_values[order[i]] * tests / rank);
    q_values[order[i]] = least;
  }
  return q_values;
}

void add_significance(Frame& affinity) {
  const FrameColumn &all = affinity.at("baskets"), &left = affinity.at("left_baskets"),
                    &right = affinity.at("right_baskets"), &both = affinity.at("both_baskets"),
                    &low = affinity.at("lift_low"), &high = affinity.at("lift_high"),
                    &least = affinity.at("least_lift");
  FrameColumn p{"p_value", ValueKind::kReal, -1, {}, {}, {}, {}};
  for (size_t row = 0; row < affinity.rows; ++row) {
    p.reals.push_back(independence_p_value(
        {all.integers[row], left.integers[row], right.integers[row], both.integers[row]}));
  }
  FrameColumn q{"q_value", ValueKind::kReal, -1, {}, false_discovery(p.reals), {}, {}};
  FrameColumn significant{"is_significant", ValueKind::kFlag, -1, {}, {}, {}, {}};
  for (size_t row = 0; row < affinity.rows; ++row) {
    const bool is_large =
        !low.missing(row) && !high.missing(row) &&
        (low.number(row) > least.number(row) || high.number(row) < 1 / least.number(row));
    significant.integers.push_back(q.reals[row] < 0.05 && is_large ? 1 : 0);
  }
  affinity.columns.pop_back();  // least_lift, last: it was only needed here
  for (FrameColumn* column : {&p, &q, &significant}) affinity.columns.push_back(std::move(*column));
}

}  // namespace footfall
