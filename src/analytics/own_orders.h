// Holds what exports of shops say of an order as a whole, beside its lines: a discount, money paid
// back, that it was cancelled. It changes no figure, and is told.
#pragma once
#include "analytics/own_columns.h"

namespace footfall {

// Reports such columns of `bought` as quality facts of the transactions in own_transactions.
Result<> report_orders(Session& session, const RoleTable& bought);

}  // namespace footfall
