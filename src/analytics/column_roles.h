// Holds how the columns of somebody's file get their meaning: guessed from names, types and values,
// unless the user says it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace footfall {

// What was seen of one column, in the first rows.
struct ColumnProfile {
  std::string name;
  std::string type;        // of SQL
  double filled = 0;       // share of rows with a value
  double numbers = 0;      // share of values that are numbers
  double wholes = 0;       // share of values that are whole numbers
  double times = 0;        // share of values that some time format reads
  double distinct = 0;     // share of values that are distinct
  double clocks = 0;       // share of values that are a time of day alone, as 14:35
  double days = 0;         // share of values without a time of day, or at midnight
  double day_numbers = 0;  // share of values that may be days as spreadsheets number them, 45292.5
};

struct RoleGuess {
  std::string role, column;
  double confidence = 0;  // 0 to 1; 1 when the user said so
  std::string reason;     // "as told", "by name and values", …
  // Of a time or an amount that is less than sure: columns that may as well be it.
  std::vector<std::string> rivals = {};
};

// A guess below it is told wherever its figures are.
constexpr double kSureGuess = 0.6;

enum class FileKind : uint8_t { kTransactions, kItems, kCustomers };

// Gives each role of such a file at most one column, the surest pairs first, and returns them in
// the order of role_names(). `told` maps roles to
// columns ("customer" to "CustomerID") or, with "-", to none; a time may be two, "Date+Time", of
// which the second becomes role clock. Columns that are not here are passed over. Errors: kUsage
// for a role that does not exist.
Result<std::vector<RoleGuess>> guess_roles(const std::vector<ColumnProfile>& columns, FileKind kind,
                                           const std::map<std::string, std::string>& told);

// Returns the parts of what was told of a role: the two columns of a time, where it is none itself.
std::vector<std::pair<std::string, std::string>> told_parts(
    const std::vector<ColumnProfile>& columns, const std::string& role, const std::string& column);

// Whether a file of this kind may have the role.
bool has_role(FileKind kind, const std::string& role);

// Returns the column of a role, or an empty text.
std::string column_of(const std::vector<RoleGuess>& guesses, const std::string& role);

// Returns the guess that gives a column its role; null when it has none.
const RoleGuess* role_of(const std::vector<RoleGuess>& guesses, const std::string& column);

// Returns all names of roles that may be told, for messages.
std::string role_names();

}  // namespace footfall
