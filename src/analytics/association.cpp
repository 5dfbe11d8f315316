#include "analytics/association.h"

#include <array>
#include <vector>

#include "analytics/hypothesis_tests.h"
#include "analytics/multiple_testing.h"

namespace footfall {

namespace {

constexpr double kFewestExpected = 5;  // below, the chi-square test is rough
constexpr double kFalseDiscoveries = 0.05;

// p of independence in the 2 × 2 table of baskets with and without two categories.
double independence_p_value(int64_t all, int64_t left, int64_t right, int64_t both) {
  const std::array<int64_t, 4> table = {both, left - both, right - both, all - left - right + both};
  const std::vector<double> counts(table.begin(), table.end());
  const auto test = chi_square_independence(counts, 2);
  if (!test) return 1;
  return test->smallest_expected < kFewestExpected ? fisher_exact(table) : test->p_value;
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
                    &least = affinity.at("least_lift");
  FrameColumn p = make_column("p_value", ValueKind::kReal);
  FrameColumn q = make_column("q_value", ValueKind::kReal);
  FrameColumn significant = make_column("is_significant", ValueKind::kFlag);
  for (size_t row = 0; row < affinity.rows; ++row) {
    p.add(independence_p_value(all.integers[row], left.integers[row], right.integers[row],
                               both.integers[row]));
  }
  q.reals.resize(affinity.rows);
  for (const bool is_pooled : {true, false})
    adjust_family(affinity.at("persona"), is_pooled, p.reals, q.reals);
  for (size_t row = 0; row < affinity.rows; ++row) {
    const bool is_large =
        !low.missing(row) && !high.missing(row) &&
        (low.number(row) > least.number(row) || high.number(row) < 1 / least.number(row));
    significant.add(q.reals[row] < kFalseDiscoveries && is_large);
  }
  affinity.columns.pop_back();
  for (FrameColumn* column : {&p, &q, &significant}) affinity.columns.push_back(std::move(*column));
}

}  // namespace footfall
