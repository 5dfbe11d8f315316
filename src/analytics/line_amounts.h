// Holds which column of a file of lines is the amount of a line: files have prices, line totals and
// the total of the whole receipt side by side, and a wrong choice counts money many times.
#pragma once
#include <string>
#include <vector>

#include "analytics/column_roles.h"
#include "analytics/source_table.h"
#include "base/result.h"

namespace footfall {

// Changes the guessed amount where the first rows show that it is none of a line: takes the column
// that is quantity × unit price, drops one that is empty on many lines or repeats the receipt's
// total so that quantity × unit price counts, or drops a unit price that is not what was paid. What
// was told stays. Returns what was seen and done, in words, or an empty text.
Result<std::string> settle_line_amount(Session& session, const SourceTable& source,
                                       std::vector<RoleGuess>& roles);

}  // namespace footfall
