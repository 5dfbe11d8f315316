// Holds customer lifetime value: expected purchases ahead × expected spend, discounted. Follows
// Fader, Hardie, Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4) 415-430, over a
// horizon.
#pragma once
#include "analytics/purchase_model.h"

namespace footfall {

struct ValueHorizon {
  double period = 30;           // in the unit of the histories; purchases count at a period's end
  int periods = 12;             // from now on
  double discount_rate = 0.01;  // a period; 0 adds up plain revenue
  double margin = 1;            // share of the spend that is kept
};

// Σ_i margin × spend × (E[purchases to the end of period i] - those before) / (1 + rate)^i.
// REQUIRES: period > 0, periods >= 0, discount_rate > -1, spend as of expected_spend().
double customer_value(const PurchaseParameters& parameters, const PurchaseHistory& customer,
                      double spend, const ValueHorizon& horizon);

}  // namespace footfall
