// Holds why rows of the user's own files are left out, what of it is an error, and how it is
// reported. `rows` is always the table that read_rows makes.
#pragma once
#include <string>

#include "analytics/own_columns.h"

namespace footfall {

// Returns SQL for the reason for which a row is left out, NULL for none, of the columns bought_at,
// transaction_id, amount and quantity. `cancels`: C and digits number a cancellation, another
// letter and digits an adjustment.
std::string reason_sql(const RoleTable& table, bool cancels);

// Gives all rows but the first of one transaction their reason, where a row is a transaction.
Result<> mark_repeated(Session& session, const RoleTable& table, const std::string& rows);

// Fails where no time or no amount could be read, or every row is faulty. Error: kInput.
Result<> check_rows(Session& session, const RoleTable& table, const std::string& rows,
                    const std::string& time_format);

// Reports what is left out, what returns are worth and what was only guessed, as quality facts.
Result<> report_rows(Session& session, const RoleTable& table, const std::string& rows);

}  // namespace footfall
