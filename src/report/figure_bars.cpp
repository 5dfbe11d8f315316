#include <algorithm>
#include <cmath>

#include "report/figures.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

constexpr double kRow = 26, kTop = 72, kEnd = 736;
constexpr Face kTitle{16, true};
constexpr double kNameInTitle = 430;  // pixels of 712
constexpr size_t kMostBars = 14;
constexpr size_t kMostColours = 8;

struct Bar {
  std::string name, style, value;
  bool is_ranked = false;  // the name says a rank, since the usual one would say too much
  double share = 0;
  std::optional<double> tick = {};  // a second share, of customers
};

// Bars of shares with their values, and the second share as a tick across.
std::string draw_bars(const std::string& finding, const std::string& measure,
                      const std::string& description, const std::vector<Bar>& bars,
                      const std::string& rest) {
  const double height =
      kTop + kRow * static_cast<double>(bars.size()) + (rest.empty() ? 12 : 12 + kRow);
  Svg svg(kFigureWidth, height, finding, description);
  svg.heading(finding, measure);
  double most = 0, widest = 0, longest = 0;
  for (const Bar& bar : bars) {
    longest = std::max(longest, text_width(bar.name));
    most = std::max({most, bar.share, bar.tick.value_or(0)});
    widest = std::max(widest, text_width(bar.value));
  }
  const double left = std::clamp(longest + 32, 140.0, 320.0), room = kEnd - left - widest - 12;
  const auto x = [&](double share) { return left + (most > 0 ? share / most : 0) * room; };
  std::vector<std::string> names;
  for (const Bar& bar : bars) names.push_back(bar.name);
  names = fitted_apart(names, left - 31);
  for (size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    const double y = kTop + kRow * static_cast<double>(i);
    svg.text({left - 8, y + 13}, names[i], "", Anchor::kEnd);
    svg.rect({x(0), y + 2}, {std::max(1.0, x(bar.share) - x(0)), 14}, bar.style);
    if (bar.tick) svg.line({x(*bar.tick), y - 1}, {x(*bar.tick), y + 19}, "mark");
    svg.text({std::max(x(bar.share), x(bar.tick.value_or(0))) + 8, y + 13}, bar.value, "value");
  }
  svg.line({x(0), kTop - 4}, {x(0), kTop + kRow * static_cast<double>(bars.size()) - 2}, "axis");
  if (!rest.empty())
    svg.text({left, kTop + kRow * static_cast<double>(bars.size()) + 14}, rest, "note");
  return svg.finish();
}

// One bar a word of a dimension: its share and amount of revenue.
std::vector<Bar> bars_of(const FigureInput& in, const std::string& dimension, size_t most) {
  std::vector<Bar> bars;
  const auto words = words_of(in.facts, dimension);
  for (size_t i = 0; i < words.size() && i < most; ++i) {
    const std::string id = dimension + "." + words[i] + ".";
    const Fact* share = in.facts.find(id + "revenue_share");
    const Fact* revenue = in.facts.find(id + "revenue");
    if (share == nullptr || revenue == nullptr) continue;
    const std::string name = told_name(in.facts, id);
    Bar bar{display_name(in.facts.find(name)->text), "bar",
            percent_text(share->value, 1) + " · " + money_text(in.notation, revenue->value),
            name.ends_with("rank_name"), share->value};
    if (const Fact* customers = in.facts.find(id + "customer_share")) bar.tick = customers->value;
    bars.push_back(std::move(bar));
  }
  return bars;
}

std::string list_of(const std::vector<Bar>& bars) {
  std::string text;
  for (const Bar& bar : bars)
    text += (text.empty() ? "" : "; ") + bar.name + " " + percent_text(bar.share, 1);
  return text + ".";
}

std::string rest_text(size_t left, const std::string& file) {
  return left == 0 ? "" : std::to_string(left) + " more in " + file;
}

}  // namespace

Result<std::string> draw_personas(const FigureInput& in) {
  std::vector<Bar> bars = bars_of(in, "persona", kMostBars);
  if (bars.size() < 2) return std::string();
  // One persona has one colour here and on the page, whatever it brings.
  const auto order = in.measured.session().fetch(personas_in_order(in.measured.analysis()));
  if (!order) return order.error();
  for (size_t row = 0; row < order->rows; ++row) {
    for (Bar& bar : bars) {
      if (bar.name == display_name(text_at(*order, "persona", row)))
        bar.style = std::string("p").append(std::to_string(std::min(row, kMostColours) + 1));
    }
  }
  double transactions = 0;
  for (const std::string& word : words_of(in.facts, "persona"))
    transactions += value_of(in.facts, "persona." + word + ".transactions");
  const std::string whole = persona_revenue(in.facts, transactions);
  // The persona that the text tells of, else the one with the most revenue.
  size_t told = 0;
  const auto words = words_of(in.facts, "persona");
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string id = "persona." + words[i] + ".";
    if (!in.is_told(id + "contrast")) continue;
    for (size_t bar = 0; bar < bars.size(); ++bar) {
      if (bars[bar].name == display_name(in.facts.find(id + "name")->text)) told = bar;
    }
  }
  const std::string finding =
      fitted(bars[told].name, kNameInTitle, kTitle) + ": " + percent_text(bars[told].share, 0) +
      " of " + whole +
      (bars[told].tick ? ", " + percent_text(*bars[told].tick, 0) + " of the customers" : "");
  return draw_bars(
      finding,
      "Share of " + whole + (bars[0].tick ? " (bar) and of active customers (line across)" : ""),
      "Bars of the share of " + whole + ": " + list_of(bars), bars,
      rest_text(words_of(in.facts, "persona").size() - bars.size(), "persona_performance.csv"));
}

namespace {

// Whether the first bar is the longest by more than chance: amounts vary as transactions do.
bool leads(const Facts& facts, const std::vector<Bar>& bars) {
  if (bars.size() < 2) return false;
  const double gap = bars[0].share - bars[1].share;
  const double spread = bars[0].share + bars[1].share - gap * gap;
  const double independent = independent_purchases(facts);
  return independent > 0 && gap > 1.96 * std::sqrt(spread / independent);
}

}  // namespace

Result<std::string> draw_categories(const FigureInput& in) {
  const std::vector<Bar> bars = bars_of(in, "category", kMostBars);
  if (bars.empty()) return std::string();
  const auto count = static_cast<size_t>(value_of(in.facts, "categories"));
  const std::string finding = leads(in.facts, bars)
                                  ? fitted(bars[0].name, kNameInTitle, kTitle) + " leads with " +
                                        percent_text(bars[0].share, 0) + " of revenue"
                                  : "Revenue by category";
  return draw_bars(finding, "Share of revenue, and amount",
                   "Bars of the share of revenue: " + list_of(bars), bars,
                   rest_text(count - bars.size(), "categories.csv"));
}

Result<std::string> draw_segments(const FigureInput& in) {
  const std::vector<Bar> bars = bars_of(in, "segment", kMostBars);
  if (bars.empty() || !has_segments(in.facts)) return std::string();
  const auto best = std::max_element(bars.begin(), bars.end(),
                                     [](const Bar& a, const Bar& b) { return a.share < b.share; });
  const std::string whole = customer_revenue(in.facts);
  // A rank is no finding: somebody comes last though all have bought within days.
  const std::string finding = best->is_ranked
                                  ? "Revenue by recency and frequency of purchases"
                                  : best->name + ": " + percent_text(best->tick.value_or(0), 0) +
                                        " of the " + known_customers(in.facts) + ", " +
                                        percent_text(best->share, 0) + " of " + whole;
  return draw_bars(finding,
                   "Segments by recency, frequency and value: share of " + whole +
                       " (bar) and of customers (line across)",
                   "Bars of the share of " + whole + ": " + list_of(bars), bars, "");
}

}  // namespace footfall
