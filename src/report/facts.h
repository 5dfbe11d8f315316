// Holds the facts of a report: every figure that a text, a table of totals or a page states, once,
// with its interval and how it was computed. Whoever tells about the data tells facts, so that no
// two places can disagree, and any of them can be recomputed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

// The part of the data that a fact is about: the value of one dimension.
struct FactFilter {
  std::string dimension, value;
};

// From so many days on a period has seasons, and days are compared within their months.
inline constexpr size_t kDaysOfSeason = 120;

struct Fact {
  std::string id = {};     // stable: lower case, words joined by . and _
  std::string label = {};  // for people
  double value = 0;        // always finite; money in major units
  std::string text = {};   // of unit text, and of date as YYYY-MM-DD
  std::string unit = {};   // currency, count, fraction, ratio, days, hour, weekday, date or text
  int decimals = 0;        // worth showing; of a fraction those of its percentage
  std::optional<double> low = {}, high = {};  // its 95 % interval
  std::vector<FactFilter> filter = {};
  std::string formula = {}, metric = {};  // how it was computed, and by which metric
};

struct Facts {
  std::vector<Fact> facts;  // in the order of a report; ids are unique

  // Returns the fact of that id, or nothing.
  const Fact* find(std::string_view id) const;
};

// Returns what shares of customers are shares of: "revenue", or "the revenue of known customers"
// where some transactions name no customer.
std::string customer_revenue(const Facts& facts);

// Returns "customers", or "known customers" where some transactions name no customer.
std::string known_customers(const Facts& facts);

// Returns the same of the shares of personas, whose purchases are `transactions` together.
std::string persona_revenue(const Facts& facts, double transactions);

// Computes every fact that the data allow. Errors: as run_metric.
Result<Facts> collect_facts(Analysis& analysis);

}  // namespace footfall
