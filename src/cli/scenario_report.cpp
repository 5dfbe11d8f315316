#include "cli/scenario_report.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/figures.h"
#include "cli/persona_table.h"
#include "cli/text_table.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDayTypeNames[kDayTypes] = {"ordinary", "weekend", "festival",
                                                  "festival weekend", "closed"};
constexpr size_t kNarrowestName = 8;

std::string percent(double share) { return percent_text(share); }

std::string uplift_cell(const std::optional<Uplift>& uplift) {
  return uplift ? percent_text(uplift->mean, 1, true) : "none";
}

std::string deviation_cell(const std::optional<Uplift>& uplift) {
  return uplift ? formatted("± %.1f", uplift->deviation * 100) : "";
}

double share_of(const ExpectedTotals& part, const ExpectedTotals& all) {
  return all.revenue_paise > 0 ? part.revenue_paise / all.revenue_paise : 0;
}

// Returns transactions, average, items and share, the cells that both tables have.
std::vector<std::string> totals_cells(const Locale& locale, const ExpectedTotals& totals,
                                      const ExpectedTotals& all) {
  const bool sold = totals.transactions > 0;  // without a basket there is no average one
  return {count_text(locale, totals.transactions),
          sold ? money_text(locale, totals.average_paise()) : "none",
          sold ? formatted("%.2f", totals.lines_a_basket()) : "none",
          percent(share_of(totals, all))};
}

TextTable persona_rows(const Scenario& scenario, const Expectation& expected, size_t widest) {
  const Locale& locale = scenario.locale;
  const ExpectedTotals& all = expected.all;
  TextTable table({{"Persona"},
                   {"Transactions", true},
                   {"Average", true},
                   {"Items", true},
                   {"Share", true},
                   {"Festival", true},
                   {"Weekend", true}});
  const auto row = [&](const std::string& name, const ExpectedTotals& totals,
                       const Uplifts& uplifts) {
    std::vector<std::string> cells = totals_cells(locale, totals, all);
    cells.insert(cells.begin(), shortened(name, widest));
    cells.push_back(uplift_cell(uplifts.festival));
    cells.push_back(uplift_cell(uplifts.weekend));
    return cells;
  };
  for (size_t p = 0; p < scenario.personas.size(); ++p)
    table.add(row(scenario.personas[p].name, expected.personas[p], expected.persona_uplifts[p]));
  table.add_total(row("All", all, expected.uplifts));
  table.add({"", "± " + count_text(locale, std::sqrt(all.transactions_variance)),
             "± " + money_text(locale, std::sqrt(all.average_variance())), "", "",
             deviation_cell(expected.uplifts.festival), deviation_cell(expected.uplifts.weekend)});
  return table;
}

// Returns the table that `make` makes with names as long as the terminal has room for; without a
// terminal names stay whole.
template <typename Make>
TextTable fitted(const Scenario& scenario, const Make& make) {
  size_t widest = kNarrowestName;
  for (const Persona& persona : scenario.personas)
    widest = std::max(widest, width_of(persona.name));
  const size_t width = make(widest).width();
  const auto columns = static_cast<size_t>(text_columns(STDOUT_FILENO));
  if (::isatty(STDOUT_FILENO) && width > columns)
    widest -= std::min(widest - kNarrowestName, width - columns);
  return make(widest);
}

TextTable day_rows(const Scenario& scenario, const Expectation& expected) {
  const Locale& locale = scenario.locale;
  TextTable table({{"Days"},
                   {"Number", true},
                   {"Transactions", true},
                   {"a day", true},
                   {"Average", true},
                   {"Items", true},
                   {"Share", true}});
  for (size_t t = 0; t < kDayTypes; ++t) {
    const auto& [days, totals] = expected.day_types[t];
    if (days == 0) continue;
    std::vector<std::string> cells = totals_cells(locale, totals, expected.all);
    cells.insert(cells.begin() + 1, count_text(locale, totals.transactions / days));
    if (t == kClosedDay) std::fill(cells.begin(), cells.end(), "");
    cells.insert(cells.begin(), {kDayTypeNames[t], std::to_string(days)});
    table.add(std::move(cells));
  }
  return table;
}

std::string at_1_text(size_t categories) {
  return categories == 0 ? "" : ", " + std::to_string(categories) + " capped";
}

// Says what a cap means, where there is one.
std::string capped_text(const Solution& solution, const Style& style) {
  const bool capped =
      std::any_of(solution.applied.begin(), solution.applied.end(),
                  [](const AppliedScales& a) { return a.visit_is_1 || a.items_at_1 > 0; });
  if (!capped) return "";
  return "\n" + style.dim +
         "  capped: a probability that would have to be higher is 1;\n"
         "  the other probabilities of the target make up for it.\n" +
         style.plain;
}

Json totals_json(const ExpectedTotals& totals) {
  return {{"transactions", totals.transactions},
          {"items", totals.lines},
          {"revenue", totals.revenue_paise / 100},
          {"average_transaction", totals.average_paise() / 100},
          {"items_a_basket", totals.lines_a_basket()},
          {"transactions_deviation", std::sqrt(totals.transactions_variance)},
          {"revenue_deviation", std::sqrt(totals.revenue_variance) / 100},
          {"average_transaction_deviation", std::sqrt(totals.average_variance()) / 100}};
}

Json uplift_json(const std::optional<Uplift>& uplift) {
  if (!uplift) return nullptr;
  return {{"mean", uplift->mean}, {"deviation", uplift->deviation}};
}

void add_uplifts(Json& json, const Uplifts& uplifts) {
  json["festival_uplift"] = uplift_json(uplifts.festival);
  json["weekend_uplift"] = uplift_json(uplifts.weekend);
}

Json expectation_object(const Scenario& scenario, const Expectation& expected) {
  Json json = totals_json(expected.all);
  add_uplifts(json, expected.uplifts);
  json["personas"] = Json::array();
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    Json row = {{"persona", scenario.personas[p].name},
                {"customers", customer_count(scenario, scenario.personas[p])},
                {"revenue_share", share_of(expected.personas[p], expected.all)}};
    row.update(totals_json(expected.personas[p]));
    add_uplifts(row, expected.persona_uplifts[p]);
    json["personas"].push_back(std::move(row));
  }
  json["day_types"] = Json::array();
  for (size_t t = 0; t < kDayTypes; ++t) {
    if (t == kClosedDay && expected.day_types[t].days == 0) continue;
    Json row = {{"day_type", kDayTypeNames[t]},
                {"days", expected.day_types[t].days},
                {"revenue_share", share_of(expected.day_types[t].totals, expected.all)}};
    row.update(totals_json(expected.day_types[t].totals));
    json["day_types"].push_back(std::move(row));
  }
  return json;
}

Json mistakes_json(const std::vector<Mistake>& mistakes, const std::string& file) {
  Json all = Json::array();
  for (const Mistake& mistake : mistakes) {
    Json json = {{"file", file}, {"line", mistake.line}, {"rule", mistake.rule}};
    if (!mistake.path.empty()) json["path"] = mistake.path;
    if (!mistake.value.empty()) json["value"] = mistake.value;
    if (!mistake.nearest.empty()) json["nearest"] = mistake.nearest;
    all.push_back(std::move(json));
  }
  return all;
}

std::string list_text(const std::vector<Mistake>& mistakes, const std::string& file,
                      const std::string& kind) {
  std::string text;
  for (const Mistake& mistake : mistakes) text += placed_text(mistake, file, kind) + "\n";
  return text;
}

std::vector<Mistake> warnings_of(const CheckedScenario& checked) {
  std::vector<Mistake> all = checked.warnings;
  all.insert(all.end(), checked.period_notes.begin(), checked.period_notes.end());
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

std::string mistakes_text(const CheckedScenario& checked) {
  const size_t count = checked.mistakes.size();
  return list_text(checked.mistakes, checked.loaded.path, "") +
         counted(count, "mistake", "mistakes") + "\n";
}

std::string warnings_text(const CheckedScenario& checked) {
  return list_text(warnings_of(checked), checked.loaded.path, "warning: ");
}

std::string check_json(const CheckedScenario& checked) {
  const std::string& file = checked.loaded.path;
  return Json({{"file", file},
               {"ok", checked.mistakes.empty()},
               {"mistakes", mistakes_json(checked.mistakes, file)},
               {"warnings", mistakes_json(warnings_of(checked), file)}})
             .dump(2) +
         "\n";
}

std::string summary_line(const LoadedScenario& loaded) {
  const Scenario& scenario = loaded.scenario;
  double customers = 0;
  std::set<std::string> categories;  // what several personas buy counts once, as in the items table
  for (const Persona& persona : scenario.personas) {
    customers += static_cast<double>(customer_count(scenario, persona));
    for (const Category& category : persona.basket_profile) categories.insert(category.name);
  }
  return "ok: " + loaded.path + ": " + counted(scenario.personas.size(), "persona", "personas") +
         ", " + counted(categories.size(), "category", "categories") + ", " +
         count_text(scenario.locale, customers) +
         (customers == 1 ? " customer, " : " customers, ") +
         counted(static_cast<uint64_t>(scenario.simulation.days), "day", "days") + " from " +
         format_date(scenario.simulation.start_day) + "\n";
}

std::string expectation_text(const Scenario& scenario, const Expectation& expected) {
  const Style style = style_of(STDOUT_FILENO);
  const Locale& locale = scenario.locale;
  const Simulation& s = scenario.simulation;
  const ExpectedTotals& all = expected.all;
  double customers = 0;
  for (const Persona& persona : scenario.personas)
    customers += static_cast<double>(customer_count(scenario, persona));
  const size_t columns = static_cast<size_t>(std::min(text_columns(STDOUT_FILENO), 80)) - 2;
  return "\n  " + style.bold + "Expected " + format_date(s.start_day) + " to " +
         format_date(s.start_day + s.days - 1) + style.plain + "  ·  " +
         counted(static_cast<uint64_t>(s.days), "day", "days") + "  ·  " +
         count_text(locale, customers) + " customers\n  " +
         wrapped("Festivals: " + festivals_text(scenario), columns, 2) + "\n\n" +
         fitted(scenario, [&](size_t widest) { return persona_rows(scenario, expected, widest); })
             .text(style) +
         "\n" + day_rows(scenario, expected).text(style) + "\n  Revenue " +
         compact_money(locale, all.revenue_paise) + " ± " +
         compact_money(locale, std::sqrt(all.revenue_variance)) + ", " +
         count_text(locale, all.lines) + " items\n\n" + style.dim +
         "  Festival, Weekend: the average on such days over that of all others.\n"
         "  ± is one standard deviation over seeds.\n\n" +
         style.plain;
}

std::string expectation_json(const Scenario& scenario, const Expectation& expected) {
  return expectation_object(scenario, expected).dump(2) + "\n";
}

std::string solution_text(const Solution& solution) {
  const Scenario& scenario = solution.scenario;
  const Style style = style_of(STDOUT_FILENO);
  const auto scale = [](double value) { return value == 1 ? "" : formatted("× %.4f", value); };
  const auto make = [&](size_t widest) {
    TextTable table({{"Multiplied"}, {"visits", true}, {"categories", true}, {"prices", true}});
    for (size_t p = 0; p < scenario.personas.size(); ++p) {
      const PersonaScales& scales = solution.scales.personas[p];
      const AppliedScales& applied = solution.applied[p];
      table.add({shortened(scenario.personas[p].name, widest),
                 scale(applied.visit) + (applied.visit_is_1 ? ", capped" : ""),
                 scale(scales.item) + at_1_text(applied.items_at_1), scale(scales.price)});
    }
    if (solution.scales.festival_price != 1)
      table.add({"Festival prices", "", "", scale(solution.scales.festival_price)});
    return table;
  };
  return "\n" + fitted(scenario, make).text(style) + capped_text(solution, style) +
         expectation_text(scenario, solution.expected);
}

std::string solution_json(const Solution& solution) {
  Json json = {{"festival_price_scale", solution.scales.festival_price},
               {"personas", Json::array()}};
  for (size_t p = 0; p < solution.scenario.personas.size(); ++p) {
    const auto& [visit, item, price] = solution.scales.personas[p];
    const AppliedScales& applied = solution.applied[p];
    json["personas"].push_back({{"persona", solution.scenario.personas[p].name},
                                {"visit_scale", applied.visit},
                                {"visit_capped", applied.visit_is_1},
                                {"item_scale", item},
                                {"items_capped", applied.items_at_1},
                                {"price_scale", price}});
  }
  json["missed"] = solution.missed;
  json["expected"] = expectation_object(solution.scenario, solution.expected);
  return json.dump(2) + "\n";
}

}  // namespace footfall
