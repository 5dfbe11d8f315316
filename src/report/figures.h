// Holds the figures of a report, as SVG beside insights_report.md: they draw the same metrics that
// the texts are about.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "report/facts.h"
#include "report/insights.h"
#include "report/measurements.h"
#include "report/notation.h"
#include "report/report_folder.h"
#include "report/svg.h"

namespace footfall {

// What a figure is drawn from.
struct FigureInput {
  Measurements& measured;
  const Facts& facts;
  const Notation& notation;
  const std::vector<Insight>& insights;

  // Whether an insight states that fact: a heading claims nothing that is within noise.
  bool is_told(std::string_view fact) const;
};

// Returns the figures that the data allow. Errors: as run_metric.
Result<std::vector<ReportFile>> draw_figures(const FigureInput& in);

// Each returns the text of its file, empty where there is nothing to draw.
Result<std::string> draw_revenue(const FigureInput& in);
Result<std::string> draw_forecast(const FigureInput& in);
Result<std::string> draw_personas(const FigureInput& in);
Result<std::string> draw_categories(const FigureInput& in);
Result<std::string> draw_segments(const FigureInput& in);
Result<std::string> draw_weekday_hour(const FigureInput& in);
Result<std::string> draw_uplifts(const FigureInput& in);

inline constexpr double kFigureWidth = 760;

// Returns the text of an axis label in one unit for the whole axis: ₹80 L, $1.2M; `top` is the
// largest value on it.
std::string axis_text(const Notation& notation, double value, double top);

}  // namespace footfall
