// Holds the check of a report's text against the facts, whoever wrote or edited it: every number
// must carry a mark (see marked_text.h), and be its fact at the precision with which it is printed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/facts.h"
#include "report/notation.h"

namespace footfall {

struct Mismatch {
  size_t line = 0;   // from 1
  std::string what;  // "says ₹29.58 crore; revenue is ₹29.57 crore"
};

struct TextCheck {
  size_t checked = 0;  // marked numbers and names
  std::vector<Mismatch> mismatches;
};

TextCheck check_text(std::string_view text, const Facts& facts, const Notation& notation);

// Returns the first line of a file of a report that is not what was recomputed, nothing where all
// agree: "says A; recomputed it is B". Numbers with a fraction agree that differ by one in the 12th
// digit, since sums in another order of rows do; all else, money as well, has to be the same.
std::optional<Mismatch> first_difference(std::string_view written, std::string_view recomputed);

// Returns what is wrong with `text`, printed for the fact that `mark` names; empty when it agrees.
std::string disagreement(const std::string& text, const std::string& mark, const Facts& facts,
                         const Notation& notation);

}  // namespace footfall
