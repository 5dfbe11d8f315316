#include "analytics/association.h"

#include <array>
#include <cmath>
#include <vector>

#include "analytics/distributions.h"
#include "analytics/hypothesis_tests.h"
#include "analytics/multiple_testing.h"

namespace footfall {

namespace {

constexpr double kFewestExpected = 5;  // below, the chi-square test is rough
constexpr double kLeastFree = 0.01;    // below, the fit leaves nothing to test
constexpr double kFalseDiscoveries = 0.05;

// p of independence in the 2 × 2 table of baskets with and without two categories.
double independence_p_value(int64_t all, int64_t left, int64_t right, int64_t both) {
  const std::array<int64_t, 4> table = {both, left - both, right - both, all - left - right + both};
  const std::vector<double> counts(table.begin(), table.end());
  const auto test = chi_square_independence(counts, 2);
  if (!test) return 1;
  return test->smallest_expected < kFewestExpected ? fisher_exact(table) : test->p_value;
}

// p of a count of baskets with both whose mean is what the sizes of baskets give, base ×
// independence; free is the part of its variance that is left when this mean is fitted to the
// counts.
double beyond_p_value(int64_t all, int64_t left, int64_t right, int64_t both, double base,
                      double free) {
  const double n = static_cast<double>(all), a = static_cast<double>(left) / n,
               b = static_cast<double>(right) / n, met = static_cast<double>(both);
  const double mean = base * a * b * n;
  if (!(mean > 0) || free < kLeastFree) return 1;
  if (mean < kFewestExpected) return poisson_two_sided(met, mean);
  const double variance = mean * (1 - a) * (1 - b) * free;
  return variance > 0 ? normal_two_sided((met - mean) / std::sqrt(variance)) : 1;
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
                    &base = affinity.at("base_lift"), &free = affinity.at("free_share"),
                    &least = affinity.at("least_lift");
  FrameColumn p = make_column("p_value", ValueKind::kReal);
  FrameColumn beyond = make_column("beyond_p_value", ValueKind::kReal);
  FrameColumn q = make_column("q_value", ValueKind::kReal);
  FrameColumn significant = make_column("is_significant", ValueKind::kFlag);
  for (size_t row = 0; row < affinity.rows; ++row) {
    p.add(independence_p_value(all.integers[row], left.integers[row], right.integers[row],
                               both.integers[row]));
    beyond.add(beyond_p_value(all.integers[row], left.integers[row], right.integers[row],
                              both.integers[row], base.number(row), free.number(row)));
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
  affinity.columns.resize(affinity.columns.size() - 2);
  for (FrameColumn* column : {&p, &beyond, &q, &significant})
    affinity.columns.push_back(std::move(*column));
}

}  // namespace footfall
