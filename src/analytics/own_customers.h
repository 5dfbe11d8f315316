// Holds which customers of the user's own data are nobody in particular: tills book sales to
// unknown buyers under one name or number, which would be taken for the best customer of all.
#pragma once
#include <string>
#include <vector>

#include "analytics/session.h"
#include "base/result.h"

namespace footfall {

// Takes the customer from those of own_transactions that name one of the usual words for an unknown
// buyer (Laufkunde, Walk-in, Cash, Guest, …) or a number like 0 or 99999 that buys far more often
// than others; and reports them as a quality fact of `file`, with the customers whose share of the
// purchases is implausible. Returns warnings.
Result<std::vector<std::string>> settle_unknown_customers(Session& session,
                                                          const std::string& file);

}  // namespace footfall
