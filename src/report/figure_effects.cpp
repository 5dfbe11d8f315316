#include <algorithm>
#include <cmath>
#include <map>

#include "report/figures.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

constexpr double kTop = 72, kRow = 28;

std::string sized(const Notation& notation, double count) {
  return grouped_number(notation, count, count < 9.95 ? 1 : 0);
}

}  // namespace

Result<std::string> draw_weekday_hour(const FigureInput& in) {
  const auto frame = in.measured.metric("weekday_hour");
  if (!frame) return frame.error();
  if (*frame == nullptr || value_of(in.facts, "transactions") < 30) return std::string();
  std::map<std::pair<int, int>, double> cells;
  int first = 23, last = 0;
  double most = 0;
  for (size_t r = 0; r < (*frame)->rows; ++r) {
    if (!text_at(**frame, "persona", r).empty()) continue;
    const int weekday = static_cast<int>(number_at(**frame, "weekday", r).value_or(1));
    const int hour = static_cast<int>(number_at(**frame, "hour", r).value_or(0));
    const double count = number_at(**frame, "transactions_per_day", r).value_or(0);
    cells[{weekday, hour}] = count;
    first = std::min(first, hour);
    last = std::max(last, hour);
    most = std::max(most, count);
  }
  if (cells.empty() || most <= 0) return std::string();
  const Fact* hour = in.facts.find("hour.busiest");
  const std::string measure = "Transactions by weekday and hour";
  const std::string finding = hour != nullptr && in.is_told("hour.busiest")
                                  ? "Busiest from " + fact_text(in.notation, *hour)
                                  : measure;
  const double left = 116, width = (736 - left) / (last - first + 1);
  // A period of less than a week has not every weekday.
  std::vector<int> weekdays;
  for (int weekday = 1; weekday <= 7; ++weekday) {
    const auto found = cells.lower_bound({weekday, 0});
    if (value_of(in.facts, "period.days") >= 7 ||
        (found != cells.end() && found->first.first == weekday))
      weekdays.push_back(weekday);
  }
  const double bottom = kTop + kRow * static_cast<double>(weekdays.size());
  Svg svg(kFigureWidth, bottom + 36, finding,
          "Table of the transactions of a mean day, by weekday and hour from " +
              std::to_string(first) + " to " + std::to_string(last + 1) +
              " h; the darkest cell holds " + sized(in.notation, most) + ".");
  svg.heading(finding, "Transactions of a mean day" +
                           std::string(finding == measure ? "" : ", by weekday and hour"));
  // Numbers in every cell, where they have room.
  const bool has_numbers = text_width(sized(in.notation, most), {11}) <= width - 4;
  for (size_t row = 0; row < weekdays.size(); ++row) {
    const int weekday = weekdays[row];
    const double y = kTop + kRow * static_cast<double>(row);
    svg.text({left - 10, y + 18}, weekday_name(weekday), "", Anchor::kEnd);
    for (int h = first; h <= last; ++h) {
      const auto found = cells.find({weekday, h});
      const double x = left + width * (h - first);
      if (found == cells.end() || found->second <= 0) {
        svg.rect({x, y}, {width - 2, kRow - 2}, "wash");
        continue;
      }
      const int step = std::clamp(static_cast<int>(std::ceil(found->second / most * 7)), 1, 7);
      svg.rect({x, y}, {width - 2, kRow - 2}, std::string("s").append(std::to_string(step)));
      const std::string number = sized(in.notation, found->second);
      if (has_numbers && number != "0.0") {
        svg.text({x + width / 2 - 1, y + 17}, number,
                 std::string("on").append(std::to_string(step)), Anchor::kMiddle);
      }
    }
  }
  const int every = width < 24 ? 3 : 1;
  for (int h = first; h <= last; ++h) {
    if ((h - first) % every != 0) continue;
    svg.text({left + width * (h - first) + width / 2 - 1, bottom + 16},
             std::to_string(h) + (h == last || every > 1 ? " h" : ""), "small", Anchor::kMiddle);
  }
  return svg.finish();
}

namespace {

constexpr const char* kKinds[] = {"festival", "weekend"};
constexpr double kValueRoom = 62;  // for the value at the right of a panel

// A row of the figure of uplifts: what `fact` below "uplift.festival." and its like say.
struct UpliftRow {
  std::string name, fact;
  bool is_strong = false;
};

// Without an interval there is too little to show.
const Fact* shown_uplift(const FigureInput& in, const UpliftRow& row, int kind) {
  const Fact* fact = in.facts.find(std::string("uplift.") + kKinds[kind] + "." + row.fact);
  return fact != nullptr && fact->low && fact->high ? fact : nullptr;
}

// Whether transactions cannot differ, as those of a subscription: 0.0 % from end to end.
bool is_nothing(const FigureInput& in, const UpliftRow& row) {
  constexpr double kRoundsToZero = 0.0005;
  for (const int kind : {0, 1}) {
    const Fact* fact = shown_uplift(in, row, kind);
    if (fact != nullptr && std::max(std::fabs(*fact->low), std::fabs(*fact->high)) >= kRoundsToZero)
      return false;
  }
  return true;
}

std::vector<UpliftRow> uplift_rows(const FigureInput& in) {
  std::vector<UpliftRow> rows = {{"all, pooled", "pooled", true},
                                 {"at an equal mix", "within", true}};
  const auto personas = words_of(in.facts, "persona");
  for (size_t i = 0; i < personas.size() && i < 8; ++i) {
    rows.push_back({display_name(in.facts.find("persona." + personas[i] + ".name")->text),
                    "persona." + personas[i]});
  }
  std::erase_if(rows, [&](const UpliftRow& row) {
    return shown_uplift(in, row, 0) == nullptr && shown_uplift(in, row, 1) == nullptr;
  });
  const size_t removed = std::erase_if(rows, [&](const auto& row) { return is_nothing(in, row); });
  if (removed > 0 && rows.size() == 1) rows.clear();  // all others are nothing
  return rows;
}

std::string uplift_finding(const FigureInput& in, const Fact& pooled, int kind) {
  const std::string when = kind == 0 ? "on festival days" : "at weekends";
  if (*pooled.low * *pooled.high <= 0)
    return "The average transaction shows no clear difference " + when;
  // Clear, but no finding: the text says nothing of it, and so does the figure.
  if (!in.is_told(pooled.id)) return "Average transaction " + when + " and on other days";
  return "The average transaction is " + percent_text(std::fabs(pooled.value), 0) +
         (pooled.value < 0 ? " lower " : " higher ") + when;
}

// A panel from `begin` to `end`, with an axis of its own that spans `ticks` as all do.
void draw_panel(Svg& svg, const FigureInput& in, const std::vector<UpliftRow>& rows, int kind,
                double begin, double end, const std::vector<double>& ticks) {
  const double bottom = kTop + 26 + kRow * static_cast<double>(rows.size());
  const auto x = [&](double value) {
    return begin +
           (value - ticks.front()) / (ticks.back() - ticks.front()) * (end - begin - kValueRoom);
  };
  // A step of 2.5 % needs its decimal.
  const double step = (ticks[1] - ticks[0]) * 100;
  const int decimals = std::fabs(step - std::round(step)) < 1e-6 ? 0 : 1;
  svg.text({begin, kTop + 10}, kind == 0 ? "festival days" : "weekends", "ink");
  for (const double tick : ticks) {
    svg.line({x(tick), kTop + 22}, {x(tick), bottom}, std::fabs(tick) < 1e-9 ? "axis" : "hair");
    svg.text({x(tick), bottom + 18}, percent_text(tick, decimals), "small", Anchor::kMiddle);
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    const Fact* fact = shown_uplift(in, rows[r], kind);
    if (fact == nullptr) continue;
    const double y = kTop + 40 + kRow * static_cast<double>(r);
    svg.line({x(*fact->low), y}, {x(*fact->high), y}, "interval");
    svg.circle({x(fact->value), y}, 4, "dot");
    svg.text({end, y + 4}, signed_fact_text(in.notation, *fact), "value", Anchor::kEnd);
  }
}

}  // namespace

Result<std::string> draw_uplifts(const FigureInput& in) {
  const std::vector<UpliftRow> rows = uplift_rows(in);
  if (rows.empty()) return std::string();
  std::vector<int> panels;
  double low = 0, high = 0, widest = 0;
  for (const int kind : {0, 1}) {
    if (shown_uplift(in, {"", "pooled"}, kind) != nullptr) panels.push_back(kind);
    for (const UpliftRow& row : rows) {
      const Fact* fact = shown_uplift(in, row, kind);
      if (fact == nullptr) continue;
      low = std::min(low, *fact->low);
      high = std::max(high, *fact->high);
      widest = std::max(widest, text_width(row.name));
    }
  }
  if (panels.empty() || !(high > low)) return std::string();
  const std::string finding =
      uplift_finding(in, *shown_uplift(in, {"", "pooled"}, panels[0]), panels[0]);
  const auto count = static_cast<double>(panels.size());
  const double left = std::clamp(widest + 40, 150.0, 320.0), gap = 24;
  const double width = (736 - left - gap * (count - 1)) / count;
  Svg svg(kFigureWidth, kTop + 60 + kRow * static_cast<double>(rows.size()), finding,
          "Differences of the average transaction to other days, with 95 % intervals.");
  svg.heading(finding,
              "Difference of the average transaction to other days, with its 95 % interval");
  for (size_t r = 0; r < rows.size(); ++r) {
    svg.text({left - 14, kTop + 44 + kRow * static_cast<double>(r)},
             fitted(rows[r].name, left - 24), rows[r].is_strong ? "ink" : "", Anchor::kEnd);
  }
  for (size_t p = 0; p < panels.size(); ++p) {
    const double begin = left + (width + gap) * static_cast<double>(p);
    draw_panel(svg, in, rows, panels[p], begin, begin + width, round_ticks(low, high, 3));
  }
  return svg.finish();
}

}  // namespace footfall
