#include "analytics/association.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "analytics/distributions.h"
#include "analytics/hypothesis_tests.h"
#include "analytics/multiple_testing.h"

namespace footfall {

namespace {

constexpr double kFewestExpected = 5;  // below, the chi-square test is rough
constexpr double kLeastFree = 0.01;    // below, the fit leaves nothing to test
constexpr double kFalseDiscoveries = 0.05;
constexpr double kWidest = 14;  // half an interval of logarithms that says nothing: a million times
constexpr size_t kHiddenColumns = 6;

// p of independence in the 2 × 2 table of baskets with and without two categories.
double independence_p_value(int64_t all, int64_t left, int64_t right, int64_t both) {
  const std::array<int64_t, 4> table = {both, left - both, right - both, all - left - right + both};
  const std::vector<double> counts(table.begin(), table.end());
  const auto test = chi_square_independence(counts, 2);
  if (!test) return 1;
  return test->smallest_expected < kFewestExpected ? fisher_exact(table) : test->p_value;
}

// A number of a hidden column, whose absence means that no customers are known.
std::optional<double> clustered(const Frame& affinity, std::string_view column, size_t row) {
  const FrameColumn& numbers = affinity.at(column);
  if (numbers.missing(row)) return std::nullopt;
  return numbers.number(row);
}

struct Spread {
  double variance = 0, degrees = 0;
};

// The variance of a logarithm by customers, where it exceeds that of independent baskets by more
// than its own standard error: else the latter is the better known.
std::optional<Spread> spread_of_customers(const Frame& affinity, const std::string& name,
                                          size_t row, double independent) {
  const auto variance = clustered(affinity, name + "_variance", row),
             degrees = clustered(affinity, name + "_degrees", row);
  if (!variance || !degrees || *variance <= independent * (1 + std::sqrt(2 / *degrees)))
    return std::nullopt;
  return Spread{*variance, *degrees};
}

// p of a count of baskets with both whose mean is what the sizes of baskets give, base ×
// independence; free_share is the part of its variance that is left when this mean is fitted to the
// counts.
double beyond_p_value(const Frame& affinity, size_t row) {
  const double n = affinity.at("baskets").number(row);
  const double a = affinity.at("left_baskets").number(row) / n,
               b = affinity.at("right_baskets").number(row) / n,
               met = affinity.at("both_baskets").number(row),
               free = affinity.at("free_share").number(row);
  const double mean = affinity.at("base_lift").number(row) * a * b * n;
  if (!(mean > 0) || free < kLeastFree) return 1;
  const double variance = mean * (1 - a) * (1 - b) * free;
  const bool is_rare = mean < kFewestExpected;
  const auto customers =
      spread_of_customers(affinity, "beyond", row, (is_rare ? mean : variance) / (mean * mean));
  double p = 1;
  if (is_rare) {
    p = poisson_two_sided(met, mean);
  } else if (variance > 0) {
    p = normal_two_sided((met - mean) / std::sqrt(variance));
  }
  if (!customers || !(met > 0)) return p;
  const double t = std::log(met / mean) / std::sqrt(customers->variance);
  return std::max(p, student_t_two_sided(t, customers->degrees));
}

FrameColumn& changed(Frame& frame, std::string_view column) {
  return frame.columns[static_cast<size_t>(&frame.at(column) - frame.columns.data())];
}

// Widens the interval of a lift to what customers leave open.
void widen_interval(Frame& affinity, size_t row) {
  const double lift = affinity.at("lift").number(row);
  double& low = changed(affinity, "lift_low").reals[row];
  double& high = changed(affinity, "lift_high").reals[row];
  if (!(low > 0)) return;
  const double error = std::log(high / low) / 2 / normal_quantile(0.975);
  const auto customers = spread_of_customers(affinity, "lift", row, error * error);
  if (!customers) return;
  const double width = std::min(
      kWidest, std::sqrt(customers->variance) * student_t_quantile(0.975, customers->degrees));
  low = lift * std::exp(-width);
  high = lift * std::exp(width);
}

// q-values of the rows that are, or are not, of all personas together.
void adjust_family(const FrameColumn& personas, bool is_pooled, const std::vector<double>& p,
                   std::vector<double>& q) {
  std::vector<size_t> rows;
  std::vector<double> own;
  for (size_t row = 0; row < p.size(); ++row) {
    if (personas.missing(row) != is_pooled) continue;
    rows.push_back(row);
    own.push_back(p[row]);
  }
  const std::vector<double> adjusted = adjust_p_values(own, Correction::kBenjaminiHochberg);
  for (size_t i = 0; i < rows.size(); ++i) q[rows[i]] = adjusted[i];
}

}  // namespace

void add_significance(Frame& affinity) {
  const FrameColumn &all = affinity.at("baskets"), &left = affinity.at("left_baskets"),
                    &right = affinity.at("right_baskets"), &both = affinity.at("both_baskets"),
                    &low = affinity.at("lift_low"), &high = affinity.at("lift_high"),
                    &base = affinity.at("base_lift"), &least = affinity.at("least_lift");
  FrameColumn p = make_column("p_value", ValueKind::kReal);
  FrameColumn beyond = make_column("beyond_p_value", ValueKind::kReal);
  FrameColumn q = make_column("q_value", ValueKind::kReal);
  FrameColumn significant = make_column("is_significant", ValueKind::kFlag);
  for (size_t row = 0; row < affinity.rows; ++row) {
    p.add(independence_p_value(all.integers[row], left.integers[row], right.integers[row],
                               both.integers[row]));
    beyond.add(beyond_p_value(affinity, row));
    widen_interval(affinity, row);
  }
  q.reals.resize(affinity.rows);
  for (const bool is_pooled : {true, false})
    adjust_family(affinity.at("persona"), is_pooled, beyond.reals, q.reals);
  for (size_t row = 0; row < affinity.rows; ++row) {
    const bool is_large = !low.missing(row) && !high.missing(row) &&
                          (low.number(row) > least.number(row) * base.number(row) ||
                           high.number(row) < base.number(row) / least.number(row));
    significant.add(q.reals[row] < kFalseDiscoveries && is_large);
  }
  affinity.columns.resize(affinity.columns.size() - kHiddenColumns);
  for (FrameColumn* column : {&p, &beyond, &q, &significant})
    affinity.columns.push_back(std::move(*column));
}

}  // namespace footfall
