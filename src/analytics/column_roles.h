// Holds how the columns of somebody's file get their meaning: guessed from names, types and values,
// unless the user says it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace footfall {

// What was seen of one column, in the first rows.
struct ColumnProfile {
  std::string name;
  std::string type;     // of SQL
  double filled = 0;    // share of rows with a value
  double numbers = 0;   // share of values that are numbers
  double wholes = 0;    // share of values that are whole numbers
  double times = 0;     // share of values that some time format reads
  double distinct = 0;  // share of values that are distinct
};

struct RoleGuess {
  std::string role, column;
  double confidence = 0;  // 0 to 1; 1 when the user said so
  std::string reason;     // "as told", "by name and values", …
};

enum class FileKind : uint8_t { kTransactions, kItems, kCustomers };

// Gives each role of such a file at most one column, the surest pairs first. `told` maps roles to
// columns ("customer" to "CustomerID") or, with "-", to none. Errors: kUsage for a role that does
// not exist, kInput for a column that does not.
Result<std::vector<RoleGuess>> guess_roles(const std::vector<ColumnProfile>& columns, FileKind kind,
                                           const std::map<std::string, std::string>& told);

// Returns the column of a role, or an empty text.
std::string column_of(const std::vector<RoleGuess>& guesses, const std::string& role);

// Returns all names of roles that may be told, for messages.
std::string role_names();

}  // namespace footfall
