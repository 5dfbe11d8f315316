#include "report/headline.h"

namespace footfall {

std::string deductions_of(const Facts& facts) {
  if (facts.find("revenue.after_deductions") == nullptr) return "";
  const bool has_discounts = facts.find("discounts.amount") != nullptr;
  const bool has_refunds = facts.find("refunds.amount") != nullptr;
  return std::string(has_discounts && has_refunds ? "discounts and refunds"
                     : has_discounts              ? "discounts"
                                                  : "refunds") +
         " of single orders";
}

std::string headline_text(const std::string& title, const Facts& facts, const Notation& notation) {
  const Fact* revenue = facts.find("revenue");
  const Fact* count = facts.find("transactions");
  const Fact* start = facts.find("period.start");
  const Fact* end = facts.find("period.end");
  std::string headline = title;
  if (start != nullptr) headline += ", " + fact_text(notation, *start);
  if (end != nullptr && start != nullptr && end->value != start->value)
    headline += " to " + fact_text(notation, *end);
  if (count == nullptr || count->value == 0) return headline + ": no transactions";
  if (revenue == nullptr) return headline;
  headline += ": " + fact_text(notation, *revenue);
  const std::string off = deductions_of(facts);
  if (!off.empty()) {
    headline += " before " + off + ", " +
                fact_text(notation, *facts.find("revenue.after_deductions")) + " after them,";
  }
  return headline + " from " + fact_text(notation, *count) +
         (count->value == 1 ? " transaction" : " transactions");
}

}  // namespace footfall
