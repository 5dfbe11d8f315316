#include "cli/persona_table.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "base/day_spells.h"
#include "cli/figures.h"
#include "cli/text_table.h"
#include "report/notation.h"

namespace footfall {

namespace {

constexpr size_t kWidestName = 26, kMostDates = 3;
constexpr size_t kCustomersColumn = 1;
constexpr int kMostCells = 24, kFewestCells = 6;

double share_of(double part, double whole) { return whole > 0 ? part / whole : 0; }

std::vector<std::string> row_of(const Locale& locale, const std::string& name,
                                const PersonaFigures& p, const std::string& share) {
  // Nobody came: there is no average.
  const bool any = p.transactions > 0;
  return {shortened(name, kWidestName),
          count_text(locale, p.customers),
          count_text(locale, p.transactions),
          any ? money_text(locale, p.revenue_paise / p.transactions) : "–",
          any ? formatted("%.2f", p.lines / p.transactions) : "–",
          share};
}

std::string short_date(Day day, bool with_year) {
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilDate date = civil_from_day(day);
  const std::string text = std::to_string(date.day) + " " + kMonths[date.month - 1];
  return with_year ? text + " " + std::to_string(date.year) : text;
}

std::string spell_text(Day first, Day last, bool with_year) {
  if (first == last) return short_date(first, with_year);
  const CivilDate begin = civil_from_day(first), end = civil_from_day(last);
  const bool same_month = begin.year == end.year && begin.month == end.month;
  return (same_month ? std::to_string(begin.day) : short_date(first, with_year)) + " to " +
         short_date(last, with_year);
}

}  // namespace

std::string count_text(const Locale& locale, double value) {
  return grouped_number(notation_of(locale.currency, locale.symbol), std::round(value), 0);
}

std::string money_text(const Locale& locale, double paise) {
  return amount_text(notation_of(locale.currency, locale.symbol), paise / 100);
}

std::string compact_money(const Locale& locale, double paise) {
  return money_text(notation_of(locale.currency, locale.symbol), paise / 100);
}

std::vector<Day> festival_dates(const Scenario& scenario, const Festival& festival) {
  const Simulation& s = scenario.simulation;
  const int window = festival_window(scenario.market, festival);
  std::vector<Day> dates;
  for (const Day day : festival.dates) {
    if (day + window >= s.start_day && day - window < s.start_day + s.days) dates.push_back(day);
  }
  return dates;
}

std::string festivals_text(const Scenario& scenario) {
  const Simulation& s = scenario.simulation;
  const bool years =
      civil_from_day(s.start_day).year != civil_from_day(s.start_day + s.days - 1).year;
  std::vector<std::pair<Day, std::string>> met;
  for (const Festival& festival : scenario.calendar.festivals) {
    const std::vector<Day> dates = festival_dates(scenario, festival);
    if (dates.empty()) continue;
    std::string text = festival.name;
    const auto spells = day_spells(dates);
    if (spells.size() > kMostDates) {
      text += " (" + std::to_string(spells.size()) + " times)";
    } else {
      for (size_t i = 0; i < spells.size(); ++i)
        text += (i > 0 ? " and " : " ") + spell_text(spells[i].first, spells[i].second, years);
    }
    met.emplace_back(dates.front(), text);
  }
  std::stable_sort(met.begin(), met.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::string text;
  for (const auto& [first, one] : met) text += (text.empty() ? "" : ", ") + one;
  return text.empty() ? "none" : text;
}

std::string persona_table(const Scenario& scenario, const std::vector<PersonaFigures>& figures,
                          int columns, int share_decimals) {
  PersonaFigures all;
  for (const PersonaFigures& p : figures) {
    all.customers += p.customers;
    all.transactions += p.transactions;
    all.lines += p.lines;
    all.revenue_paise += p.revenue_paise;
  }
  const std::vector<TextTable::Column> headings = {
      {"Persona"},     {"Customers", true}, {"Transactions", true}, {"Average", true},
      {"Items", true}, {"Share", true},     {"", false, true}};
  const auto percent = [&](double share) {
    return formatted("%.*f %%", share_decimals, share * 100);
  };
  const auto make = [&](int cells) {
    TextTable table(headings);
    double most = 0;
    for (const PersonaFigures& p : figures)
      most = std::max(most, share_of(p.revenue_paise, all.revenue_paise));
    for (size_t i = 0; i < figures.size(); ++i) {
      const double share = share_of(figures[i].revenue_paise, all.revenue_paise);
      auto row = row_of(scenario.locale, scenario.personas[i].name, figures[i], percent(share));
      row.push_back(most > 0 ? bar_text(share / most, cells) : "");
      table.add(std::move(row));
    }
    if (figures.size() > 1)
      table.add_total(row_of(scenario.locale, "All", all, percent(all.revenue_paise > 0)));
    return table;
  };
  const int left = columns - static_cast<int>(make(0).width());
  TextTable table = make(left < kFewestCells ? 0 : std::min(left, kMostCells));
  if (left < 0) table.drop(kCustomersColumn);
  return table.text(style_of(STDOUT_FILENO));
}

}  // namespace footfall
