// Holds how sure an association of two categories is: tests of 2 × 2 tables, and the control of
// the false-discovery rate over all that were tested.
#pragma once
#include <cstdint>
#include <vector>

#include "analytics/frame.h"

namespace footfall {

// A 2 × 2 table by its margins: of `all` baskets, `left` and `right` hold a category, `both` both.
struct Contingency {
  int64_t all = 0, left = 0, right = 0, both = 0;
};

// Returns the two-sided p-value of independence: Fisher's exact test where an expected count is
// below 5, else Pearson's chi-square without correction.
double independence_p_value(const Contingency& table);

// Returns the q-values (Benjamini and Hochberg 1995) of p-values, in their order.
std::vector<double> false_discovery(const std::vector<double>& p_values);

// Adds p_value, q_value and is_significant to the frame of metric affinity, and sorts nothing.
void add_significance(Frame& affinity);

}  // namespace footfall
