#include "analytics/customer_value.h"

#include "base/check.h"

namespace footfall {

double customer_value(const PurchaseParameters& parameters, const PurchaseHistory& customer,
                      double spend, const ValueHorizon& horizon) {
  check(horizon.period > 0 && horizon.discount_rate > -1, "a horizon that can be discounted");
  double value = 0, before = 0, discount = 1;
  for (int i = 1; i <= horizon.periods; ++i) {
    const double until = expected_purchases(parameters, customer, i * horizon.period);
    discount /= 1 + horizon.discount_rate;
    value += (until - before) * discount;
    before = until;
  }
  return horizon.margin * spend * value;
}

}  // namespace footfall
