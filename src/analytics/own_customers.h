// Holds which customers of the user's own data are nobody in particular: tills book sales to
// unknown buyers under one name or number, which would be taken for the best customer of all.
#pragma once
#include <string>
#include <vector>

#include "analytics/session.h"
#include "base/result.h"

namespace footfall {

// Takes the customer from those of own_transactions that name one of the usual words for an unknown
// buyer (Laufkunde, Walk-in, Cash, Guest, …), a number like 0 or 99999 that buys far more often
// than others, or a name of `told`; reports them as a quality fact of `file`, with the customers
// whose share of the purchases is implausible, and returns notes. With `told` "none" alone all
// customers stay. Errors: kInput for a name that no customer has.
Result<std::vector<std::string>> settle_unknown_customers(Session& session, const std::string& file,
                                                          const std::vector<std::string>& told);

}  // namespace footfall
