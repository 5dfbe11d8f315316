// Holds what is worth telling of the facts, in words: rules that look for it, kept only where the
// data rule out chance, ranked by how much money is at stake.
#pragma once
#include <string>
#include <vector>

#include "report/facts.h"

namespace footfall {

struct Insight {
  std::vector<std::string> facts;  // whose figures it states
  std::string headline;            // the finding, a sentence
  std::string comparison;          // what it is compared with, and how sure it is
  std::string why;                 // why it matters
  std::string action;              // what to do
  std::string view;  // of the dashboard: revenue, personas, heat, categories, effects, …
  double score = 0;  // money at stake, as a share of revenue, times certainty
};

}  // namespace footfall
