// Holds what is worth telling of the facts, in words: rules that look for it, kept only where the
// data rule out chance (Benjamini and Hochberg over all tests of all rules), ranked by the money
// at stake. The texts are marked, see marked_text.h: [36.6 %][uplift.festival.pooled]; plain_text
// takes the marks away.
#pragma once
#include <string>
#include <vector>

#include "report/facts.h"
#include "report/notation.h"

namespace footfall {

struct Insight {
  std::vector<std::string> facts;  // whose figures it states
  std::string headline;            // the finding, a sentence without its full stop
  std::string comparison;          // what it is compared with, and how sure it is
  std::string why;                 // why it matters
  std::string action;              // what to do
  std::string view;  // of the dashboard: revenue, personas, heat, categories, effects,
                     // rfm, cohorts, value, affinity, forecast, anomalies
  double score = 0;  // share of revenue at stake × certainty
};

inline constexpr double kFalseDiscoveryRate = 0.05;

// Returns the insights, most important first. The same facts give the same insights.
std::vector<Insight> find_insights(const Facts& facts, const Notation& notation);

// Returns how many tests find_insights makes: the family of the false-discovery control.
size_t tests_made(const Facts& facts, const Notation& notation);

}  // namespace footfall
