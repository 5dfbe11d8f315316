// Holds how the rows of one file of transactions or lines are read: each value by its role, each
// row with the reason for which it is left out, if there is one.
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
  std::vector<std::string> notes;  // how it was understood, a line each

  bool has(const std::string& role) const { return !column_of(roles, role).empty(); }
};

// Opens `place` and gives its columns roles. Errors: as open_own_data.
Result<RoleTable> open_roles(Session& session, const std::string& place, const std::string& view,
                             FileKind kind, const OwnData& data);

// Reads a table of transactions or items into temporary table `table`, with columns source_row,
// transaction_id, customer_id, bought_at, quantity, unit_price, amount, category, persona,
// festival, lines, reason (why the row is left out, or NULL) and example; and reports the reasons
// as quality facts.
Result<> read_rows(Session& session, RoleTable& table, const std::string& name,
                   const std::string& time_format);

}  // namespace footfall
