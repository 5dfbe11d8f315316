// Holds how the rows of one file of transactions or lines are read: each value by its role, each
// row with the reason for which it is left out, if there is one.
#pragma once
#include <string>

#include "analytics/own_columns.h"

namespace footfall {

// Reads a table of transactions or items into temporary table `table`, with columns source_row,
// transaction_id, customer_id, bought_at, quantity, unit_price, amount, category, persona,
// festival, lines, reason (why the row is left out, or NULL) and example; and reports the reasons
// as quality facts.
Result<> read_rows(Session& session, RoleTable& table, const std::string& name,
                   const std::string& time_format);

}  // namespace footfall
