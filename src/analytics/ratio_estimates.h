// Holds ratios of sums (revenue a transaction) and their uplifts (festival days against others),
// with delta-method intervals clustered by customer: one customer's rows are not independent.
#pragma once
#include <optional>
#include <span>

#include "analytics/interval.h"

namespace footfall {

struct Estimate {
  double value = 0;
  double standard_error = 0;  // of the value; of its logarithm plus 1 for an uplift
  Interval interval;
};

// Σ numerator / Σ denominator over customers, R, with variance n/(n-1) Σ (y_i - R x_i)² / (Σ x)²
// (linearisation; Cochran 1977, section 6) and Student's t with n - 1 degrees, where n counts the
// customers that have either. Nothing below two such customers or without a denominator.
std::optional<Estimate> ratio_of_sums(std::span<const double> numerator,
                                      std::span<const double> denominator, double level = 0.95);

// One entry a customer: what it contributes to the treated part (festival days) and to the rest.
struct UpliftInput {
  std::span<const double> treated_numerator, treated_denominator;
  std::span<const double> other_numerator, other_denominator;
};

// (A/B) / (C/D) - 1 of the four sums. The interval is built on the log scale, where the influence
// of a customer is (a/A - b/B) - (c/C - d/D), and may be used only for sums above 0: else nothing.
std::optional<Estimate> uplift_of_ratios(const UpliftInput& input, double level = 0.95);

}  // namespace footfall
