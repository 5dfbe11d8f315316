// Holds what a scenario gives on average, in closed form (day types x categories) instead of by
// simulation, and the search for scales of visits and prices that reach asked-for figures.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/world.h"

namespace footfall {

// Means of totals, and their variances over seeds. Money is in paise.
struct ExpectedTotals {
  double transactions = 0, lines = 0, revenue_paise = 0;
  double transactions_variance = 0, revenue_variance = 0, covariance = 0;

  // Returns the mean amount of a transaction, 0 when there are none.
  double average_paise() const { return transactions > 0 ? revenue_paise / transactions : 0; }
  double lines_a_basket() const { return transactions > 0 ? lines / transactions : 0; }
};

// Mean amount on some days / mean amount on all others - 1, and its deviation over seeds.
struct Uplift {
  double mean = 0, deviation = 0;
};

struct Expectation {
  ExpectedTotals all;
  std::vector<ExpectedTotals> personas;     // in the order of the scenario
  std::optional<Uplift> festival, weekend;  // nothing when the period lacks one side
};

// Computes the expectation of a compiled world. The seed plays no part. Deviations are first-order
// (delta method) for uplifts, exact but for rounding to paise elsewhere. THREADS: pure.
Expectation expect(const World& world);

// One figure to reach: transactions, revenue (currency units), festival_uplift (a fraction), or
// average (currency units) of the persona named.
struct Target {
  enum class Figure { kTransactions, kRevenue, kFestivalUplift, kAverage };
  Figure figure = Figure::kTransactions;
  std::string persona;  // of kAverage
  double value = 0;
};

struct Scales {
  double visit = 1;           // on every visit probability, which stays at most 1
  double festival_price = 1;  // on the festival price multiplier
  std::vector<double> price;  // on prices, by persona
  bool operator==(const Scales&) const = default;
};

struct Solution {
  Scales scales;
  Scenario scenario;     // with the scales applied
  Expectation expected;  // of that scenario
};

// Returns `scenario` with the scales applied; prices are whole paise, at least one.
Scenario scaled(const Scenario& scenario, const Scales& scales);

// Finds scales that reach every target within 0.1 % (uplift: 0.1 percentage points). Transactions
// move the visit scale, an average its persona's prices, revenue the prices of all other personas
// (or visits, when no price is left free), the uplift the festival price. Errors: kUsage for a
// persona or target that makes no sense, kFailure when a figure cannot be reached, with the
// nearest.
Result<Solution> solve(const Scenario& scenario, const std::vector<Target>& targets);

}  // namespace footfall
