#include "report/figures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>

namespace footfall {

std::string axis_text(const Notation& notation, double value, double top) {
  struct Unit {
    double size;
    const char* word;
  };
  constexpr Unit kIndian[] = {{1e7, " cr"}, {1e5, " L"}, {1, ""}};
  constexpr Unit kWestern[] = {{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}, {1, ""}};
  const std::span<const Unit> units =
      notation.is_indian ? std::span<const Unit>(kIndian) : kWestern;
  size_t i = 0;
  while (i + 1 < units.size() && top < units[i].size) ++i;
  const Unit& unit = units[i];
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", value / unit.size);
  const std::string digits =
      unit.size == 1 && std::fabs(value) >= 1000 ? grouped_number(notation, value, 0) : text;
  return notation.symbol + digits + (value == 0 ? "" : unit.word);
}

bool FigureInput::is_told(std::string_view fact) const {
  return std::any_of(insights.begin(), insights.end(), [&](const Insight& insight) {
    return std::find(insight.facts.begin(), insight.facts.end(), fact) != insight.facts.end();
  });
}

Result<std::vector<ReportFile>> draw_figures(const FigureInput& in) {
  const struct {
    const char* file;
    Result<std::string> (*draw)(const FigureInput&);
  } kFigures[] = {{"revenue.svg", draw_revenue},           {"personas.svg", draw_personas},
                  {"weekday_hour.svg", draw_weekday_hour}, {"uplifts.svg", draw_uplifts},
                  {"categories.svg", draw_categories},     {"rfm.svg", draw_segments},
                  {"forecast.svg", draw_forecast}};
  std::vector<ReportFile> files;
  for (const auto& figure : kFigures) {
    auto text = figure.draw(in);
    if (!text) return text.error();
    if (!text->empty()) files.push_back({figure.file, std::move(*text)});
  }
  return files;
}

}  // namespace footfall
