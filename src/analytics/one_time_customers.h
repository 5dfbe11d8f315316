// Holds whether more customers bought only once than chance and rates of their own explain: the
// negative binomial distribution of purchases after the first (see purchase_counts.h), beside one
// in which part of the customers never returns (zero-inflated; Lambert 1992, Technometrics 34(1)
// 1-14).
#pragma once
#include <span>

#include "analytics/purchase_counts.h"
#include "base/result.h"

namespace footfall {

struct OneTimeFit {
  bool fitted = false;
  double never_share = 0;  // of customers who do not return whatever their rate, 0 to 1
  double r = 1, rate = 1;  // of the others: shape of their rates, and mean purchases a unit of time
  double p_value = 1;      // of never_share = 0, likelihood ratio, one-sided

  // P(no purchase within `exposure` by chance) of a customer who does return; 1 without exposure.
  double chance_of_none(double exposure) const;
};

// Fits by maximum likelihood; `count` is of purchases after the first, `exposure` the time since
// it. Errors: as fit_counts.
Result<OneTimeFit> fit_one_time(std::span<const CountHistory> customers);

}  // namespace footfall
