// Holds the bootstrap over customers (Efron 1979; Field & Welsh 2007 on clusters): what is drawn
// anew is a customer with all its rows. It works on sums a customer, so any figure that is a
// function of sums (ratios, uplifts, shares) gets its interval from one set of draws.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analytics/interval.h"

namespace footfall {

enum class Resampling {
  kPoisson,  // a customer counts Poisson(1) times: a pure function of (seed, replicate, customer)
  kMultinomial  // as many customers as there are, with replacement; slower, for under 1,000
                // customers
};

struct BootstrapOptions {
  int replicates = 1000;
  uint64_t seed = 42;
  Resampling resampling = Resampling::kPoisson;
};

// The columns' sums, and the same under each replicate's weights.
struct ResampledSums {
  size_t columns = 0;
  std::vector<double> original;    // one a column
  std::vector<double> replicates;  // row by row: one row of `columns` sums a replicate
};

// REQUIRES: at least one column, all of one length, in an order that means something (by customer):
// draws belong to positions.
ResampledSums resample(std::span<const std::span<const double>> columns,
                       const BootstrapOptions& options = {});

// A figure out of the columns' sums. May return NaN or infinity where it is undefined.
using SumStatistic = std::function<double(std::span<const double> sums)>;

struct BootstrapEstimate {
  double value = 0;  // of the data themselves
  double standard_error = 0;
  Interval percentile;  // quantiles of the replicates
  Interval basic;       // 2 value - those quantiles, reversed
  int undefined = 0;    // replicates without a value, left out
};

// Nothing when the figure is undefined for the data or for more than half of the replicates.
std::optional<BootstrapEstimate> bootstrap(const ResampledSums& sums, const SumStatistic& statistic,
                                           double level = 0.95);

}  // namespace footfall
