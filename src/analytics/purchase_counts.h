// Holds the negative binomial distribution of purchase counts (Ehrenberg 1959): rates λ ~ Gamma(r,
// α) and Poisson purchases, the yardstick beside which dropout models are judged; and how regular
// purchases are.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace footfall {

struct CountHistory {
  double count = 0;     // purchases, a whole number
  double exposure = 1;  // time observed, > 0
};

struct CountFit {
  double r = 1, alpha = 1;  // mean of a unit of exposure r / α, variance of counts m + m² / r
  std::optional<double> r_error, alpha_error;  // standard errors, when identified
  double log_likelihood = 0;
  bool fitted = false;      // r and α may be used
  bool identified = false;  // false when counts differ no more than chance (Poisson), or all are 0
  std::string reason;
};

// Fits by maximum likelihood. Errors: kInput for a negative or broken count, or exposure <= 0.
Result<CountFit> fit_counts(std::span<const CountHistory> customers);

// P(count) under the fit.
double count_probability(double r, double alpha, const CountHistory& customer);

// Wheat & Morrison (1990): for fractions M = first gap / (first + second gap) of customers' times
// between purchases, k = (1 - 4 Var M) / (8 Var M) is the shape of an Erlang gap: 1 is as irregular
// as the models assume, above 2 they promise too little certainty, infinity is a clock. Nothing
// below two fractions or without variance.
std::optional<double> regularity(std::span<const double> fractions);

}  // namespace footfall
