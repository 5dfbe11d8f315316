// Holds what is wrong with the data, counted before any figure is made of them: table
// quality_facts, which metric data_quality prints. Each check is a SELECT of the rows that fail it,
// in sql/quality.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

struct QualityFact {
  std::string fact;         // what was found, as "transactions without a customer"
  std::string table;        // customers, transactions or items, or the file's
  int64_t rows = 0;         // how many
  int64_t checked = 0;      // of how many
  double amount = 0;        // sum of their amounts
  std::string rule;         // what is done with them: "left out", "kept: they count in totals"
  bool is_problem = false;  // makes --strict fail
  std::string examples;     // three at most
};

// What returns and cancellations of the user's own data are worth together: its amount is what they
// take off revenue.
constexpr const char* kReturnedMoney = "returns and cancellations together";

// What orders of the user's own data say of themselves that revenue leaves aside; the amounts are
// what it takes off revenue. The last is followed by the column that says so, and its amount is
// what is left out of revenue.
constexpr const char* kHiddenDiscounts =
    "transactions with a discount that their lines do not show";
constexpr const char* kPaidBack = "transactions with money paid back";
constexpr const char* kCancelledOrders = "transactions that were cancelled, as ";

// Makes the empty table quality_facts.
Result<> create_quality_facts(Session& session);

Result<> add_quality_fact(Session& session, const QualityFact& fact);

// Returns a fact, whose first word is a plural, as it is said of so many rows: "row with an
// impossible date" of one.
std::string fact_of_rows(int64_t rows, std::string_view fact);

// Runs all checks once; later calls do nothing. Where items and transactions disagree, metrics run
// afterwards count only the items that have a transaction.
Result<> check_quality(Analysis& analysis);

// Returns the problems found, in words, empty without one. REQUIRES: check_quality.
Result<std::string> quality_problems(Analysis& analysis);

}  // namespace footfall
