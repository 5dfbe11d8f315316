// Holds the control of false discoveries: whoever tries a thousand rules at 5 % finds fifty in
// noise. Benjamini & Hochberg (1995), Benjamini & Yekutieli (2001), Holm (1979).
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace footfall {

enum class Correction {
  kBenjaminiHochberg,   // expected share of false ones among those found; independent or positively
                        // dependent tests
  kBenjaminiYekutieli,  // the same under any dependence, at the cost of a factor ln(tests)
  kHolm                 // chance of even one false one, under any dependence
};

// Returns adjusted p-values in the order given: what is <= q is found at level q. A p-value that is
// not a number counts as 1, and stays in the family of tests.
std::vector<double> adjust_p_values(std::span<const double> p_values, Correction correction);

struct TestedRule {
  int64_t id = 0;
  double p_value = 1;
};

struct Discovery {
  int64_t id = 0;
  double p_value = 1;
  double q_value = 1;  // adjusted p-value
};

// Returns the rules that survive at level q, strongest first, ties by id. The rules must be all
// that were tried, not those that looked good.
std::vector<Discovery> discoveries(std::span<const TestedRule> rules, double q,
                                   Correction correction = Correction::kBenjaminiHochberg);

}  // namespace footfall
