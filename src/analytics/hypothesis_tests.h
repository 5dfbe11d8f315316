// Holds the tests of one comparison: two means, two shares, a table of counts. All are two-sided.
// Where a figure is undefined (no spread, no data) there is none, instead of a NaN.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "analytics/interval.h"

namespace footfall {

// What a comparison of means needs to know of one group; SQL can compute it.
struct Sample {
  double count = 0, mean = 0, variance = 0;  // variance over count - 1
};

Sample describe(std::span<const double> values);

struct MeanComparison {
  double difference = 0;  // first minus second
  double t = 0, degrees = 0, p_value = 1;
  Interval interval;  // of the difference
};

// Welch (1947): t = (m1 - m2) / sqrt(v1/n1 + v2/n2), degrees by Satterthwaite. Nothing when a group
// has less than two values or both have no spread.
std::optional<MeanComparison> welch_test(const Sample& first, const Sample& second,
                                         double level = 0.95);

struct ShareComparison {
  double difference = 0;  // first minus second
  double z = 0, p_value = 1;
  Interval interval;  // of the difference
};

struct Share {
  double successes = 0, trials = 0;
};

// z with the pooled share under the null; interval by Newcombe (1998, method 10), which stays
// inside
// [-1, 1] and holds its level at shares near 0. Nothing without trials, or when all or none
// succeed.
std::optional<ShareComparison> compare_shares(const Share& first, const Share& second,
                                              double level = 0.95);

// Wilson (1927) interval of one share. Nothing without trials.
std::optional<Interval> share_interval(const Share& share, double level = 0.95);

struct ChiSquareTest {
  double statistic = 0, degrees = 0, p_value = 1;
  double smallest_expected = 0;  // below 5 the p-value is rough: use Fisher's or merge cells
  double cramers_v = 0;          // effect size in [0, 1]; 0 for a test of fit
};

// Pearson's test of independence on a table of `columns` columns, row by row. Empty rows and
// columns are left out. Nothing when less than two of either remain. REQUIRES: counts >= 0.
std::optional<ChiSquareTest> chi_square_independence(std::span<const double> counts,
                                                     size_t columns);

// Pearson's test that counts follow `weights` (any scale). Nothing with less than two cells of
// positive weight, without counts, or when a cell of no weight has counts.
std::optional<ChiSquareTest> chi_square_fit(std::span<const double> counts,
                                            std::span<const double> weights);

// Fisher's exact test of a 2 × 2 table {a, b, c, d} (rows a b and c d): the probability, with
// margins fixed, of all tables that are at most as likely as this one. Below 1e-300 it is 0. Cost
// grows with the spread of `a`: about 1 ms at 10^7 observations. REQUIRES: counts >= 0.
double fisher_exact(const std::array<int64_t, 4>& table);

}  // namespace footfall
