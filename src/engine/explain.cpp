#include "engine/explain.h"

#include <algorithm>
#include <string>

namespace footfall {

namespace {

constexpr int64_t kCustomersPerSlot = 100'000'000, kCustomersPerDay = 10'000'000'000;

Error unknown(std::string message) { return {ErrorCategory::kInput, std::move(message), ""}; }

void explain_visit(const Scenario& scenario, const World& world, Explanation& out) {
  const Market& market = scenario.market;
  const WorldPersona& persona = world.personas[out.at.customer.persona_index];
  const size_t month = static_cast<size_t>(civil_from_day(out.day.day).month - 1);
  out.base = base_visit_probability(scenario, scenario.personas[out.at.customer.persona_index]);
  out.season = market.season_multiplier[month];
  out.festival = out.day.festival != 0 ? market.visit_festival : 1.0;
  out.weekend = out.day.weekend ? market.visit_weekend : market.visit_weekday;
  out.cap = market.visit_cap;
  out.weekday = market.weekday_multiplier[out.day.weekday - 1U];
  out.product = out.base * out.season * out.festival * out.weekend * out.weekday;
  out.probability = out.day.closed ? 0 : std::min(out.product, out.cap);
  out.visit_word = visit_word(persona, out.at.customer.customer_index, out.day.day);
  out.visit_limit = persona.visit_limit[out.at.day_index];
  out.visits = out.visit_word < out.visit_limit;
}

void explain_basket(const World& world, Explanation& out) {
  const WorldPersona& persona = world.personas[out.at.customer.persona_index];
  const DayKind& kind = persona.kinds[persona.kind_of_day[out.at.day_index]];
  const uint32_t customer = out.at.customer.customer_index;
  const Day day = out.day.day;
  for (uint32_t c = 0; c < persona.category_count; ++c) {
    out.categories.push_back(draw_category(persona, kind, c, customer, day));
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
  const PhiloxBlock time = moment_draw(persona, at.customer.customer_index, out.day.day);
  out.time_word = time[0];
  out.fallback_word = time[1];
  out.second_of_day = static_cast<int32_t>(second_of_day(persona, out.time_word));
  explain_basket(world, out);
  return out;
}

}  // namespace footfall
