// Holds how much customers spend a purchase: the Gamma-Gamma model (Fader & Hardie 2013, "The
// Gamma-Gamma Model of Monetary Value", brucehardie.com note 025), which shrinks a customer's mean
// towards the population's by how few purchases it rests on.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace footfall {

// One customer: over how many purchases its mean amount was taken.
struct SpendHistory {
  double purchases = 0;  // x >= 1
  double mean = 0;       // m > 0
};

struct SpendParameters {
  double p = 1, q = 2, v = 1;  // amounts ~ Gamma(p, ν) with ν ~ Gamma(q, v)
};

struct SpendFit {
  SpendParameters parameters;
  std::optional<std::array<double, 3>> standard_error;  // of p, q, v; when identified
  double log_likelihood = 0;
  bool fitted = false;      // parameters may be used
  bool identified = false;  // by the data alone, with a finite mean of the population
  std::string reason;       // why not identified; empty otherwise
  int64_t customers = 0;
  int evaluations = 0;
  // The model assumes that spend does not depend on how often one buys. Beyond about ±0.3, values
  // of frequent customers are biased. Nothing where purchases or means are all equal.
  std::optional<double> correlation;
};

// Fits by maximum likelihood as fit_purchases does, with the same rule for flat likelihoods. Leave
// out customers without a positive mean. Errors: kInput for x < 1 or m <= 0.
Result<SpendFit> fit_spend(std::span<const SpendHistory> customers);

// ln L of one customer's mean (the note's equation 1a).
double log_likelihood(const SpendParameters& parameters, const SpendHistory& customer);

// E[amount of a purchase | history] = p (v + x m) / (p x + q - 1), which is the note's equation 5.
// With x = 0: the population's mean. Nothing where it is infinite (p x + q <= 1).
std::optional<double> expected_spend(const SpendParameters& parameters,
                                     const SpendHistory& customer);

}  // namespace footfall
