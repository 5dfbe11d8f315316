// Holds the effect of a change between two simulations that share their draws, with its interval.
#pragma once
#include <string_view>
#include <vector>

#include "server/customer_totals.h"

namespace footfall {

// What is played of a persona: of all its customers, those of both worlds.
struct PlayedPersona {
  double baseline_share = 1, variant_share = 1;  // customers in all / customers played
};

struct Effect {
  double baseline = 0, variant = 0, difference = 0;
  double error = 0;  // standard error of the difference, customers compared with themselves
  double unpaired_error = 0;  // what it would be with other draws in both worlds
};

struct Measure {
  std::string_view name, unit;
  // What of a customer is summed up, and what that sum is divided by, if anything.
  double (*of)(const CustomerTotal&);
  double (*per)(const CustomerTotal&);
};

// Returns what is measured: transactions, revenue, …
const std::vector<Measure>& effect_measures();

// Computes the effect on a measure. Customers of a persona are alike and independent, so errors are
// sums over personas of customers × variance; of ratios to first order (delta method). Customers of
// one world only form strata of their own.
Effect paired_effect(const Measure& measure, const CustomerTotals& baseline,
                     const CustomerTotals& variant, const std::vector<PlayedPersona>& played);

}  // namespace footfall
