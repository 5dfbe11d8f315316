// Holds how often customers will buy again: the BG/NBD model (Fader, Hardie, Lee 2005, Marketing
// Science 24(2) 275-284) and its MBG variant (Batislam, Denizel, Filiztekin 2007), with estimates.
// While alive, a customer buys at rate λ ~ Gamma(r, α); after each purchase it leaves for good with
// probability p ~ Beta(a, b); MBG lets it leave right after the first purchase as well.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

// One customer, in any one unit of time, measured from its first purchase.
struct PurchaseHistory {
  double repeats = 0;   // x: purchases after the first, a whole number
  double last = 0;      // t_x: when the last one was; 0 without repeats
  double observed = 0;  // T: how long it has been watched
};

enum class DropoutModel {
  kAfterRepeat,   // BG/NBD: one-time buyers are alive for certain
  kAfterPurchase  // MBG/NBD: they may have left after their only purchase
};

struct PurchaseParameters {
  double r = 1, alpha = 1, a = 1, b = 1;
  DropoutModel model = DropoutModel::kAfterRepeat;
};

struct PurchaseFit {
  PurchaseParameters parameters;
  std::optional<std::array<double, 4>> standard_error;  // of r, α, a, b; when identified
  double log_likelihood = 0;                            // at `parameters`
  bool fitted = false;      // parameters may be used; false only when there is nothing to fit
  bool identified = false;  // by the data alone: maximum likelihood without any prior
  std::string reason;       // why not identified, a sentence part; empty otherwise
  int64_t customers = 0, repeat_customers = 0;
  int evaluations = 0;  // of the likelihood
};

// Fits by maximum likelihood from several starts in ln(r, α, a, b). Where the likelihood is flat (a
// parameter runs to its bound, the Hessian is singular, or a standard error of a logarithm exceeds
// 1.5, a factor of 20 either way), a weak prior (each logarithm normal with sd 2) settles it and
// `identified` is false. The order of customers changes no bit. Errors: kInput for a history that
// cannot be (negative, last > observed, repeats without time).
Result<PurchaseFit> fit_purchases(std::span<const PurchaseHistory> customers,
                                  DropoutModel model = DropoutModel::kAfterRepeat);

// ln L of one customer's history (equation 6 of the paper).
double log_likelihood(const PurchaseParameters& parameters, const PurchaseHistory& customer);

// P(still a customer at T): 1 / (1 + a/(b+n-1) ((α+T)/(α+t_x))^(r+x)), n the chances to leave so
// far.
double probability_alive(const PurchaseParameters& parameters, const PurchaseHistory& customer);

// E[purchases in (T, T + horizon]] of this customer, and of a fresh one in (0, horizon]. Same value
// as the papers' ₂F₁ expressions, computed as P(alive) Σ_k P(K = k) Σ_{j<k} (b+n)_j/(a+b+n)_j, K
// negative binomial: a sum of positive terms, which neither cancels nor has a pole at a = 1.
double expected_purchases(const PurchaseParameters& parameters, const PurchaseHistory& customer,
                          double horizon);
double expected_purchases(const PurchaseParameters& parameters, double horizon);

}  // namespace footfall
