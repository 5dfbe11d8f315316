// Holds whether the price on a line is of one piece or of the whole line, and whether what is
// called an amount counts pieces: names alone do not tell.
#pragma once
#include <string>
#include <vector>

#include "analytics/column_roles.h"
#include "analytics/source_table.h"
#include "base/result.h"

namespace footfall {

// Changes guessed roles of a file of lines where the first rows show that the amount counts pieces
// (whole, and below the price), or that the price grows with the quantity, so that it is the
// amount. What was told stays. Returns what was seen, in words, a line each.
Result<std::vector<std::string>> settle_line_price(Session& session, const SourceTable& source,
                                                   std::vector<RoleGuess>& roles);

}  // namespace footfall
