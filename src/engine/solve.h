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

// What became of a persona's scales, as probabilities stay at most 1.
struct AppliedScales {
  double visit = 1;         // the visit probability's real ratio
  bool visit_is_1 = false;  // it would have to be above 1
  size_t items_at_1 = 0;    // categories of which the same is true
};

struct Solution {
  Scales scales;
  std::vector<AppliedScales> applied;  // by persona
  Scenario scenario;                   // with the scales applied
  Expectation expected;                // of that scenario
  // What is missed by more than 0.1 % and less than 1 %: "average = 3.8 (the nearest is 3.788)".
  std::string missed;
};

// Returns a figure as it stands in --target: "average", or "average.Senior Citizen".
std::string target_name(const Target& target);

// Returns `scenario` with the scales applied; prices are whole paise, at least one, and everything
// else that changes has six decimals. Prices are not all rounded at the same point, so that small
// ones rise one by one and their mean in steps of half a paisa.
Scenario scaled(const Scenario& scenario, const Scales& scales);

// Finds scales that reach every target within 0.1 % (uplift: 0.1 percentage points), or, where
// prices in whole paise do not allow that, within 1 %, and says which. Transactions move visits,
// items the categories' probabilities, an average prices, each of its persona, or of all that have
// no target of their own; revenue moves the prices that are left free, or else the visits; the
// uplift moves the festival price. An average or revenue that prices alone miss may move the
// categories' probabilities by up to 2 %, where no target asks for items. Errors: kUsage for a
// persona or target that makes no sense, kFailure when a figure cannot be reached, with the nearest
// that was.
Result<Solution> solve(const Scenario& scenario, const std::vector<Target>& targets);

}  // namespace footfall
