#include "analytics/ratio_estimates.h"

#include <cmath>
#include <numeric>

#include "analytics/distributions.h"
#include "base/check.h"

namespace footfall {
namespace {

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// Standard error of a sum of independent influences whose total is 0, with its t quantile.
struct Spread {
  double error, t;
};

Spread spread_of(double squares, double clusters, double level) {
  return {std::sqrt(clusters / (clusters - 1) * squares),
          student_t_quantile(0.5 + level / 2, clusters - 1)};
}

}  // namespace

std::optional<Estimate> ratio_of_sums(std::span<const double> numerator,
                                      std::span<const double> denominator, double level) {
  check(numerator.size() == denominator.size(), "one numerator and denominator a customer");
  const double total = sum_of(denominator);
  double clusters = 0, squares = 0;
  if (!(total > 0)) return std::nullopt;
  const double ratio = sum_of(numerator) / total;
  for (size_t i = 0; i < numerator.size(); ++i) {
    const double residual = (numerator[i] - ratio * denominator[i]) / total;
    squares += residual * residual;
    clusters += numerator[i] != 0 || denominator[i] != 0;
  }
  if (clusters < 2) return std::nullopt;
  const auto [error, t] = spread_of(squares, clusters, level);
  return Estimate{ratio, error, {ratio - t * error, ratio + t * error}};
}

std::optional<Estimate> uplift_of_ratios(const UpliftInput& input, double level) {
  const size_t count = input.treated_numerator.size();
  check(input.treated_denominator.size() == count && input.other_numerator.size() == count &&
            input.other_denominator.size() == count,
        "four contributions a customer");
  const double a = sum_of(input.treated_numerator), b = sum_of(input.treated_denominator);
  const double c = sum_of(input.other_numerator), d = sum_of(input.other_denominator);
  if (!(a > 0 && b > 0 && c > 0 && d > 0)) return std::nullopt;
  double clusters = 0, squares = 0;
  for (size_t i = 0; i < count; ++i) {
    const double influence = (input.treated_numerator[i] / a - input.treated_denominator[i] / b) -
                             (input.other_numerator[i] / c - input.other_denominator[i] / d);
    squares += influence * influence;
    clusters += input.treated_denominator[i] != 0 || input.other_denominator[i] != 0;
  }
  if (clusters < 2) return std::nullopt;
  const double log_ratio = std::log(a / b) - std::log(c / d);
  const auto [error, t] = spread_of(squares, clusters, level);
  return Estimate{std::expm1(log_ratio),
                  error,
                  {std::expm1(log_ratio - t * error), std::expm1(log_ratio + t * error)}};
}

}  // namespace footfall
