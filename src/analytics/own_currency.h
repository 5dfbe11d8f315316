// Holds in which currency the user's own amounts are: as a column or the amounts' own sign says.
#pragma once
#include <string>

#include "analytics/own_columns.h"

namespace footfall {

// Returns the code of ISO 4217 of the amounts' currency, empty where nothing says it, and notes
// why. Reports rows in another currency than most as a quality fact.
Result<std::string> currency_of_rows(Session& session, RoleTable& table);

}  // namespace footfall
