// Holds how sure associations of categories are: what metric affinity adds to its counts in SQL.
// The tests themselves are those of hypothesis_tests.h and multiple_testing.h.
#pragma once
#include "analytics/frame.h"

namespace footfall {

// Adds p_value, beyond_p_value, q_value and is_significant to the frame of metric affinity in place
// of its last columns, free_share, least_lift, and what is clustered by customers (lift_variance,
// lift_degrees, beyond_variance, beyond_degrees, empty where none are known). Rows of all personas
// together and rows within personas are two families of tests: what pooling shows would else lend
// its certainty to what lies within.
void add_significance(Frame& affinity);

}  // namespace footfall
