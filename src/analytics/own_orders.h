// Holds what exports of shops say of an order as a whole, beside its lines: a discount, money paid
// back, that it was cancelled. The last is left out, the others change no figure; all is told.
#pragma once
#include <string>

#include "analytics/own_columns.h"

namespace footfall {

// Reports such columns of `bought` as quality facts of the transactions in own_transactions.
Result<> report_orders(Session& session, const RoleTable& bought);

// Returns SQL of what a row says of its order where it was cancelled, voided or never paid, else
// NULL; empty where no column tells.
std::string unsold_state_sql(const RoleTable& bought);

// Gives all rows of such orders, of which one row at least has its `unsold`, their reason, puts the
// orders into temporary table unsold_orders (key, state), and reports them.
Result<> leave_out_unsold(Session& session, const RoleTable& bought, const std::string& rows);

}  // namespace footfall
