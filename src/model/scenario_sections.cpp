#include "model/scenario_sections.h"

#include <algorithm>
#include <set>

#include "base/currency.h"
#include "model/festival_table.h"
#include "model/persona_sections.h"
#include "model/section.h"

namespace footfall {

namespace {

void read_simulation(const Section& from, Simulation& out, Mistakes& mistakes) {
  from.date("start_date", out.start_day);
  from.whole("customers_per_persona", out.customers_per_persona);
  from.whole("default_days", out.days);
  from.whole("days", out.days);
  from.seed("random_seed", out.seed);
  from.seed("seed", out.seed);
  if (int64_t{out.start_day} + out.days - 1 > kLastDay) {
    const char* last = from.has("days")           ? "days"
                       : from.has("default_days") ? "default_days"
                                                  : "start_date";
    mistakes.wrong(from.at(last), "the last day must be at most 2215-12-31");
  }
}

void read_frequencies(const Section& from, Market& out) {
  for (size_t i = 0; i < out.frequency_probability.size(); ++i)
    from.number(kFrequencies[i], out.frequency_probability[i]);
}

void read_market(const Section& from, Market& out) {
  const Section visit = from.section("visit_multiplier"), items = from.section("item_multiplier");
  visit.number("festival", out.visit_festival);
  visit.number("weekend", out.visit_weekend);
  visit.number("weekday", out.visit_weekday);
  visit.number("cap", out.visit_cap);
  items.number("festival", out.item_festival);
  items.number("weekend", out.item_weekend);
  items.number("cap", out.item_cap);
  from.section("quantity_multiplier").number("festival", out.quantity_festival);
  from.section("price_multiplier")
      .range("festival", out.price_festival_low, out.price_festival_high);
  from.whole("festival_window_days", out.festival_window_days);
  from.months("season_multiplier", out.season_multiplier);
  const Section weekdays = from.section("weekday_multiplier");
  for (size_t i = 0; i < out.weekday_multiplier.size(); ++i)
    weekdays.number(kWeekdays[i], out.weekday_multiplier[i]);
  read_frequencies(from.section("frequency_probability"), out);
}

const Festival* shipped_festival(const std::string& name) {
  for (const Festival& known : festival_table()) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

std::vector<Day> dates_of(const Section& from, std::string_view name, Mistakes& mistakes) {
  std::vector<Day> dates;
  std::set<Day> seen;
  for (const Section& entry : from.items(name)) {
    const auto days = days_value(*entry.item().node);
    if (!days) continue;
    bool again = false;
    for (Day day = days->first; day <= days->second; ++day) {
      if (seen.insert(day).second) {
        dates.push_back(day);
      } else {
        again = true;
      }
    }
    if (again) mistakes.wrong(entry.item(), "a date must not be given twice");
  }
  std::sort(dates.begin(), dates.end());
  return dates;
}

void read_weekdays(const Section& from, std::string_view name, uint8_t& mask) {
  if (from.has(name)) mask = 0;
  for (const Section& entry : from.items(name)) {
    const auto day =
        std::find(std::begin(kWeekdays), std::end(kWeekdays), entry.item().node->scalar);
    if (day == std::end(kWeekdays)) continue;
    mask = static_cast<uint8_t>(mask | 1 << (day - std::begin(kWeekdays)));
  }
}

void read_calendar(const Section& from, Calendar& out, Mistakes& mistakes) {
  read_weekdays(from, "weekend", out.weekend_mask);
  read_weekdays(from, "closed_weekdays", out.closed_mask);
  out.closed_dates = dates_of(from, "closed_dates", mistakes);
  if (from.has("festivals")) out.festivals.clear();
  std::set<std::string> seen;
  size_t dates = 0;
  for (const Section& entry : from.items("festivals")) {
    Festival festival;
    if (const Festival* shipped = shipped_festival(entry.item().node->scalar)) festival = *shipped;
    if (entry.item().node->is_map()) {
      entry.text("name", festival.name);
      festival.dates = dates_of(entry, "dates", mistakes);
      int window = 0;
      if (entry.whole("window_days", window)) festival.window_days = window;
    }
    if (!festival.name.empty() && !seen.insert(festival.name).second)
      mistakes.broken(entry.item(), "a festival must not be given twice");
    dates += festival.dates.size();
    out.festivals.push_back(std::move(festival));
  }
  if (dates > kMaxFestivalDates)
    mistakes.broken(from.at("festivals"), "all festivals together can have 10000 dates");
}

// Of a wrong period, what stands in for it tells nothing.
bool is_period_good(const Mistakes& mistakes) {
  const auto found = mistakes.mistakes();
  return std::none_of(found.begin(), found.end(), [](const Mistake& mistake) {
    return mistake.path == "simulation.start_date" || mistake.path == "simulation.days";
  });
}

// Tells of own festivals that no day of the file's period belongs to. Those of the shipped table
// come in years of their own.
void note_absent_festivals(const Section& calendar, const Scenario& scenario, Mistakes& mistakes) {
  const Day first = scenario.simulation.start_day, last = first + scenario.simulation.days - 1;
  const auto& festivals = scenario.calendar.festivals;
  const std::vector<Section> entries = calendar.items("festivals");
  for (size_t i = 0; i < entries.size() && i < festivals.size(); ++i) {
    const Festival& festival = festivals[i];
    if (shipped_festival(festival.name) != nullptr || festival.dates.empty()) continue;
    const int window = festival_window(scenario.market, festival);
    const bool is_met = std::any_of(festival.dates.begin(), festival.dates.end(), [&](Day day) {
      return day + window >= first && day - window <= last;
    });
    if (is_met) continue;
    mistakes.note_period(entries[i].item(), "no day of it is in the period, " + format_date(first) +
                                                " to " + format_date(last));
  }
}

// Tells of a period without a day that is open.
void note_closed_period(const Section& calendar, const Scenario& scenario, Mistakes& mistakes) {
  const Day first = scenario.simulation.start_day, last = first + scenario.simulation.days - 1;
  for (Day day = first; day <= last; ++day) {
    if (!is_closed(scenario, day)) return;
  }
  mistakes.note_period(calendar.item(), "the shop is closed on every day of the period, " +
                                            format_date(first) + " to " + format_date(last));
}

// Gives dates the names of the shipped table; those it does not know are one festival of their own.
std::vector<Festival> named_festivals(const std::vector<Day>& dates) {
  std::vector<Festival> festivals;
  for (const Day day : dates) {
    std::string name = "Festival";
    for (const Festival& known : festival_table()) {
      if (std::count(known.dates.begin(), known.dates.end(), day)) name = known.name;
    }
    auto same = std::find_if(festivals.begin(), festivals.end(),
                             [&](const Festival& other) { return other.name == name; });
    if (same == festivals.end()) same = festivals.insert(same, Festival{name, {}});
    same->dates.push_back(day);
  }
  return festivals;
}

void read_market_config(const Section& from, Scenario& scenario, Mistakes& mistakes) {
  Market& out = scenario.market;
  if (from.has("festival_dates"))
    scenario.calendar.festivals = named_festivals(dates_of(from, "festival_dates", mistakes));
  const Section visit = from.section("seasonal_multipliers");
  visit.number("festival", out.visit_festival);
  visit.number("weekend", out.visit_weekend);
  visit.number("weekday", out.visit_weekday);
  const Section price = from.section("price_variations");
  price.range("festival_markup", out.price_festival_low, out.price_festival_high);
  if (price.has("discount_range")) mistakes.warn(price.at("discount_range"), "has no effect");
}

void read_locale(const Section& from, Locale& out) {
  from.currency("currency", out.currency);
  out.symbol = find_currency(out.currency)->symbol;
  from.text("symbol", out.symbol);
  size_t names = 0;
  if (from.word("names", names)) out.names = kNameLocales[names];
}

}  // namespace

Scenario read_scenario(const YamlTree& root, Mistakes& mistakes) {
  Scenario scenario;
  const Item whole{"", &root};
  if (!root.is_map()) {
    mistakes.broken(whole, root.kind == YamlTree::kNull
                               ? "the file is empty; it must hold a mapping with personas"
                               : "the file must be a mapping with personas");
    return scenario;
  }
  check_key(scenario_key(), whole, mistakes);
  const Section file(scenario_key(), whole);
  const Section old = file.section("market_config"), calendar = file.section("calendar"),
                market = file.section("market");
  scenario.calendar.festivals = festival_table();
  // Personas come last: their limits depend on the simulation and the market.
  file.text("name", scenario.name);
  read_simulation(file.section("simulation"), scenario.simulation, mistakes);
  read_frequencies(file.section("frequency_probability"), scenario.market);
  read_market_config(old, scenario, mistakes);
  read_market(market, scenario.market);
  read_calendar(calendar, scenario.calendar, mistakes);
  if (is_period_good(mistakes)) {
    note_absent_festivals(calendar, scenario, mistakes);
    if (calendar.item().node != nullptr) note_closed_period(calendar, scenario, mistakes);
  }
  read_locale(file.section("locale"), scenario.locale);
  if (file.has("market") && file.has("market_config")) {
    mistakes.broken(old.item().node ? old.item() : file.at("market_config"),
                    "give this or market, not both");
  }
  if (market.has("frequency_probability") && file.has("frequency_probability")) {
    mistakes.broken(file.at("frequency_probability"),
                    "give this or market.frequency_probability, not both");
  }
  if (calendar.has("festivals") && old.has("festival_dates"))
    mistakes.broken(old.at("festival_dates"), "give this or calendar.festivals, not both");
  read_personas(file, scenario, mistakes);
  return scenario;
}

}  // namespace footfall
