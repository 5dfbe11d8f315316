#include "run/plan.h"

#include <algorithm>
#include <numeric>

namespace footfall {

double expected_items_a_day(const WorldPersona& persona) {
  std::vector<double> lines;  // by kind of day
  for (const DayKind& kind : persona.kinds) {
    lines.push_back(std::accumulate(kind.probability.begin(), kind.probability.end(), 0.0));
  }
  double items = 0;
  for (size_t day = 0; day < persona.visit_limit.size(); ++day) {
    items += static_cast<double>(persona.visit_limit[day]) / 4294967296.0 *
             std::max(lines[persona.kind_of_day[day]], 1.0);
  }
  return persona.visit_limit.empty() ? 0 : items / static_cast<double>(persona.visit_limit.size());
}

namespace {

// Cuts the blocks of a single day into chunks; returns where each ends.
std::vector<size_t> cut_day(const std::vector<double>& block_items, double chunk_items) {
  std::vector<size_t> last_blocks;
  double items = 0;
  for (size_t b = 0; b < block_items.size(); ++b) {
    items += block_items[b];
    if (items < chunk_items && b + 1 < block_items.size()) continue;
    last_blocks.push_back(b + 1);
    items = 0;
  }
  return last_blocks;
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

void ChunkList::add(Window window, bool cut) {
  const size_t before = size();
  windows_.push_back(window);
  ends_.push_back(before + (cut ? cuts_.size() : 1));
}

Chunk ChunkList::operator[](size_t index) const {
  if (index < customers_) return {Chunk::Kind::kCustomers, {}, index, index + 1};
  const auto end = std::upper_bound(ends_.begin(), ends_.end(), index);
  const size_t begin = end == ends_.begin() ? customers_ : *(end - 1);
  const Window window = windows_[static_cast<size_t>(end - ends_.begin())];
  if (*end - begin == 1) return {Chunk::Kind::kDays, window, 0, block_count_};
  const size_t cut = index - begin;
  return {Chunk::Kind::kDays, window, cut == 0 ? 0 : cuts_[cut - 1], cuts_[cut]};
}

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
  plan.chunks = ChunkList(plan.blocks.size(), options.customers);
  plan.chunks.set_cuts(cut_day(block_items, options.chunk_items));
  const uint32_t day_count = static_cast<uint32_t>(world.days.size());
  uint32_t window_days = options.window_days;
  if (window_days == 0) {
    window_days = static_cast<uint32_t>(
        std::clamp(options.chunk_items / std::max(items_a_day, 1e-9), 1.0, 366.0));
  }
  for (uint32_t day = 0, count = 0; day < day_count; day += count) {
    count = std::min(window_days, day_count - day);
    if (options.whole_months) count = std::min(count, days_to_month_end(world, day));
    plan.chunks.add({day, count}, count == 1 && items_a_day > options.chunk_items);
  }
  return plan;
}

}  // namespace footfall
