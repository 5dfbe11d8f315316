// Holds how the rows of one file of transactions or lines are read: each value by its role, each
// row with the reason for which it is left out, if there is one.
#pragma once
#include <string>

#include "analytics/own_columns.h"

namespace footfall {

// Reads a file of transactions or items into temporary table `name`, in the order of the file, with
// columns transaction_id, customer_id, bought_at, quantity, unit_price, amount, category (of
// products not yet named, see own_products.h), persona, festival, lines, code, reason (why the row
// is left out, or NULL) and seen (of such rows, what they say). Reports the reasons as quality
// facts.
Result<> read_rows(Session& session, RoleTable& table, const std::string& name,
                   const std::string& time_format);

}  // namespace footfall
