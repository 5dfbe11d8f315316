#include "report/report.h"

#include <algorithm>

#include "report/executive_summary.h"
#include "report/fact_sections.h"
#include "report/figures.h"
#include "report/insights_text.h"
#include "report/measurements.h"
#include "report/topic_files.h"

namespace footfall {

Result<Report> make_report(Analysis& analysis, const Provenance& provenance) {
  Measurements measured(analysis);
  FOOTFALL_TRY(measured.prepare());
  auto facts = collect_facts(measured);
  if (!facts) return facts.error();
  Report report;
  report.notation = notation_of(analysis.capabilities);
  add_source(provenance, report.notation, *facts);
  report.insights = find_insights(*facts, report.notation);
  report.facts = std::move(*facts);
  auto summary = executive_summary(measured, report.facts, report.insights, provenance);
  if (!summary) return summary.error();
  report.summary = std::move(*summary);
  auto files = topic_files(measured);
  if (!files) return files.error();
  report.files = std::move(*files);
  auto figures = draw_figures({measured, report.facts, report.notation, report.insights});
  if (!figures) return figures.error();
  std::vector<std::string> drawn;
  for (ReportFile& figure : *figures) {
    drawn.push_back(figure.name);
    report.files.push_back(std::move(figure));
  }
  report.files.push_back({"executive_summary.json", report.summary});
  report.files.push_back({"facts.json", facts_json(report.facts)});
  report.files.push_back(
      {"insights_report.md", insights_report(report.facts, report.insights, report.notation,
                                             {provenance, analysis.notes, measured.absent(),
                                              analysis.shape.personas_assigned, drawn})});
  std::sort(report.files.begin(), report.files.end(),
            [](const ReportFile& a, const ReportFile& b) { return a.name < b.name; });
  return report;
}

}  // namespace footfall
