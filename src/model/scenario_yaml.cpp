#include "model/scenario_yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "model/festival_table.h"
#include "model/nearest_word.h"
#include "model/time_of_day.h"

namespace footfall {
namespace {

constexpr size_t kMaxFileBytes = 8u << 20, kMaxNameBytes = 200;
constexpr int kMaxDepth = 32, kMaxMistakes = 1000;
constexpr int64_t kMaxAliasNodes = 1000;
constexpr double kMaxMultiplier = 100;
using Words = std::vector<std::string>;
const Words kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                       "jul", "aug", "sep", "oct", "nov", "dec"};
const Words kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                         "friday", "saturday", "sunday"};
const Words kFrequencies = {"daily", "alternate", "weekly", "monthly"};

// Measures nesting and what aliases expand to, before any tree is built.
class SizeGuard : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchor_size_.find(anchor);
    if (known == anchor_size_.end()) return refuse(mark, "an alias must not contain itself");
    size_ = std::min(size_ + known->second, kMaxAliasNodes * 1000);
    alias_nodes_ += known->second;
    if (alias_nodes_ > kMaxAliasNodes) refuse(mark, "aliases must expand to at most 1000 nodes");
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string&) override {
    leaf(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor);
  }
  void OnMapEnd() override { close(); }

  std::string refusal;
  int line = 0;

 private:
  struct Open {
    YAML::anchor_t anchor;
    int64_t size_before;
  };
  void refuse(const YAML::Mark& mark, const char* rule) {
    if (!refusal.empty()) return;
    refusal = rule;
    line = mark.line + 1;
  }
  void leaf(const YAML::Mark&, YAML::anchor_t anchor) {
    ++size_;
    if (anchor) anchor_size_[anchor] = 1;
  }
  void open(const YAML::Mark& mark, YAML::anchor_t anchor) {
    open_.push_back({anchor, size_++});
    if (open_.size() > kMaxDepth) refuse(mark, "nesting must be at most 32 deep");
  }
  void close() {
    if (open_.back().anchor) anchor_size_[open_.back().anchor] = size_ - open_.back().size_before;
    open_.pop_back();
  }
  std::map<YAML::anchor_t, int64_t> anchor_size_;
  std::vector<Open> open_;
  int64_t size_ = 0, alias_nodes_ = 0;
};

struct Item {
  std::string path;
  YAML::Node node;
};
using Fields = std::map<std::string, Item>;

std::string joined(const std::string& path, const std::string& key) {
  const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  });
  return (path.empty() ? "" : path + ".") + (plain ? key : "\"" + key + "\"");
}

std::string shown(const YAML::Node& node) {
  if (node.IsNull()) return "nothing";
  if (node.IsSequence()) return "a list of " + std::to_string(node.size());
  if (!node.IsScalar()) return "a mapping";
  std::string text = node.Scalar().substr(0, 80);
  for (char& letter : text) letter = static_cast<unsigned char>(letter) < 32 ? '?' : letter;
  return text.empty() ? "\"\"" : text;
}

std::string number_text(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

class Reader {
 public:
  explicit Reader(LoadedScenario& loaded) : loaded_(loaded), scenario_(loaded.scenario) {}
  void read(const YAML::Node& root);
  void mistake(const std::string& text, int line) {
    mistakes_[line].insert("scenario: " + text + " (" + loaded_.path + ":" + std::to_string(line) +
                           ")");
  }
  std::string mistakes() const {
    std::string all;
    int count = 0;
    for (const auto& [line, texts] : mistakes_) {
      for (const auto& text : texts) {
        if (++count <= kMaxMistakes) all += (all.empty() ? "" : "\n") + text;
      }
    }
    if (count > kMaxMistakes) all += "\nscenario: more mistakes are not shown";
    return all;
  }

 private:
  void wrong(const Item& item, const std::string& rule) {
    mistake(rule + ": " + item.path + " = " + shown(item.node), item.node.Mark().line + 1);
  }
  void missing(const Item& item, const std::string& rule) {
    mistake(rule + ": " + item.path, item.node.Mark().line + 1);
  }
  Fields entries(const Item& item);
  Fields fields(const Item& item, const Words& known);
  std::vector<Item> list(const Item& item);
  std::optional<double> number(const Item& item, const char* name, double low, double high);
  template <typename Integer>
  bool integer(const Item& item, const char* name, Integer low, Integer high, Integer& out);
  bool range(const Item& item, const char* name, double low, double high, double (&out)[2]);
  void text(const Item& item, std::string& out);
  int word(const Item& item, const Words& known);
  std::optional<Day> date(const Item& item);
  void months(const Item& item, MonthMultipliers& out);
  void simulation(const Item& item);
  void multiplier(const Fields& from, const char* key, double low, double high, double& out);
  void market(const Item& item);
  void frequency_probability(const Item& item);
  void calendar(const Item& item);
  void festivals(const Item& item);
  void market_config(const Item& item);
  void festival_dates(const Item& item);
  void locale(const Item& item);
  void personas(const Item& item);
  void persona(const Item& item, int position);
  void demographics(const Item& item, Demographics& out);
  void cities(const Item& item, Persona& out);
  void basket(const Item& item, Persona& out);
  void category(const Item& item, Category& out);
  void check_line(const Item& item, const Category& category);

  LoadedScenario& loaded_;
  Scenario& scenario_;
  std::map<int, std::set<std::string>> mistakes_;
  std::map<std::string, std::string> persona_name_;
  std::map<int, std::string> persona_slot_;
};

Fields Reader::entries(const Item& item) {
  Fields found;
  if (!item.node.IsMap()) {
    wrong(item, "must be a mapping");
    return found;
  }
  for (const auto& entry : item.node) {
    if (!entry.first.IsScalar()) {
      missing({item.path, entry.first}, "keys must be plain text");
      continue;
    }
    const std::string key = entry.first.Scalar();
    const Item child{joined(item.path, key), entry.second};
    if (!found.emplace(key, child).second) {
      missing({child.path, entry.first}, "a key must not be given twice");
    }
  }
  return found;
}

Fields Reader::fields(const Item& item, const Words& known) {
  Fields found = entries(item);
  for (const auto& [key, child] : found) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string nearest = nearest_word(key, known);
    wrong(child, "unknown key" + (nearest.empty() ? "" : ", did you mean " + nearest + "?"));
  }
  return found;
}

std::vector<Item> Reader::list(const Item& item) {
  std::vector<Item> found;
  if (!item.node.IsSequence()) {
    wrong(item, "must be a list");
    return found;
  }
  for (size_t i = 0; i < item.node.size(); ++i) {
    found.push_back({item.path + "[" + std::to_string(i) + "]", item.node[i]});
  }
  return found;
}

std::optional<double> Reader::number(const Item& item, const char* name, double low, double high) {
  double value = NAN;
  const std::string text = item.node.IsScalar() ? item.node.Scalar() : "";
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc() && end == text.data() + text.size() && std::isfinite(value) &&
      value >= low && value <= high) {
    return value;
  }
  wrong(item,
        std::string(name) + " must be in [" + number_text(low) + ", " + number_text(high) + "]");
  return std::nullopt;
}

template <typename Integer>
bool Reader::integer(const Item& item, const char* name, Integer low, Integer high, Integer& out) {
  Integer value = 0;
  const std::string text = item.node.IsScalar() ? item.node.Scalar() : "";
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc() && end == text.data() + text.size() && value >= low && value <= high) {
    out = value;
    return true;
  }
  wrong(item, std::string(name) + " must be a whole number in [" + std::to_string(low) + ", " +
                  std::to_string(high) + "]");
  return false;
}

bool Reader::range(const Item& item, const char* name, double low, double high, double (&out)[2]) {
  const std::vector<Item> both = list(item);
  if (!item.node.IsSequence()) return false;
  if (both.size() != 2) {
    wrong(item, std::string(name) + " must be [low, high]");
    return false;
  }
  const auto first = number(both[0], name, low, high), second = number(both[1], name, low, high);
  if (!first || !second) return false;
  if (*first > *second) {
    mistake(std::string(name) + " must have low <= high: " + item.path + " = [" +
                number_text(*first) + ", " + number_text(*second) + "]",
            item.node.Mark().line + 1);
    return false;
  }
  out[0] = *first;
  out[1] = *second;
  return true;
}

void Reader::text(const Item& item, std::string& out) {
  const std::string value = item.node.IsScalar() ? item.node.Scalar() : "";
  const bool control = std::any_of(value.begin(), value.end(), [](char letter) {
    return static_cast<unsigned char>(letter) < 32 || letter == 127;
  });
  if (value.empty() || control || value.size() > kMaxNameBytes) {
    return wrong(item, "must be text of 1 to 200 bytes without control characters");
  }
  out = value;
}

int Reader::word(const Item& item, const Words& known) {
  const std::string value = item.node.IsScalar() ? item.node.Scalar() : "";
  const auto found = std::find(known.begin(), known.end(), value);
  if (found != known.end()) return static_cast<int>(found - known.begin());
  std::string all;
  for (const auto& candidate : known) all += (all.empty() ? "" : ", ") + candidate;
  const std::string nearest = nearest_word(value, known);
  wrong(item,
        "must be one of " + all + (nearest.empty() ? "" : " (did you mean " + nearest + "?)"));
  return -1;
}

std::optional<Day> Reader::date(const Item& item) {
  const auto day = parse_date(item.node.IsScalar() ? item.node.Scalar() : "");
  if (day && *day >= kFirstDay && *day <= kLastDay) return day;
  wrong(item, "must be a date YYYY-MM-DD in 1970-01-01..2215-12-31");
  return std::nullopt;
}

void Reader::months(const Item& item, MonthMultipliers& out) {
  if (item.node.IsMap()) {
    for (const auto& [key, child] : fields(item, kMonths)) {
      const auto month = std::find(kMonths.begin(), kMonths.end(), key);
      if (month == kMonths.end()) continue;
      if (const auto factor = number(child, "season_multiplier", 0, kMaxMultiplier)) {
        out[static_cast<size_t>(month - kMonths.begin())] = *factor;
      }
    }
    return;
  }
  const auto factors = list(item);
  if (!item.node.IsSequence()) return;
  if (factors.size() != 12) return wrong(item, "must have 12 months");
  for (size_t i = 0; i < 12; ++i) {
    if (const auto factor = number(factors[i], "season_multiplier", 0, kMaxMultiplier)) {
      out[i] = *factor;
    }
  }
}

void Reader::simulation(const Item& item) {
  Simulation& out = scenario_.simulation;
  const Fields found = fields(
      item, {"start_date", "days", "customers_per_persona", "seed", "default_days", "random_seed"});
  for (const auto& [ours, original] :
       {std::pair{"days", "default_days"}, std::pair{"seed", "random_seed"}}) {
    if (found.count(ours) && found.count(original)) {
      wrong(found.at(original), std::string("give ") + ours + " or " + original + ", not both");
    }
  }
  for (const auto& [key, child] : found) {
    if (key == "start_date") out.start_day = date(child).value_or(out.start_day);
    if (key == "days" || key == "default_days") integer(child, "days", 1, kLastDay, out.days);
    if (key == "customers_per_persona") {
      integer<int64_t>(child, "customers_per_persona", 1, kMaxCustomersPerPersona,
                       out.customers_per_persona);
    }
    if (key == "seed" || key == "random_seed") {
      integer<uint64_t>(child, "seed", 0, UINT64_MAX, out.seed);
    }
  }
  if (int64_t{out.start_day} + out.days > kLastDay) {
    missing(item, "start_date + days must be at most 2215-12-31");
  }
}

void Reader::multiplier(const Fields& from, const char* key, double low, double high, double& out) {
  if (const auto found = from.find(key); found != from.end()) {
    out = number(found->second, key, low, high).value_or(out);
  }
}

void Reader::market(const Item& item) {
  Market& out = scenario_.market;
  for (const auto& [key, child] : fields(
           item, {"visit_multiplier", "item_multiplier", "quantity_multiplier", "price_multiplier",
                  "festival_window_days", "season_multiplier", "frequency_probability"})) {
    if (key == "visit_multiplier") {
      const Fields found = fields(child, {"festival", "weekend", "weekday", "cap"});
      multiplier(found, "festival", 0, kMaxMultiplier, out.visit_festival);
      multiplier(found, "weekend", 0, kMaxMultiplier, out.visit_weekend);
      multiplier(found, "weekday", 0, kMaxMultiplier, out.visit_weekday);
      multiplier(found, "cap", 0, 1, out.visit_cap);
    } else if (key == "item_multiplier") {
      const Fields found = fields(child, {"festival", "weekend", "cap"});
      multiplier(found, "festival", 0, kMaxMultiplier, out.item_festival);
      multiplier(found, "weekend", 0, kMaxMultiplier, out.item_weekend);
      multiplier(found, "cap", 0, 1, out.item_cap);
    } else if (key == "quantity_multiplier") {
      multiplier(fields(child, {"festival"}), "festival", 1, kMaxMultiplier, out.quantity_festival);
    } else if (key == "price_multiplier") {
      double both[2];
      const Fields found = fields(child, {"festival"});
      if (found.count("festival") &&
          range(found.at("festival"), "festival", 0.01, kMaxMultiplier, both)) {
        out.price_festival_low = both[0];
        out.price_festival_high = both[1];
      }
    } else if (key == "festival_window_days") {
      integer(child, "festival_window_days", 0, 180, out.festival_window_days);
    } else if (key == "season_multiplier") {
      months(child, out.season_multiplier);
    } else if (key == "frequency_probability") {
      frequency_probability(child);
    }
  }
}

void Reader::frequency_probability(const Item& item) {
  const Fields found = fields(item, kFrequencies);
  for (size_t i = 0; i < kFrequencies.size(); ++i) {
    multiplier(found, kFrequencies[i].c_str(), 0, 1, scenario_.market.frequency_probability[i]);
  }
}

void Reader::calendar(const Item& item) {
  for (const auto& [key, child] : fields(item, {"weekend", "festivals"})) {
    if (key == "weekend") {
      uint8_t mask = 0;
      for (const Item& day : list(child)) {
        const int index = word(day, kWeekdays);
        if (index >= 0) mask = static_cast<uint8_t>(mask | 1 << index);
      }
      scenario_.calendar.weekend_mask = mask;
    }
    if (key == "festivals") festivals(child);
  }
}

void Reader::festivals(const Item& item) {
  Words names;
  for (const Festival& known : festival_table()) names.push_back(known.name);
  std::vector<Festival>& out = scenario_.calendar.festivals;
  out.clear();
  std::set<std::string> seen;
  for (const Item& entry : list(item)) {
    Festival festival;
    if (entry.node.IsMap()) {
      const Fields found = fields(entry, {"name", "dates"});
      if (!found.count("name") || !found.count("dates")) {
        missing(entry, "a festival needs name and dates");
        continue;
      }
      text(found.at("name"), festival.name);
      for (const Item& day : list(found.at("dates"))) {
        if (const auto parsed = date(day)) festival.dates.push_back(*parsed);
      }
      std::sort(festival.dates.begin(), festival.dates.end());
    } else {
      const int index = word(entry, names);
      if (index < 0) continue;
      festival = festival_table()[static_cast<size_t>(index)];
    }
    if (!festival.name.empty() && !seen.insert(festival.name).second) {
      wrong(entry, "a festival must not be given twice");
    }
    out.push_back(std::move(festival));
  }
}

void Reader::market_config(const Item& item) {
  Market& out = scenario_.market;
  for (const auto& [key, child] :
       fields(item, {"festival_dates", "seasonal_multipliers", "price_variations"})) {
    if (key == "festival_dates") festival_dates(child);
    if (key == "seasonal_multipliers") {
      const Fields found = fields(child, {"festival", "weekend", "weekday"});
      multiplier(found, "festival", 0, kMaxMultiplier, out.visit_festival);
      multiplier(found, "weekend", 0, kMaxMultiplier, out.visit_weekend);
      multiplier(found, "weekday", 0, kMaxMultiplier, out.visit_weekday);
    }
    if (key == "price_variations") {
      const Fields found = fields(child, {"festival_markup", "discount_range"});
      double both[2];
      if (found.count("festival_markup") &&
          range(found.at("festival_markup"), "festival_markup", 0.01, kMaxMultiplier, both)) {
        out.price_festival_low = both[0];
        out.price_festival_high = both[1];
      }
      if (found.count("discount_range")) {
        const Item& unused = found.at("discount_range");
        loaded_.warnings.push_back("scenario: " + unused.path + " has no effect (" + loaded_.path +
                                   ":" + std::to_string(unused.node.Mark().line + 1) + ")");
      }
    }
  }
}

void Reader::festival_dates(const Item& item) {
  std::vector<Festival>& out = scenario_.calendar.festivals;
  out.clear();
  int position = 0;
  for (const Item& entry : list(item)) {
    ++position;
    const auto day = date(entry);
    if (!day) continue;
    std::string name = "Festival " + std::to_string(position);
    for (const Festival& known : festival_table()) {
      if (std::count(known.dates.begin(), known.dates.end(), *day)) name = known.name;
    }
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const Festival& other) { return other.name == name; });
    if (same == out.end()) {
      out.push_back({name, {*day}});
    } else {
      same->dates.push_back(*day);
    }
  }
}

void Reader::locale(const Item& item) {
  Locale& out = scenario_.locale;
  for (const auto& [key, child] : fields(item, {"currency", "symbol", "names"})) {
    if (key == "currency") text(child, out.currency);
    if (key == "symbol") text(child, out.symbol);
    if (key == "names") {
      static const Words kNames = {"india", "germany", "western"};
      if (const int found = word(child, kNames); found >= 0)
        out.names = kNames[static_cast<size_t>(found)];
    }
  }
}

void Reader::personas(const Item& item) {
  const std::vector<Item> all = list(item);
  if (item.node.IsSequence() && all.empty()) missing(item, "at least one persona is needed");
  if (all.size() > kMaxPersonas) return wrong(item, "at most 99 personas");
  int position = 0;
  for (const Item& entry : all) persona(entry, ++position);
}

void Reader::persona(const Item& item, int position) {
  Persona out;
  Item named = item;
  if (item.node.IsMap() && item.node["name"] && item.node["name"].IsScalar()) {
    named.path = joined("personas", item.node["name"].Scalar());
  }
  const Fields found =
      fields(named, {"name", "id", "frequency", "visit_probability", "weight", "preferred_time",
                     "demographics", "cities", "basket_profile"});
  if (!item.node.IsMap()) return;
  for (const char* key : {"name", "frequency", "preferred_time", "basket_profile"}) {
    if (!found.count(key)) missing({joined(named.path, key), item.node}, "must be given");
  }
  out.slot = position;
  for (const auto& [key, child] : found) {
    if (key == "name") text(child, out.name);
    if (key == "id") integer(child, "id", 1, kMaxPersonas, out.slot);
    if (key == "frequency") {
      out.frequency = static_cast<Frequency>(std::max(0, word(child, kFrequencies)));
    }
    if (key == "visit_probability")
      out.visit_probability = number(child, "visit_probability", 0, 1);
    if (key == "weight") out.weight = number(child, "weight", 0, 1e8).value_or(1);
    if (key == "preferred_time") {
      const auto slots = list(child);
      if (child.node.IsSequence() && slots.empty()) missing(child, "needs at least one time");
      for (const Item& entry : slots) {
        const auto slot = parse_time_slot(entry.node.IsScalar() ? entry.node.Scalar() : "");
        if (slot) out.preferred_time.push_back(*slot);
        if (!slot) wrong(entry, "must be a time like 14:00-16:00 or 2pm-4pm");
      }
    }
    if (key == "demographics") demographics(child, out.demographics);
    if (key == "cities") cities(child, out);
    if (key == "basket_profile") basket(child, out);
  }
  const double count = static_cast<double>(scenario_.simulation.customers_per_persona) * out.weight;
  if (count < 0.5 || count >= static_cast<double>(kMaxCustomersPerPersona) + 0.5) {
    missing(named, "customers_per_persona x weight must be in 1..99999999");
  }
  if (!out.name.empty() && !persona_name_.emplace(out.name, named.path).second) {
    missing(named, "a persona's name must not be given twice");
  }
  if (const auto [other, fresh] = persona_slot_.emplace(out.slot, named.path); !fresh) {
    missing(named, "persona id " + std::to_string(out.slot) + " is taken by " + other->second);
  }
  scenario_.personas.push_back(std::move(out));
}

void Reader::demographics(const Item& item, Demographics& out) {
  double both[2];
  for (const auto& [key, child] :
       fields(item, {"age_range", "income_range", "location_type", "education", "family_status"})) {
    if (key == "age_range" && range(child, "age", 0, 120, both)) {
      out.age_low = static_cast<int>(both[0]);
      out.age_high = static_cast<int>(both[1]);
      if (both[0] != out.age_low || both[1] != out.age_high) wrong(child, "ages must be whole");
    }
    if (key == "income_range" && range(child, "income", 0, 1e9, both)) {
      out.income_low_paise = std::llround(both[0] * 100);
      out.income_high_paise = std::llround(both[1] * 100);
    }
    if (key == "location_type") text(child, out.location_type);
    if (key == "education") text(child, out.education);
    if (key == "family_status") text(child, out.family_status);
  }
}

void Reader::cities(const Item& item, Persona& out) {
  double total = 0;
  for (const Item& entry : list(item)) {
    City city;
    const Fields found = fields(entry, {"name", "state", "weight"});
    if (!found.count("name")) missing(entry, "a city needs a name");
    for (const auto& [key, child] : found) {
      if (key == "name") text(child, city.name);
      if (key == "state") text(child, city.state);
      if (key == "weight") city.weight = number(child, "weight", 0, 1e9).value_or(1);
    }
    total += city.weight;
    out.cities.push_back(std::move(city));
  }
  if (!out.cities.empty() && total <= 0) missing(item, "a city's weight must be above 0");
}

void Reader::basket(const Item& item, Persona& out) {
  // The file's order is the order of categories, so the map of fields serves for checks only.
  const Fields found = entries(item);
  if (!item.node.IsMap()) return;
  if (found.empty()) return missing(item, "needs at least one category");
  if (found.size() > kMaxCategories) return missing(item, "at most 500 categories a persona");
  double total = 0;
  std::set<std::string> seen;
  for (const auto& entry : item.node) {
    if (!entry.first.IsScalar() || !seen.insert(entry.first.Scalar()).second) continue;
    Category next;
    text({joined(item.path, entry.first.Scalar()), entry.first}, next.name);
    category({joined(item.path, entry.first.Scalar()), entry.second}, next);
    total += next.probability;
    out.basket_profile.push_back(std::move(next));
  }
  if (total <= 0) missing(item, "at least one probability must be above 0");
}

void Reader::category(const Item& item, Category& out) {
  const Fields found =
      fields(item, {"probability", "quantity", "price_range", "season_multiplier"});
  if (!item.node.IsMap()) return;
  for (const char* key : {"probability", "quantity", "price_range"}) {
    if (!found.count(key)) missing({joined(item.path, key), item.node}, "must be given");
  }
  double both[2];
  for (const auto& [key, child] : found) {
    if (key == "probability") out.probability = number(child, "probability", 0, 1).value_or(0);
    if (key == "quantity" && range(child, "quantity", 1, kMaxQuantity, both)) {
      out.quantity_low = static_cast<int>(both[0]);
      out.quantity_high = static_cast<int>(both[1]);
      if (both[0] != out.quantity_low || both[1] != out.quantity_high) {
        wrong(child, "quantities must be whole");
      }
    }
    if (key == "price_range" && range(child, "price", 0.01, kMaxLinePaise / 100.0, both)) {
      out.price_low_paise = std::llround(both[0] * 100);
      out.price_high_paise = std::llround(both[1] * 100);
    }
    if (key == "season_multiplier") months(child, out.season_multiplier);
  }
  check_line(item, out);
}

void Reader::check_line(const Item& item, const Category& category) {
  const Market& market = scenario_.market;
  const double units = std::ceil(category.quantity_high * market.quantity_festival);
  if (units > kMaxQuantity) missing(item, "quantity x festival multiplier must be at most 255");
  const double price = std::ceil(static_cast<double>(category.price_high_paise) *
                                 std::max(1.0, market.price_festival_high));
  if (units * price > static_cast<double>(kMaxLinePaise)) {
    missing(item, "highest quantity x price with festival multipliers must be <= 21474836.47");
  }
}

void Reader::read(const YAML::Node& root) {
  const Item top{"", root};
  if (!root.IsMap()) return mistake("must be a mapping with personas", 1);
  const Fields found = fields(top, {"name", "simulation", "market", "frequency_probability",
                                    "calendar", "locale", "personas", "market_config"});
  scenario_.calendar.festivals = festival_table();
  const auto with = [&](const char* key, void (Reader::*part)(const Item&)) {
    if (const auto child = found.find(key); child != found.end()) (this->*part)(child->second);
  };
  if (found.count("name")) text(found.at("name"), scenario_.name);
  if (found.count("market") && found.count("market_config")) {
    missing(found.at("market_config"), "give market or market_config, not both");
  }
  if (found.count("calendar") && found.count("market_config") &&
      found.at("calendar").node.IsMap() && found.at("market_config").node.IsMap() &&
      found.at("calendar").node["festivals"] && found.at("market_config").node["festival_dates"]) {
    missing(found.at("market_config"), "give calendar.festivals or festival_dates, not both");
  }
  with("simulation", &Reader::simulation);
  with("frequency_probability", &Reader::frequency_probability);
  with("market_config", &Reader::market_config);
  with("market", &Reader::market);
  with("calendar", &Reader::calendar);
  with("locale", &Reader::locale);
  with("personas", &Reader::personas);
  if (!found.count("personas")) mistake("must be given: personas", 1);
}

// Returns the line of the first byte that is not text, 0 when there is none.
int binary_line(const std::string& text) {
  int line = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') ++line;
    if (byte < 32 && byte != '\n' && byte != '\r' && byte != '\t') return line;
    if (byte == 127) return line;
    if (byte < 128) continue;
    const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    if (byte < 0xC2 || byte > 0xF4) return line;
    for (int k = 0; k < more; ++k) {
      if (++i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return line;
    }
  }
  return 0;
}

void parse_into(LoadedScenario& loaded, Reader& reader) {
  try {
    std::istringstream stream(loaded.text);
    YAML::Parser parser(stream);
    SizeGuard guard;
    int documents = 0;
    while (documents < 2 && parser.HandleNextDocument(guard)) ++documents;
    if (!guard.refusal.empty()) return reader.mistake(guard.refusal, guard.line);
    if (documents != 1) return reader.mistake("must hold exactly one YAML document", 1);
    reader.read(YAML::Load(loaded.text));
  } catch (const YAML::Exception& failure) {
    reader.mistake("not valid YAML: " + failure.msg, std::max(0, failure.mark.line) + 1);
  } catch (const std::exception& failure) {
    reader.mistake(std::string("cannot be read: ") + failure.what(), 1);
  }
}

}  // namespace

Result<LoadedScenario> parse_scenario(std::string text, const std::string& path) {
  LoadedScenario loaded;
  loaded.path = path;
  loaded.text = std::move(text);
  Reader reader(loaded);
  if (loaded.text.size() > kMaxFileBytes) {
    reader.mistake("the file must be at most 8 MiB", 1);
  } else if (const int line = binary_line(loaded.text)) {
    reader.mistake("the file must be UTF-8 text", line);
  } else {
    parse_into(loaded, reader);
  }
  const std::string mistakes = reader.mistakes();
  if (!mistakes.empty()) return Error{ErrorCategory::kInput, mistakes, path};
  return loaded;
}

Result<LoadedScenario> load_scenario(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFileBytes + 1, '\0');
  if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || (file.fail() && !file.eof())) {
    return Error{ErrorCategory::kIo, "scenario: cannot read " + path, path};
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return parse_scenario(std::move(text), path);
}

}  // namespace footfall
