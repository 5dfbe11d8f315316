// Holds how a user tells what columns mean: ROLE=COLUMN,ROLE=COLUMN.
#pragma once
#include <map>
#include <string>

#include "base/result.h"

namespace footfall {

// Adds what `text` tells to `columns`, by role; other names of roles (date, price, order, …) are
// understood. A comma that no role follows belongs to the column's name. Error: kUsage.
Result<> read_role_map(const std::string& text, std::map<std::string, std::string>& columns);

}  // namespace footfall
