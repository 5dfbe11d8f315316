// Holds how a file of the user's is opened with the roles of its columns settled: guessed or told,
// and refused where money or time would be a matter of luck.
#pragma once
#include <string>
#include <vector>

#include "analytics/column_roles.h"
#include "analytics/own_data.h"
#include "analytics/source_table.h"

namespace footfall {

// A file whose columns have roles.
struct RoleTable {
  SourceTable source;
  std::vector<RoleGuess> roles;
  bool has_lines = false;  // one row a line, not a transaction
  bool has_transaction_id = false;
  bool products_are_groups = false;  // a product has a crowd of descriptions
  std::vector<std::string> notes;    // how it was understood, a line each

  bool has(const std::string& role) const { return !column_of(roles, role).empty(); }
};

// Opens `place` and gives its columns roles. Errors: as open_own_data; kUsage where several columns
// could be the time or the amount and no name decides.
Result<RoleTable> open_roles(Session& session, const std::string& place, const std::string& view,
                             FileKind kind, const OwnData& data);

// Returns SQL for the text of a role's column, NULL where there is none.
std::string text_of_role(const RoleTable& table, const std::string& role);

// Says that `table` has no such column, and which it may be.
Error no_such_column(const SourceTable& source, const std::string& column);

// Reports the guesses that are less than sure as quality facts, of the rows of table `rows`.
Result<> report_unsure_guesses(Session& session, const RoleTable& table, const std::string& rows);

}  // namespace footfall
