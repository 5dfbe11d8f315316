#include "cli/scenario_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDayTypeNames[kDayTypes] = {"ordinary", "weekend", "festival",
                                                  "festival weekend"};
constexpr size_t kNameColumns = 20;

template <typename... Values>
std::string formatted(const char* format, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

// Returns a whole number with groups: 12,34,567 in rupees, 1,234,567 elsewhere.
std::string grouped(double value, bool indian) {
  std::string text = std::to_string(std::llround(value));
  for (size_t at = text.size(), group = 3; at > group; group = indian ? 2 : 3)
    text.insert(at -= group, ",");
  return text;
}

// How the scenario's currency and digits are written.
struct Writer {
  explicit Writer(const Scenario& scenario)
      : indian(scenario.locale.currency == "INR"), symbol(scenario.locale.symbol) {}
  std::string count(double value) const { return grouped(value, indian); }
  // Small amounts keep their cents.
  std::string money(double units) const {
    if (units >= 1000) return symbol + grouped(units, indian);
    return symbol + formatted("%.2f", units);
  }

  bool indian;
  std::string symbol;
};

bool starts_character(char c) { return (c & 0xC0) != 0x80; }

size_t width_of(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string shortened(const std::string& text, size_t width) {
  if (width_of(text) <= width) return text;
  size_t end = 0;
  for (size_t characters = 0; end < text.size(); ++end) {
    if (starts_character(text[end]) && ++characters == width) break;
  }
  return text.substr(0, end) + "…";
}

// Returns rows in columns that line up, the first to the left, the others to the right.
std::string table_text(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths(rows[0].size());
  for (const auto& row : rows) {
    for (size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width_of(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = "  " + row[0];
    size_t used = width_of(row[0]);
    for (size_t c = 1; c < row.size(); ++c) {
      line += std::string(widths[c - 1] - (c == 1 ? used : widths[c - 1]) + 2 + widths[c] -
                              width_of(row[c]),
                          ' ') +
              row[c];
    }
    text += line + "\n";
  }
  return text;
}

std::string percent(double share) { return formatted("%.1f %%", share * 100); }

std::string uplift_cell(const std::optional<Uplift>& uplift) {
  return uplift ? formatted("%+.1f %%", uplift->mean * 100) : "-";
}

std::string uplift_deviation(const std::optional<Uplift>& uplift) {
  return uplift ? formatted("%.1f", uplift->deviation * 100) : "-";
}

double share_of(const ExpectedTotals& part, const ExpectedTotals& all) {
  return all.revenue_paise > 0 ? part.revenue_paise / all.revenue_paise : 0;
}

std::vector<std::string> totals_cells(const Writer& writer, const ExpectedTotals& totals,
                                      const ExpectedTotals& all) {
  return {writer.count(totals.transactions), writer.money(totals.average_paise() / 100),
          formatted("%.2f", totals.lines_a_basket()), percent(share_of(totals, all))};
}

std::string persona_table(const Scenario& scenario, const Expectation& expected) {
  const Writer writer(scenario);
  std::vector<std::vector<std::string>> rows = {
      {"Persona", "Transactions", "Average", "Items", "Share", "Festival", "Weekend"}};
  const auto add = [&](const std::string& name, const ExpectedTotals& totals,
                       const Uplifts& uplifts) {
    rows.push_back({shortened(name, kNameColumns)});
    for (std::string& cell : totals_cells(writer, totals, expected.all))
      rows.back().push_back(std::move(cell));
    rows.back().push_back(uplift_cell(uplifts.festival));
    rows.back().push_back(uplift_cell(uplifts.weekend));
  };
  for (size_t p = 0; p < scenario.personas.size(); ++p)
    add(scenario.personas[p].name, expected.personas[p], expected.persona_uplifts[p]);
  add("All", expected.all, expected.uplifts);
  rows.push_back({"  ±", writer.count(std::sqrt(expected.all.transactions_variance)),
                  writer.money(std::sqrt(expected.all.average_variance()) / 100), "", "",
                  uplift_deviation(expected.uplifts.festival),
                  uplift_deviation(expected.uplifts.weekend)});
  return table_text(rows);
}

std::string day_table(const Scenario& scenario, const Expectation& expected) {
  const Writer writer(scenario);
  std::vector<std::vector<std::string>> rows = {
      {"Days", "Number", "Transactions", "a day", "Average", "Items", "Share"}};
  for (size_t t = 0; t < kDayTypes; ++t) {
    const auto& [days, totals] = expected.day_types[t];
    if (days == 0) continue;
    std::vector<std::string> cells = totals_cells(writer, totals, expected.all);
    cells.insert(cells.begin() + 1, writer.count(totals.transactions / days));
    cells.insert(cells.begin(), {kDayTypeNames[t], std::to_string(days)});
    rows.push_back(std::move(cells));
  }
  return table_text(rows);
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
  for (const Mistake& mistake : mistakes) {
    text += file + ":" + std::to_string(mistake.line) + ": " + kind + mistake.path;
    if (!mistake.value.empty() && !mistake.path.empty()) text += " = " + mistake.value;
    text += (mistake.path.empty() ? "" : "\n    ") + mistake.rule;
    if (!mistake.nearest.empty()) text += "; did you mean " + mistake.nearest + "?";
    text += "\n";
  }
  return text;
}

}  // namespace

std::string mistakes_text(const CheckedScenario& checked) {
  const size_t count = checked.mistakes.size();
  return list_text(checked.mistakes, checked.loaded.path, "") + std::to_string(count) +
         (count == 1 ? " mistake\n" : " mistakes\n");
}

std::string warnings_text(const CheckedScenario& checked) {
  return list_text(checked.warnings, checked.loaded.path, "warning: ");
}

std::string check_json(const CheckedScenario& checked) {
  const std::string& file = checked.loaded.path;
  return Json({{"file", file},
               {"ok", checked.mistakes.empty()},
               {"mistakes", mistakes_json(checked.mistakes, file)},
               {"warnings", mistakes_json(checked.warnings, file)}})
             .dump(2) +
         "\n";
}

std::string summary_line(const LoadedScenario& loaded) {
  const Scenario& scenario = loaded.scenario;
  const Writer writer(scenario);
  int64_t customers = 0;
  size_t categories = 0;
  for (const Persona& persona : scenario.personas) {
    customers += customer_count(scenario, persona);
    categories += persona.basket_profile.size();
  }
  return "ok: " + loaded.path + ": " + std::to_string(scenario.personas.size()) + " personas, " +
         std::to_string(categories) + " categories, " +
         writer.count(static_cast<double>(customers)) + " customers, " +
         std::to_string(scenario.simulation.days) + " days from " +
         format_date(scenario.simulation.start_day) + "\n";
}

std::string expectation_text(const Scenario& scenario, const Expectation& expected) {
  const Writer writer(scenario);
  const Simulation& s = scenario.simulation;
  double customers = 0;
  for (const Persona& persona : scenario.personas)
    customers += static_cast<double>(customer_count(scenario, persona));
  const ExpectedTotals& all = expected.all;
  return "\n  Expected, " + format_date(s.start_day) + " to " +
         format_date(s.start_day + s.days - 1) + "  ·  " + std::to_string(s.days) + " days  ·  " +
         writer.count(customers) + " customers\n\n" + persona_table(scenario, expected) + "\n" +
         day_table(scenario, expected) + "\n  Revenue  " + writer.money(all.revenue_paise / 100) +
         " ± " + writer.money(std::sqrt(all.revenue_variance) / 100) + "\n  Items    " +
         writer.count(all.lines) +
         "\n\n  Festival and Weekend: the average on such days over that of all others.\n"
         "  ± is one standard deviation over seeds.\n\n";
}

std::string expectation_json(const Scenario& scenario, const Expectation& expected) {
  return expectation_object(scenario, expected).dump(2) + "\n";
}

std::string solution_text(const Solution& solution) {
  const Scenario& scenario = solution.scenario;
  std::vector<std::vector<std::string>> rows = {{"Multiply", "visits", "categories", "prices"}};
  const auto scale = [](double value) { return value == 1 ? "-" : formatted("%.4f", value); };
  for (size_t p = 0; p < scenario.personas.size(); ++p) {
    const auto& [visit, item, price] = solution.scales.personas[p];
    rows.push_back({shortened(scenario.personas[p].name, kNameColumns), scale(visit), scale(item),
                    scale(price)});
  }
  std::string text = "\n" + table_text(rows);
  if (solution.scales.festival_price != 1) {
    text +=
        formatted("\n  Festival prices  × %.4f, now [%.4f, %.4f]\n", solution.scales.festival_price,
                  scenario.market.price_festival_low, scenario.market.price_festival_high);
  }
  return text + expectation_text(scenario, solution.expected);
}

std::string solution_json(const Solution& solution) {
  Json json = {{"festival_price_scale", solution.scales.festival_price},
               {"personas", Json::array()}};
  for (size_t p = 0; p < solution.scenario.personas.size(); ++p) {
    const auto& [visit, item, price] = solution.scales.personas[p];
    json["personas"].push_back({{"persona", solution.scenario.personas[p].name},
                                {"visit_scale", visit},
                                {"item_scale", item},
                                {"price_scale", price}});
  }
  json["expected"] = expectation_object(solution.scenario, solution.expected);
  return json.dump(2) + "\n";
}

}  // namespace footfall
