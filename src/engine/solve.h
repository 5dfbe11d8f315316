// Holds the search for scales of visits, baskets and prices with which a scenario reaches asked-for
// figures on average, so that a world can be fitted to a shop's known numbers.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/expectation.h"

namespace footfall {

// One figure to reach, of one persona or of all together.
struct Target {
  // Money in currency units; items are lines a basket; the uplift is a fraction, of all personas.
  enum class Figure { kTransactions, kItems, kAverage, kRevenue, kFestivalUplift };
  Figure figure = Figure::kTransactions;
  std::string persona;  // empty: all together
  double value = 0;
};

// What a persona's own numbers are multiplied with.
struct PersonaScales {
  double visit = 1;  // on the visit probability, which stays at most 1
  double item = 1;   // on the categories' probabilities, which stay at most 1
  double price = 1;  // on prices
  bool operator==(const PersonaScales&) const = default;
};

struct Scales {
  double festival_price = 1;  // on the festival price multiplier
  std::vector<PersonaScales> personas;
  bool operator==(const Scales&) const = default;
};

struct Solution {
  Scales scales;
  Scenario scenario;     // with the scales applied
  Expectation expected;  // of that scenario
};

// Returns a figure as it stands in --target: "average", or "average.Senior Citizen".
std::string target_name(const Target& target);

// Returns `scenario` with the scales applied; prices are whole paise, at least one, and everything
// else that changes has six decimals.
Scenario scaled(const Scenario& scenario, const Scales& scales);

// Finds scales that reach every target within 0.1 % (uplift: 0.1 percentage points). Transactions
// move visits, items the categories' probabilities, an average prices, each of its persona, or of
// all that have no target of their own; revenue moves the prices that are left free, or else the
// visits; the uplift moves the festival price. Errors: kUsage for a persona or target that makes no
// sense, kFailure when a figure cannot be reached, with the nearest that was.
Result<Solution> solve(const Scenario& scenario, const std::vector<Target>& targets);

}  // namespace footfall
