#include "model/scenario_personas.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/time_of_day.h"

namespace footfall {
namespace {

void read_demographics(ScenarioReader& reader, const Item& item, Demographics& out) {
  double both[2];
  for (const auto& [key, child] : reader.fields(
           item, {"age_range", "income_range", "location_type", "education", "family_status"})) {
    if (key == "age_range" && reader.range(child, "age", 0, 120, both)) {
      out.age_low = static_cast<int>(both[0]);
      out.age_high = static_cast<int>(both[1]);
      if (both[0] != out.age_low || both[1] != out.age_high)
        reader.wrong(child, "ages must be whole");
    }
    if (key == "income_range" && reader.range(child, "income", 0, 1e9, both)) {
      out.income_low_paise = std::llround(both[0] * 100);
      out.income_high_paise = std::llround(both[1] * 100);
    }
    if (key == "location_type") reader.text(child, out.location_type);
    if (key == "education") reader.text(child, out.education);
    if (key == "family_status") reader.text(child, out.family_status);
  }
}

void read_cities(ScenarioReader& reader, const Item& item, Persona& out) {
  double total = 0;
  for (const Item& entry : reader.list(item)) {
    City city;
    const Fields found = reader.fields(entry, {"name", "state", "weight"});
    if (!found.count("name")) reader.missing(entry, "a city needs a name");
    for (const auto& [key, child] : found) {
      if (key == "name") reader.text(child, city.name);
      if (key == "state") reader.text(child, city.state);
      if (key == "weight") city.weight = reader.number(child, "weight", 0, 1e9).value_or(1);
    }
    total += city.weight;
    out.cities.push_back(std::move(city));
  }
  if (!out.cities.empty() && total <= 0) reader.missing(item, "a city's weight must be above 0");
}

void check_line(ScenarioReader& reader, const Item& item, const Market& market,
                const Category& category) {
  const double units = std::ceil(category.quantity_high * market.quantity_festival);
  if (units > kMaxQuantity)
    reader.missing(item, "quantity x festival multiplier must be at most 255");
  const double price = std::ceil(static_cast<double>(category.price_high_paise) *
                                 std::max(1.0, market.price_festival_high));
  if (units * price > static_cast<double>(kMaxLinePaise)) {
    reader.missing(item,
                   "highest quantity x price with festival multipliers must be <= 21474836.47");
  }
}

void read_category(ScenarioReader& reader, const Item& item, const Market& market, Category& out) {
  const Fields found =
      reader.fields(item, {"probability", "quantity", "price_range", "season_multiplier"});
  if (!item.node->is_map()) return;
  for (const char* key : {"probability", "quantity", "price_range"}) {
    if (!found.count(key)) reader.missing({joined(item.path, key), item.node}, "must be given");
  }
  double both[2];
  for (const auto& [key, child] : found) {
    if (key == "probability")
      out.probability = reader.number(child, "probability", 0, 1).value_or(0);
    if (key == "quantity" && reader.range(child, "quantity", 1, kMaxQuantity, both)) {
      out.quantity_low = static_cast<int>(both[0]);
      out.quantity_high = static_cast<int>(both[1]);
      if (both[0] != out.quantity_low || both[1] != out.quantity_high) {
        reader.wrong(child, "quantities must be whole");
      }
    }
    if (key == "price_range" && reader.range(child, "price", 0.01, kMaxLinePaise / 100.0, both)) {
      out.price_low_paise = std::llround(both[0] * 100);
      out.price_high_paise = std::llround(both[1] * 100);
    }
    if (key == "season_multiplier") reader.months(child, out.season_multiplier);
  }
  check_line(reader, item, market, out);
}

void read_basket(ScenarioReader& reader, const Item& item, const Market& market, Persona& out) {
  // The file's order is the order of categories, so the map of fields serves for checks only.
  const Fields found = reader.entries(item);
  if (!item.node->is_map()) return;
  if (found.empty()) return reader.missing(item, "needs at least one category");
  if (found.size() > kMaxCategories)
    return reader.missing(item, "at most 500 categories a persona");
  double total = 0;
  std::set<std::string> seen;
  for (const auto& entry : item.node->entries) {
    if (!entry.first.is_scalar() || !seen.insert(entry.first.scalar).second) continue;
    Category next;
    reader.text({joined(item.path, entry.first.scalar), &entry.first}, next.name);
    read_category(reader, {joined(item.path, entry.first.scalar), &entry.second}, market, next);
    total += next.probability;
    out.basket_profile.push_back(std::move(next));
  }
  if (total <= 0) reader.missing(item, "at least one probability must be above 0");
}

// Reads one persona after the other and knows which names and ids are taken.
class PersonaList {
 public:
  PersonaList(ScenarioReader& reader, Scenario& scenario) : reader_(reader), scenario_(scenario) {}
  void persona(const Item& item, int position);

 private:
  ScenarioReader& reader_;
  Scenario& scenario_;
  std::map<std::string, std::string> persona_name_;  // to key path
  std::map<int, std::string> persona_slot_;          // to key path
};

void PersonaList::persona(const Item& item, int position) {
  Persona out;
  Item named = item;
  const YamlTree* name = item.node->find("name");
  if (name && name->is_scalar()) named.path = joined("personas", name->scalar);
  const Fields found =
      reader_.fields(named, {"name", "id", "frequency", "visit_probability", "weight",
                             "preferred_time", "demographics", "cities", "basket_profile"});
  if (!item.node->is_map()) return;
  for (const char* key : {"name", "frequency", "preferred_time", "basket_profile"}) {
    if (!found.count(key)) reader_.missing({joined(named.path, key), item.node}, "must be given");
  }
  out.slot = position;
  for (const auto& [key, child] : found) {
    if (key == "name") reader_.text(child, out.name);
    if (key == "id") reader_.integer(child, "id", 1, kMaxPersonas, out.slot);
    if (key == "frequency") {
      out.frequency = static_cast<Frequency>(std::max(0, reader_.word(child, kFrequencies)));
    }
    if (key == "visit_probability")
      out.visit_probability = reader_.number(child, "visit_probability", 0, 1);
    if (key == "weight") out.weight = reader_.number(child, "weight", 0, 1e8).value_or(1);
    if (key == "preferred_time") {
      const auto slots = reader_.list(child);
      if (child.node->is_list() && slots.empty()) reader_.missing(child, "needs at least one time");
      for (const Item& entry : slots) {
        const auto slot = parse_time_slot(entry.node->scalar);
        if (slot) out.preferred_time.push_back(*slot);
        if (!slot) reader_.wrong(entry, "must be a time like 14:00-16:00 or 2pm-4pm");
      }
    }
    if (key == "demographics") read_demographics(reader_, child, out.demographics);
    if (key == "cities") read_cities(reader_, child, out);
    if (key == "basket_profile") read_basket(reader_, child, scenario_.market, out);
  }
  const double count = static_cast<double>(scenario_.simulation.customers_per_persona) * out.weight;
  if (count < 0.5 || count >= static_cast<double>(kMaxCustomersPerPersona) + 0.5) {
    reader_.missing(named, "customers_per_persona x weight must be in 1..99999999");
  }
  if (!out.name.empty() && !persona_name_.emplace(out.name, named.path).second) {
    reader_.missing(named, "a persona's name must not be given twice");
  }
  if (const auto [other, fresh] = persona_slot_.emplace(out.slot, named.path); !fresh) {
    reader_.missing(named,
                    "persona id " + std::to_string(out.slot) + " is taken by " + other->second);
  }
  scenario_.personas.push_back(std::move(out));
}

}  // namespace

void read_personas(ScenarioReader& reader, const Item& item, Scenario& scenario) {
  const std::vector<Item> all = reader.list(item);
  if (item.node->is_list() && all.empty()) reader.missing(item, "at least one persona is needed");
  if (all.size() > kMaxPersonas) return reader.wrong(item, "at most 99 personas");
  PersonaList personas(reader, scenario);
  int position = 0;
  for (const Item& entry : all) personas.persona(entry, ++position);
}

}  // namespace footfall
