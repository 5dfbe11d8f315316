#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "report/figures.h"

namespace footfall {

namespace {

constexpr double kLeft = 84, kRight = 736, kTop = 90, kBottom = 306, kHeight = 358;
constexpr Face kSmall{11};
constexpr size_t kMostDays = 400;                   // beyond them, weeks
constexpr size_t kShownHistory = 60;                // days before a forecast
constexpr size_t kMostDated = 4;                    // rings with their date
constexpr size_t kNameRows = 5, kFreeNameRows = 2;  // above the plot, and of them without more room
constexpr double kNameRow = 14;

struct DayPoint {
  Day day = 0;
  double value = 0;
  bool is_weekend = false;
  std::string festival = {};
  bool is_closed = false;  // lines pass it over
};

std::vector<DayPoint> days_of(const Frame& daily) {
  std::vector<DayPoint> days;
  for (size_t r = 0; r < daily.rows; ++r) {
    days.push_back(
        {day_at(daily, "date", r).value_or(0), number_at(daily, "revenue", r).value_or(0),
         number_at(daily, "is_weekend", r).value_or(0) != 0, text_at(daily, "festival", r),
         number_at(daily, "is_closed", r).value_or(0) != 0});
  }
  return days;
}

// Means of weeks of seven days, the last days that fill none left out.
std::vector<DayPoint> weeks_of(const std::vector<DayPoint>& days) {
  std::vector<DayPoint> weeks;
  for (size_t i = 0; i + 7 <= days.size(); i += 7) {
    DayPoint week{days[i].day, 0};
    for (size_t d = 0; d < 7; ++d) week.value += days[i + d].value / 7;
    weeks.push_back(week);
  }
  return weeks;
}

// Where days and amounts lie in the figure.
struct Plot {
  Day first = 0, last = 0;
  std::vector<double> ticks;

  double x(double day) const {
    const double span = std::max(1.0, static_cast<double>(last - first));
    return kLeft + (day - first) / span * (kRight - kLeft);
  }
  double y(double value) const {
    return kBottom - (value - ticks.front()) / (ticks.back() - ticks.front()) * (kBottom - kTop);
  }
  double day_width() const { return x(first + 1) - x(first); }
};

void draw_date(Svg& svg, const Plot& plot, Day day, const std::string& label,
               const std::string& year) {
  const double half = text_width(year.size() > label.size() ? year : label, kSmall) / 2;
  const double at = std::clamp(plot.x(day), kLeft + half - 8, kRight - half);
  svg.line({plot.x(day), kBottom}, {plot.x(day), kBottom + 5}, "axis");
  svg.text({at, kBottom + 26}, label, "small", Anchor::kMiddle);
  if (!year.empty()) svg.text({at, kBottom + 40}, year, "small", Anchor::kMiddle);
}

// Mondays of a short period, else the first days of months, every second, third, … where they have
// no room; the year stands below the first and below each January.
void draw_dates(Svg& svg, const Plot& plot) {
  const Day span = plot.last - plot.first;
  if (span <= 70) {
    for (Day day = plot.first; day <= plot.last; ++day) {
      if (span < 7 || weekday_of(day) == 1) draw_date(svg, plot, day, short_date_text(day), "");
    }
    return;
  }
  constexpr double kMonth = 30.4, kRoom = 36;
  unsigned step = 12;
  for (const unsigned months : {6u, 4u, 3u, 2u, 1u}) {
    if (plot.day_width() * kMonth * months >= kRoom) step = months;
  }
  bool is_first = true;
  for (Day day = plot.first; day <= plot.last; ++day) {
    const CivilDate date = civil_from_day(day);
    if (date.day != 1 || (date.month - 1) % step != 0) continue;
    // Years alone, where more of them than have room would stand below one another.
    const unsigned years =
        static_cast<unsigned>(std::ceil(kRoom / (plot.day_width() * kMonth * 12)));
    if (step == 12 && date.year % std::max(1u, years) != 0) continue;
    const std::string year =
        is_first || date.month == 1 ? std::to_string(date.year) : std::string();
    draw_date(svg, plot, day, month_name(date.month).substr(0, 3), year);
    is_first = false;
  }
}

void draw_axes(Svg& svg, const Plot& plot, const Notation& notation) {
  for (const double tick : plot.ticks) {
    svg.line({kLeft, plot.y(tick)}, {kRight, plot.y(tick)},
             std::fabs(tick) < plot.ticks.back() * 1e-9 ? "axis" : "hair");
    svg.text({kLeft - 8, plot.y(tick) + 4}, axis_text(notation, tick, plot.ticks.back()), "small",
             Anchor::kEnd);
  }
  draw_dates(svg, plot);
}

void draw_weekends(Svg& svg, const Plot& plot, const std::vector<DayPoint>& days) {
  if (plot.day_width() < 3) return;
  for (const DayPoint& point : days) {
    if (!point.is_weekend) continue;
    const double begin = std::max(kLeft, plot.x(point.day) - plot.day_width() / 2);
    const double end = std::min(kRight, plot.x(point.day) + plot.day_width() / 2);
    svg.rect({begin, kBottom + 7}, {end - begin, 4}, "neutral");
  }
}

// The days of a festival, and where its name stands: above them in the lowest row that has room.
struct Shade {
  std::string name;
  double left = 0, right = 0, middle = 0;
  size_t row = kNameRows;  // this many: it has no room
};

void place_names(std::vector<Shade>& shades) {
  double free_from[kNameRows] = {};
  for (Shade& shade : shades) {
    const double half = text_width(shade.name, kSmall) / 2;
    shade.middle = std::clamp((shade.left + shade.right) / 2, kLeft + half, kRight - half);
    shade.row = 0;
    while (shade.row < kNameRows && shade.middle - half < free_from[shade.row]) ++shade.row;
    if (shade.row < kNameRows) free_from[shade.row] = shade.middle + half + 8;
  }
}

std::vector<Shade> shades_of(const Plot& plot, const std::vector<DayPoint>& days) {
  std::vector<Shade> shades;
  const double half = std::max(1.0, plot.day_width() / 2);
  for (size_t i = 0; i < days.size();) {
    size_t last = i, next = i + 1;
    for (; next < days.size(); ++next) {
      if (days[next].festival == days[i].festival) {
        last = next;
      } else if (!days[next].is_closed) {
        break;
      }
    }
    if (!days[i].festival.empty()) {
      shades.push_back({fitted(days[i].festival, 170, kSmall),
                        std::max(kLeft, plot.x(days[i].day) - half),
                        std::min(kRight, plot.x(days[last].day) + half)});
    }
    i = last + 1;
  }
  place_names(shades);
  return shades;
}

// Shades each festival's days and names it above.
void draw_festivals(Svg& svg, const std::vector<Shade>& shades) {
  size_t rows = 0;
  for (const Shade& shade : shades) {
    if (shade.row < kNameRows) rows = std::max(rows, shade.row + 1);
  }
  if (rows > kFreeNameRows) svg.lower(kNameRow * static_cast<double>(rows - kFreeNameRows));
  for (const Shade& shade : shades) {
    svg.rect({shade.left, kTop}, {shade.right - shade.left, kBottom - kTop}, "wash");
    if (shade.row == kNameRows) continue;
    svg.text({shade.middle, kTop - 8 - kNameRow * static_cast<double>(shade.row)}, shade.name,
             "small", Anchor::kMiddle);
  }
}

std::string festivals_legend(const std::vector<Shade>& shades) {
  if (shades.empty()) return "";
  const bool are_named = std::all_of(shades.begin(), shades.end(),
                                     [](const Shade& shade) { return shade.row < kNameRows; });
  return are_named ? " · festivals shaded" : " · festivals shaded, named where there is room";
}

// Returns the days that the text tells of as unlike what the calendar explains.
std::vector<DayPoint> ringed_days(const FigureInput& in, const std::vector<DayPoint>& days) {
  std::vector<DayPoint> ringed;
  for (const DayPoint& day : days) {
    const std::string id = "anomaly." + format_date(day.day) + ".";
    const Fact* score = in.facts.find(id + "score");
    if (score == nullptr) continue;
    const char* side = score->value > 0 ? "anomalies.above.days" : "anomalies.below.days";
    if (in.is_told(id + "date") || in.is_told(side)) ringed.push_back(day);
  }
  return ringed;
}

void draw_rings(Svg& svg, const Plot& plot, const std::vector<DayPoint>& ringed) {
  for (const DayPoint& day : ringed) {
    const double x = plot.x(day.day), y = plot.y(day.value);
    svg.circle({x, y}, 6, "ring");
    if (ringed.size() > kMostDated) continue;
    const std::string date = short_date_text(day.day);
    const bool is_right = x + 10 + text_width(date, kSmall) <= kRight;
    svg.text({is_right ? x + 10 : x - 10, y + 4}, date, "small",
             is_right ? Anchor::kStart : Anchor::kEnd);
  }
}

Plot plot_of(const std::vector<DayPoint>& days, double low, double high) {
  // Amounts begin at 0, so that heights can be compared.
  Plot plot{days.front().day, days.back().day, round_ticks(std::min(0.0, low), high, 4)};
  if (plot.ticks.size() < 2) plot.ticks.push_back(plot.ticks.back() + 1);
  return plot;
}

std::vector<Point> points_of(const std::vector<DayPoint>& days, const Plot& plot) {
  std::vector<Point> points;
  for (const DayPoint& day : days) {
    if (!day.is_closed) points.push_back({plot.x(day.day), plot.y(day.value)});
  }
  return points;
}

// Returns the least and the most that lines show.
std::pair<double, double> range_of(std::initializer_list<const std::vector<DayPoint>*> lines) {
  double least = INFINITY, most = -INFINITY;
  for (const auto* line : lines) {
    for (const DayPoint& day : *line) {
      if (day.is_closed) continue;
      least = std::min(least, day.value);
      most = std::max(most, day.value);
    }
  }
  return least <= most ? std::pair(least, most) : std::pair(0.0, 0.0);
}

std::string range_text(Day first, Day last) {
  if (first == last) return date_text(first);
  // The year stands once where it is one.
  std::string begin = date_text(first);
  if (civil_from_day(first).year == civil_from_day(last).year) begin.resize(begin.rfind("\u00a0"));
  return begin + " to " + date_text(last);
}

}  // namespace

Result<std::string> draw_revenue(const FigureInput& in) {
  const auto daily = in.measured.metric("daily");
  if (!daily) return daily.error();
  const Fact* revenue = in.facts.find("revenue");
  if (*daily == nullptr || (*daily)->rows < 2 || revenue == nullptr || revenue->value <= 0)
    return std::string();
  const std::vector<DayPoint> days = days_of(**daily);
  const bool has_weeks = days.size() > kMostDays;
  const std::vector<DayPoint> shown = has_weeks ? weeks_of(days) : days;
  const auto [low, high] = range_of({&shown});
  const Plot plot = plot_of(shown, low, high);
  const std::string measure = has_weeks ? "Revenue a day, mean of each week" : "Revenue by day";
  std::string finding = measure;
  if (in.is_told("trend.revenue")) {
    const Fact *trend = in.facts.find("trend.revenue"), *weeks = in.facts.find("trend.weeks");
    const Fact* years = in.facts.find("trend.years");
    const double apart = years != nullptr ? years->value : 0;
    finding = "Revenue is " + percent_text(std::fabs(trend->value), 0) +
              (trend->value > 0 ? " higher" : " lower") + " in the last " +
              fact_text(in.notation, *weeks) + " weeks than " +
              (apart == 0   ? "in the first " + fact_text(in.notation, *weeks)
               : apart == 1 ? "a year before"
                            : fact_text(in.notation, *years) + " years before");
  } else if (in.is_told("festival_days.revenue")) {
    const Fact* effect = in.facts.find("festival_days.revenue");
    finding = "Revenue of festival days lies " + percent_text(std::fabs(effect->value), 0) +
              (effect->value > 0 ? " above" : " below") + " that of like weekdays";
  }
  const std::vector<Shade> shades = shades_of(plot, days);
  const std::vector<DayPoint> ringed = has_weeks ? std::vector<DayPoint>() : ringed_days(in, days);
  Svg svg(kFigureWidth, kHeight, finding,
          "Line of the revenue from " + range_text(days.front().day, days.back().day) +
              ", between " + money_text(in.notation, low) + " and " +
              money_text(in.notation, high) +
              (shades.empty() ? "." : "; festival days are shaded."));
  const bool has_weekends = plot.day_width() >= 3 && !has_weeks;
  const bool has_closed =
      std::any_of(days.begin(), days.end(), [](const DayPoint& day) { return day.is_closed; });
  const std::string each = finding == measure ? ""
                           : has_weeks        ? "Mean of each week · "
                                              : "By day · ";
  svg.heading(finding, each + range_text(days.front().day, days.back().day) +
                           festivals_legend(shades) +
                           (has_weekends ? " · weekends marked below" : "") +
                           (has_closed && !has_weeks ? " · closed days left out" : "") +
                           (ringed.empty() ? "" : " · ringed: not explained by the calendar"));
  draw_festivals(svg, shades);
  draw_axes(svg, plot, in.notation);
  if (has_weekends) draw_weekends(svg, plot, days);
  svg.path(points_of(shown, plot), "now");
  draw_rings(svg, plot, ringed);
  return svg.finish();
}

Result<std::string> draw_forecast(const FigureInput& in) {
  const auto forecast = in.measured.metric("forecast");
  if (!forecast) return forecast.error();
  const auto daily = in.measured.metric("daily");
  if (!daily) return daily.error();
  if (*forecast == nullptr || *daily == nullptr) return std::string();
  std::vector<DayPoint> past = days_of(**daily), ahead, low, high;
  for (size_t r = 0; r < (*forecast)->rows; ++r) {
    const auto day = day_at(**forecast, "date", r);
    if (text_at(**forecast, "series", r) != "revenue" || !day) continue;
    const double mean = number_at(**forecast, "mean", r).value_or(0);
    const double most = number_at(**forecast, "high", r).value_or(mean);
    const bool is_closed = most <= 0;
    ahead.push_back({*day, mean, false, text_at(**forecast, "festival", r), is_closed});
    low.push_back({*day, number_at(**forecast, "low", r).value_or(mean), false, "", is_closed});
    high.push_back({*day, most, false, "", is_closed});
  }
  if (ahead.size() < 2 || past.size() < 2) return std::string();
  if (past.size() > kShownHistory)
    past.erase(past.begin(), past.end() - static_cast<ptrdiff_t>(kShownHistory));
  const auto [least, most] = range_of({&past, &low, &high});
  Plot plot = plot_of(past, least, most);
  plot.last = ahead.back().day;
  const Fact* total = in.facts.find("forecast.revenue");
  const std::string finding =
      total != nullptr ? "Expected from " + range_text(ahead.front().day, ahead.back().day) + ": " +
                             money_text(in.notation, total->value) + " of revenue"
                       : "Revenue expected";
  Svg svg(kFigureWidth, kHeight, finding,
          "Revenue by day so far, and its forecast with a band of 95 % from " +
              range_text(ahead.front().day, ahead.back().day) + ".");
  std::vector<Point> band = points_of(high, plot);
  const std::vector<Point> under = points_of(low, plot);
  band.insert(band.end(), under.rbegin(), under.rend());
  std::vector<DayPoint> all = past;
  all.insert(all.end(), ahead.begin(), ahead.end());
  const std::vector<Shade> shades = shades_of(plot, all);
  svg.heading(finding,
              "Revenue by day so far, then as expected, in a band that holds 95 % of the days" +
                  festivals_legend(shades));
  draw_festivals(svg, shades);
  draw_axes(svg, plot, in.notation);
  svg.path(band, "area", true);
  svg.path(points_of(past, plot), "past");
  svg.path(points_of(ahead, plot), "now");
  return svg.finish();
}

}  // namespace footfall
