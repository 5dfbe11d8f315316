#include "model/persona_sections.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/demographic_words.h"
#include "model/time_of_day.h"

namespace footfall {

namespace {

int64_t paise(double amount) { return std::llround(amount * 100); }

void read_demographics(const Section& persona, const std::string& currency, Demographics& out,
                       Mistakes& mistakes) {
  const Section from = persona.section("demographics");
  double low = 0, high = 0;
  if (from.range("age_range", low, high)) {
    out.age_low = static_cast<int>(low);
    out.age_high = static_cast<int>(high);
  }
  if (from.range("income_range", low, high)) {
    out.income_low_paise = paise(low);
    out.income_high_paise = paise(high);
  } else if (!from.has("income_range") && currency != "INR") {
    mistakes.warn(from.item().node != nullptr ? from.item() : persona.item(),
                  "income_range is not given; its default of 20000 to 100000 a month is sized in "
                  "rupees, not in " +
                      currency);
  }
  from.mix("location_type", out.location_type);
  from.mix("education", out.education);
  from.mix("family_status", out.family_status);
  for (const auto& [name, mix] :
       {std::pair{"education", &out.education}, std::pair{"family_status", &out.family_status}}) {
    for (const int age : {out.age_low, out.age_high}) {
      if (mix->empty() || fits_any(*mix, age)) continue;
      mistakes.warn(from.at(name),
                    "unlikely at age " + std::to_string(age) + ", which age_range allows");
    }
  }
}

void read_cities(const Section& from, std::vector<City>& out, Mistakes& mistakes) {
  double total = 0;
  for (const Section& entry : from.items("cities")) {
    City city;
    if (entry.item().node->is_scalar()) {
      city.name = text_value(*entry.item().node).value_or("");
    } else {
      entry.text("name", city.name);
      entry.text("state", city.state);
      entry.number("weight", city.weight);
    }
    total += city.weight;
    const auto same = [&](const City& c) { return c.name == city.name && c.state == city.state; };
    if (!city.name.empty() && std::any_of(out.begin(), out.end(), same))
      mistakes.broken(entry.item(), "a city must not be given twice");
    out.push_back(std::move(city));
  }
  if (!out.empty() && !(total > 0))
    mistakes.broken(from.at("cities"), "a city's weight must be above 0");
}

// Holds a line's units and amount to what a row can hold.
void check_line(const Item& item, const Market& market, const Category& category,
                Mistakes& mistakes) {
  const double units = std::ceil(category.quantity_high * market.quantity_festival);
  if (units > kMaxQuantity)
    mistakes.broken(item, "quantity x festival multiplier must be at most 255");
  const double price = std::ceil(static_cast<double>(category.price_high_paise) *
                                 std::max(1.0, market.price_festival_high));
  if (units * price > static_cast<double>(kMaxLinePaise)) {
    mistakes.broken(item,
                    "highest quantity x price with festival multipliers must be <= 21474836.47");
  }
}

void read_basket(const Section& from, const Market& market, std::vector<Category>& out,
                 Mistakes& mistakes) {
  double total = 0;
  bool readable = false;
  std::set<std::string> seen;
  const Item basket = from.at("basket_profile");
  for (size_t i = 0; i < basket.node->entries.size(); ++i) {
    const YamlTree& name = basket.node->entries[i].first;
    if (!text_value(name) || !seen.insert(name.scalar).second) continue;
    const Section entry = from.value("basket_profile", i);
    Category next;
    next.name = name.scalar;
    double low = 0, high = 0;
    readable |= entry.number("probability", next.probability);
    if (entry.range("quantity", low, high)) {
      next.quantity_low = static_cast<int>(low);
      next.quantity_high = static_cast<int>(high);
    }
    if (entry.range("price_range", low, high)) {
      next.price_low_paise = paise(low);
      next.price_high_paise = paise(high);
    }
    entry.months("season_multiplier", next.season_multiplier);
    check_line(entry.item(), market, next, mistakes);
    total += next.probability;
    out.push_back(std::move(next));
  }
  if (readable && !(total > 0)) mistakes.broken(basket, "at least one probability must be above 0");
}

void read_times(const Section& from, std::vector<TimeSlot>& out, Mistakes& mistakes) {
  for (const Section& entry : from.items("preferred_time")) {
    const auto slot = parse_time_slot(entry.item().node->scalar);
    if (!slot) continue;
    for (const TimeSlot& other : out) {
      if (slot->begin_second < other.end_second && other.begin_second < slot->end_second)
        mistakes.wrong(entry.item(), "times must not overlap");
    }
    out.push_back(*slot);
  }
}

// Reads one persona after the other and knows which names and identifiers are taken.
class PersonaList {
 public:
  PersonaList(Scenario& scenario, Mistakes& mistakes) : scenario_(scenario), mistakes_(mistakes) {}
  void read(const Section& from, int position);

 private:
  void check_taken(const Section& from, const Persona& persona);
  void check_words(const Section& from, const Demographics& who);

  Scenario& scenario_;
  Mistakes& mistakes_;
  std::set<std::string> names_;
  std::map<int, std::string> slots_;  // to key path
  std::set<std::string> words_[3];
};

void PersonaList::read(const Section& from, int position) {
  if (!from.item().node->is_map()) return;
  Persona out;
  out.slot = position;
  double probability = 0;
  from.text("name", out.name);
  from.whole("id", out.slot);
  Frequency frequency{};
  if (from.word("frequency", frequency)) out.frequency = frequency;
  if (from.number("visit_probability", probability)) out.visit_probability = probability;
  from.number("weight", out.weight);
  read_times(from, out.preferred_time, mistakes_);
  read_demographics(from, scenario_.locale.currency, out.demographics, mistakes_);
  read_cities(from, out.cities, mistakes_);
  if (from.has("basket_profile"))
    read_basket(from, scenario_.market, out.basket_profile, mistakes_);
  const double count = static_cast<double>(scenario_.simulation.customers_per_persona) * out.weight;
  if (count < 0.5 || count >= static_cast<double>(kMaxCustomersPerPersona) + 0.5)
    mistakes_.broken(from.item(), "customers_per_persona x weight must be in 1..99999999");
  check_taken(from, out);
  check_words(from, out.demographics);
  scenario_.personas.push_back(std::move(out));
}

void PersonaList::check_taken(const Section& from, const Persona& persona) {
  if (!persona.name.empty() && !names_.insert(persona.name).second)
    mistakes_.broken(from.item(), "a persona's name must not be given twice");
  const auto [other, fresh] = slots_.emplace(persona.slot, from.item().path);
  if (!fresh) {
    mistakes_.broken(from.item(), "persona id " + std::to_string(persona.slot) + " is taken by " +
                                      other->second + (from.has("id") ? "" : "; give an id"));
  }
}

void PersonaList::check_words(const Section& from, const Demographics& who) {
  const Mix* mixes[] = {&who.location_type, &who.education, &who.family_status};
  for (size_t i = 0; i < 3; ++i) {
    const bool was_good = words_[i].size() <= kMaxWords;
    for (const MixedWord& mixed : *mixes[i]) words_[i].insert(mixed.word);
    if (was_good && words_[i].size() > kMaxWords) {
      mistakes_.broken(
          from.item(),
          "location_type, education and family_status can have 255 different words each");
    }
  }
}

}  // namespace

void read_personas(const Section& file, Scenario& scenario, Mistakes& mistakes) {
  const std::vector<Section> all = file.items("personas");
  if (all.size() > kMaxPersonas) return;
  PersonaList personas(scenario, mistakes);
  int position = 0;
  for (const Section& entry : all) personas.read(entry, ++position);
}

}  // namespace footfall
