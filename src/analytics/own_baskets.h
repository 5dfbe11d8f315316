// Holds how the rows of the user's own files become transactions and items: stored once, in the
// types that are quickest to join and group by.
#pragma once
#include "analytics/analysis.h"
#include "analytics/own_columns.h"
#include "analytics/own_data.h"

namespace footfall {

// Makes table own_transactions of bought_rows, of which read_rows made one of each file: a
// transaction is a row, or what shares an identifier.
Result<> make_transactions(Analysis& analysis, const RoleTable& bought);

// Makes read_items, of lines, of a file of their own, or empty; and drops the rows read.
// Errors: as open_own_data.
Result<> make_items(Analysis& analysis, const RoleTable& bought, const OwnData& data);

}  // namespace footfall
