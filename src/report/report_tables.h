// Holds the sections of insights_report.md that lie below the findings: tables for reference and
// what goes with them. Each returns Markdown with its heading, or nothing where there is no data.
#pragma once
#include <string>

#include "report/facts.h"
#include "report/insights_text.h"
#include "report/marked_text.h"

namespace footfall {

std::string persona_section(const Facts& facts, const FactWriter& w, const ReportContext& context);
std::string time_section(const Facts& facts, const FactWriter& w);
std::string category_section(const Facts& facts, const FactWriter& w);
std::string customer_section(const Facts& facts, const FactWriter& w);
std::string ahead_section(const Facts& facts, const FactWriter& w);

// Returns list items of what the data lack, and what they cannot say therefore.
std::string what_cannot_be_said(const FactWriter& w, const ReportContext& context);

}  // namespace footfall
