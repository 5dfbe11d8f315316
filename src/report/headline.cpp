#include "report/headline.h"

namespace footfall {

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
  return headline + ": " + fact_text(notation, *revenue) + " from " + fact_text(notation, *count) +
         (count->value == 1 ? " transaction" : " transactions");
}

}  // namespace footfall
