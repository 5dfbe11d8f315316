#include "engine/explain.h"

#include <algorithm>
#include <string>

namespace footfall {

namespace {

constexpr int64_t kCustomersPerSlot = 100'000'000, kCustomersPerDay = 10'000'000'000;

Error unknown(std::string message) { return {ErrorCategory::kInput, std::move(message), ""}; }

uint32_t visit_word(const WorldPersona& persona, uint32_t customer, Day day) {
  // The group layout of select_visitors: block i of a group holds i, 16 + i, 32 + i and 48 + i.
  const uint32_t group = customer / kCustomersPerGroup * kCustomersPerGroup;
  const uint32_t member = customer - group;
  const PhiloxBlock block = philox(
      {group / 4 + member % 16, static_cast<uint32_t>(day), 0, purpose_slot(Purpose::kVisit, 0)},
      persona.key);
  return block[member / 16];
}

CategoryDraw draw_category(const WorldPersona& persona, const DayKind& kind, uint32_t c,
                           const PhiloxBlock& word) {
  CategoryDraw draw;
  draw.probability = kind.probability[c];
  draw.possible = kind.possible[c] != 0;
  draw.include_word = word[0];
  draw.include_limit = kind.include_limit[c];
  draw.bought = draw.possible && word[0] <= draw.include_limit;
  draw.quantity_word = word[1];
  draw.price_word = word[2];
  draw.markup_word = word[3];
  const uint64_t product = uint64_t{word[1]} * persona.quantity_range[c];
  draw.drawn_quantity = persona.quantity_low[c] + static_cast<uint32_t>(product >> 32);
  draw.drawn_price = persona.price_low[c] + scale(word[2], persona.price_range[c]);
  draw.quantity = draw.drawn_quantity;
  draw.unit_price = draw.drawn_price;
  if (kind.festival) {
    const uint32_t scaled = draw.drawn_quantity * kind.quantity_multiplier;
    const uint32_t fraction = static_cast<uint32_t>(product) >> 16;
    draw.quantity = (scaled >> 16) + (fraction < (scaled & 0xFFFF) ? 1 : 0);
    draw.markup = kind.markup_low + scale(word[3], kind.markup_range + 1);
    draw.unit_price =
        static_cast<uint32_t>((uint64_t{draw.drawn_price} * draw.markup + 32768) >> 16);
  }
  draw.amount = draw.quantity * draw.unit_price;
  return draw;
}

void explain_visit(const Scenario& scenario, const World& world, Explanation& out) {
  const Market& market = scenario.market;
  const WorldPersona& persona = world.personas[out.at.customer.persona_index];
  const size_t month = static_cast<size_t>(civil_from_day(out.day.day).month - 1);
  out.base = base_visit_probability(scenario, scenario.personas[out.at.customer.persona_index]);
  out.season = market.season_multiplier[month];
  out.festival = out.day.festival != 0 ? market.visit_festival : 1.0;
  out.weekend = out.day.weekend ? market.visit_weekend : market.visit_weekday;
  out.cap = market.visit_cap;
  out.probability = std::min(out.base * out.season * out.festival * out.weekend, out.cap);
  out.visit_word = visit_word(persona, out.at.customer.customer_index, out.day.day);
  out.visit_limit = persona.visit_limit[out.at.day_index];
  out.visits = out.visit_word < out.visit_limit;
}

void explain_basket(const World& world, Explanation& out) {
  const WorldPersona& persona = world.personas[out.at.customer.persona_index];
  const DayKind& kind = persona.kinds[persona.kind_of_day[out.at.day_index]];
  const uint32_t customer = out.at.customer.customer_index;
  const uint32_t day = static_cast<uint32_t>(out.day.day);
  for (uint32_t c = 0; c < persona.category_count; ++c) {
    const PhiloxBlock word = philox(
        {customer, day, persona.slot_hash[c], purpose_slot(Purpose::kBasket, 0)}, persona.key);
    out.categories.push_back(draw_category(persona, kind, c, word));
    out.categories.back().name = world.words[2][2][persona.code[c]];
  }
  const auto bought = [](const CategoryDraw& draw) { return draw.bought; };
  out.fallback = std::none_of(out.categories.begin(), out.categories.end(), bought);
  if (out.fallback) {
    const auto& limits = kind.fallback_limit;
    const auto picked = std::lower_bound(limits.begin(), limits.end() - 1, out.fallback_word);
    out.categories[static_cast<size_t>(picked - limits.begin())].bought = true;
  }
  for (const CategoryDraw& draw : out.categories) {
    if (!draw.bought) continue;
    ++out.lines;
    out.units += draw.quantity;
    out.amount += draw.amount;
  }
}

}  // namespace

Result<CustomerAddress> find_customer(const World& world, int64_t id) {
  const std::string name = "customer " + std::to_string(id);
  if (id < kCustomersPerSlot || id >= kCustomersPerDay)
    return unknown(name + ": not a customer identifier (persona slot × 10^8 + number)");
  const int64_t slot = (id - 1) / kCustomersPerSlot, index = (id - 1) % kCustomersPerSlot;
  for (uint32_t p = 0; p < world.personas.size(); ++p) {
    const WorldPersona& persona = world.personas[p];
    if (persona.slot != slot) continue;
    if (index < persona.customer_count) return CustomerAddress{p, static_cast<uint32_t>(index)};
    return unknown(name + ": persona " + world.words[1][2][p] + " has " +
                   std::to_string(persona.customer_count) + " customers, not " +
                   std::to_string(index + 1));
  }
  return unknown(name + ": no persona has slot " + std::to_string(slot));
}

Result<VisitAddress> find_visit(const World& world, int64_t id) {
  const std::string name = "transaction " + std::to_string(id);
  const int64_t day = id / 10 / kCustomersPerDay, first = world.days.front().day;
  const int64_t last = world.days.back().day;
  if (id < 0 || day > kLastDay) return unknown(name + ": not a transaction identifier");
  if (day < first || day > last) {
    return unknown(name + ": its day, " + format_date(static_cast<Day>(day)) +
                   ", lies outside the period " + format_date(static_cast<Day>(first)) + " to " +
                   format_date(static_cast<Day>(last)));
  }
  const auto customer = find_customer(world, id / 10 % kCustomersPerDay);
  if (!customer) return unknown(name + ": " + customer.error().message);
  if (id % 10 != 0) {
    return unknown(name + ": trip " + std::to_string(id % 10) +
                   " does not exist; a customer makes one trip a day, trip 0");
  }
  return VisitAddress{*customer, static_cast<uint32_t>(day - first)};
}

bool visits(const World& world, VisitAddress at) {
  const WorldPersona& persona = world.personas[at.customer.persona_index];
  return visit_word(persona, at.customer.customer_index, world.days[at.day_index].day) <
         persona.visit_limit[at.day_index];
}

Explanation explain_transaction(const Scenario& scenario, const World& world, VisitAddress at) {
  const WorldPersona& persona = world.personas[at.customer.persona_index];
  Explanation out;
  out.at = at;
  out.day = world.days[at.day_index];
  out.customer_id = customer_id(persona.slot, at.customer.customer_index);
  out.transaction_id = transaction_id(out.day.day, out.customer_id, 0);
  explain_visit(scenario, world, out);
  const PhiloxBlock time = philox({at.customer.customer_index, static_cast<uint32_t>(out.day.day),
                                   0, purpose_slot(Purpose::kVisitTime, 0)},
                                  persona.key);
  out.time_word = time[0];
  out.fallback_word = time[1];
  out.second_of_day = static_cast<int32_t>(second_of_day(persona, out.time_word));
  explain_basket(world, out);
  return out;
}

}  // namespace footfall
