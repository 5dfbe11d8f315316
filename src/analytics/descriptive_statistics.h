// Holds quantiles, spread, correlation and concentration: what a single list of numbers says of
// itself. Where a figure is undefined there is none, instead of a NaN.
#pragma once
#include <optional>
#include <span>
#include <vector>

namespace footfall {

// Linear interpolation between order statistics (Hyndman & Fan's type 7, the default of NumPy and
// R). Nothing without values. REQUIRES: 0 <= probability <= 1.
std::optional<double> quantile(std::span<const double> values, double probability);

// The same for values that are sorted already.
std::optional<double> quantile_of_sorted(std::span<const double> sorted, double probability);

std::optional<double> median(std::span<const double> values);

// Median distance from the median × 1.4826, which is the standard deviation of normal data.
std::optional<double> scaled_median_deviation(std::span<const double> values);

// Pearson's correlation; nothing below two pairs or without spread in either.
std::optional<double> correlation(std::span<const double> x, std::span<const double> y);

struct LorenzPoint {
  double population_share = 0;  // of the poorest
  double value_share = 0;       // what they hold
};

struct Concentration {
  double gini = 0;                  // 0 all equal; 1 - 1/n: one has all
  std::vector<LorenzPoint> lorenz;  // from (0, 0) to (1, 1), evenly spaced in population
  // Returns the share that the top `share` of the population holds, read off the Lorenz curve.
  double top_share(double share) const;
  std::vector<double> cumulative;  // value shares of the 0, 1, ... n poorest
};

// G = 2 Σ i x_(i) / (n Σ x) - (n + 1) / n. Nothing without values, with a negative one, or when all
// are 0. REQUIRES: points >= 2, of the curve.
std::optional<Concentration> concentration(std::span<const double> values, size_t points = 101);

}  // namespace footfall
