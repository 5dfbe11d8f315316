#include "run/plan.h"

#include <algorithm>

namespace footfall {

double expected_items_a_day(const WorldPersona& persona) {
  double items = 0;
  for (size_t day = 0; day < persona.visit_limit.size(); ++day) {
    double lines = 0;
    for (const double p : persona.kinds[persona.kind_of_day[day]].probability) lines += p;
    items += static_cast<double>(persona.visit_limit[day]) / 4294967296.0 * std::max(lines, 1.0);
  }
  return persona.visit_limit.empty() ? 0 : items / static_cast<double>(persona.visit_limit.size());
}

namespace {

// Cuts a single day into chunks of whole blocks.
void cut_day(uint32_t day, const std::vector<double>& block_items, double chunk_items, Plan& plan) {
  double items = 0;
  size_t first = 0;
  for (size_t b = 0; b < block_items.size(); ++b) {
    items += block_items[b];
    if (items < chunk_items && b + 1 < block_items.size()) continue;
    plan.chunks.push_back({Chunk::Kind::kDays, {day, 1}, first, b + 1});
    first = b + 1;
    items = 0;
  }
}

// Returns how many days a window may have that begins at `day`.
uint32_t days_to_month_end(const World& world, uint32_t day) {
  const CivilDate date = civil_from_day(world.days[day].day);
  uint32_t count = 1;
  while (day + count < world.days.size() &&
         civil_from_day(world.days[day + count].day).month == date.month) {
    ++count;
  }
  return count;
}

}  // namespace

Plan make_plan(const World& world, const PlanOptions& options) {
  Plan plan;
  const uint32_t size =
      (options.block_customers + kCustomersPerGroup - 1) / kCustomersPerGroup * kCustomersPerGroup;
  std::vector<uint32_t> order(world.personas.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return world.personas[a].slot < world.personas[b].slot;
  });
  std::vector<double> block_items;
  double items_a_day = 0;
  for (const uint32_t p : order) {
    const WorldPersona& persona = world.personas[p];
    const double rate = expected_items_a_day(persona);
    for (uint32_t first = 0; first < persona.customer_count; first += size) {
      const uint32_t count = std::min(size, persona.customer_count - first);
      plan.blocks.push_back({p, first, count});
      block_items.push_back(rate * count);
      items_a_day += rate * count;
    }
  }
  for (size_t b = 0; options.customers && b < plan.blocks.size(); ++b) {
    plan.chunks.push_back({Chunk::Kind::kCustomers, {}, b, b + 1});
  }
  const uint32_t day_count = static_cast<uint32_t>(world.days.size());
  uint32_t window_days = options.window_days;
  if (window_days == 0) {
    window_days = static_cast<uint32_t>(
        std::clamp(options.chunk_items / std::max(items_a_day, 1e-9), 1.0, 366.0));
  }
  for (uint32_t day = 0, count = 0; day < day_count; day += count) {
    count = std::min(window_days, day_count - day);
    if (options.whole_months) count = std::min(count, days_to_month_end(world, day));
    if (count > 1 || items_a_day <= options.chunk_items) {
      plan.chunks.push_back({Chunk::Kind::kDays, {day, count}, 0, plan.blocks.size()});
    } else {
      cut_day(day, block_items, options.chunk_items, plan);
    }
  }
  return plan;
}

}  // namespace footfall
