// Holds the tables of the models of customer value: clv_customers (a row a customer) and
// clv_models (what was fitted, how well, and what to make of it).
#pragma once
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

// Fits who will buy again (BG/NBD or MBG/NBD) to days with a purchase, and how much a day is worth
// (Gamma-Gamma, within each persona where spend goes with frequency). Parameters: those of metric
// clv. Returns the limits of the fits in words.
Result<std::vector<std::string>> make_customer_value_tables(Analysis& analysis,
                                                            const Parameters& parameters);

}  // namespace footfall
