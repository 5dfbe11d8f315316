// Holds insights_report.md: the report as an analyst would write it, headline first, every number
// marked with its fact (see marked_text.h), so that anybody can hold it to the data.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "report/insights.h"
#include "report/provenance.h"

namespace footfall {

// Findings that the text tells, of those in the order of find_insights().
inline constexpr size_t kMostInsights = 8;

struct ReportContext {
  Provenance provenance;
  std::vector<std::string> notes;             // how the data were read
  std::map<std::string, std::string> absent;  // metrics that the data do not allow, and why
  bool has_segments = false;                  // personas are segments that were found in the data
  std::vector<std::string> figures;           // files beside the report
};

// Returns the text of the file.
std::string insights_report(const Facts& facts, const std::vector<Insight>& insights,
                            const Notation& notation, const ReportContext& context);

// Returns the line that defines a mark, "[revenue]: facts.json "Revenue: sum of the amounts"",
// which renderers show when the number is pointed at; empty for a fact that there is not.
std::string definition_of(const Facts& facts, const std::string& mark);

// Returns the marks of a text in the order in which they first occur: "revenue", "change:fall".
std::vector<std::string> marks_of(std::string_view text);

}  // namespace footfall
