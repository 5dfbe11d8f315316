#include "engine/simulate.h"

#include <algorithm>
#include <cstring>

namespace footfall {

namespace {

// Column positions of schema.cpp.
VisitColumns visit_columns(Batch& batch, size_t row) {
  return {batch.values<int64_t>(0) + row, batch.values<int64_t>(1) + row,
          batch.values<int64_t>(3) + row, batch.values<int64_t>(11) + row,
          batch.values<uint8_t>(5) + row, batch.values<uint16_t>(9) + row,
          batch.values<int32_t>(10) + row};
}

LineColumns line_columns(Batch& batch, size_t row) {
  return {batch.values<int64_t>(0) + row,  batch.values<uint16_t>(1) + row,
          batch.values<uint16_t>(2) + row, batch.values<uint8_t>(3) + row,
          batch.values<int32_t>(4) + row,  batch.values<int32_t>(5) + row};
}

// Returns how many of the slots [begin, begin + n) are set.
uint32_t count_included(const std::vector<uint64_t>& bits, uint32_t begin, uint32_t n) {
  uint32_t count = 0;
  for (uint32_t k = begin; k < begin + n;) {
    const uint32_t left = std::min(begin + n - k, 64 - k % 64);
    const uint64_t mask = left == 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
    count += static_cast<uint32_t>(__builtin_popcountll(bits[k / 64] >> (k % 64) & mask));
    k += left;
  }
  return count;
}

class BlockSimulation {
 public:
  BlockSimulation(const World& world, const Kernels& kernels, Block block, Segment& out)
      : world_(world),
        kernels_(kernels),
        block_(block),
        persona_(world.personas[block.persona_index]),
        out_(out),
        scratch_(persona_.category_count),
        visitors_(block.count + 2 * kTableSlack) {}

  void play_day(uint32_t day_index) {
    const WorldDay& day = world_.days[day_index];
    at_.persona = &persona_;
    at_.kind = &persona_.kinds[persona_.kind_of_day[day_index]];
    at_.day = static_cast<uint32_t>(day.day);
    at_.visit_limit = persona_.visit_limit[day_index];
    prepare(at_);
    const uint32_t found =
        kernels_.select_visitors(at_, block_.first, block_.count, visitors_.data());
    std::fill_n(visitors_.begin() + found, kTableSlack, 0u);
    const size_t row = out_.transactions.rows();
    for (uint32_t v = 0; v < found; v += kTileVisitors) {
      play_tile(visitors_.data() + v, std::min(kTileVisitors, found - v));
    }
    add_constants(day, row, found);
  }

 private:
  void play_tile(const uint32_t* visitors, uint32_t count) {
    kernels_.draw_tile(at_, visitors, count, scratch_);
    count_lines(count);
    const size_t row = out_.transactions.rows(), item = out_.items.rows();
    const LineColumns lines = line_columns(out_.items, item);
    const uint32_t emitted =
        kernels_.emit_lines(at_, count * persona_.category_count, scratch_, lines);
    out_.transactions.set_rows(row + count);
    out_.items.set_rows(item + emitted);
    const VisitColumns visits = visit_columns(out_.transactions, row);
    kernels_.add_visits(at_, visitors, count, scratch_, visits, lines);
    if (!persona_.wide_baskets) return;
    for (uint32_t v = 0; v < count; ++v) visits.amount[v] = wide_amount(v);
  }

  // Fills `lines` of the scratch; an empty draw takes one category.
  void count_lines(uint32_t count) {
    const uint32_t n = persona_.category_count;
    for (uint32_t v = 0, slot = 0; v < count; ++v, slot += n) {
      if (n <= 56) {  // a visitor's slots lie within eight bytes
        uint64_t bits;
        std::memcpy(&bits, reinterpret_cast<const char*>(scratch_.included.data()) + slot / 8, 8);
        bits = bits >> (slot % 8) & ((uint64_t{1} << n) - 1);
        scratch_.lines[v] = static_cast<uint32_t>(__builtin_popcountll(bits));
      } else {
        scratch_.lines[v] = count_included(scratch_.included, slot, n);
      }
      if (scratch_.lines[v] == 0) take_one(v);
    }
  }

  // Gives a visitor with an empty draw one category, with probability proportional to its own.
  void take_one(uint32_t visitor) {
    const auto& limits = at_.kind->fallback_limit;
    const auto found =
        std::lower_bound(limits.begin(), limits.end() - 1, scratch_.fallback_word[visitor]);
    const uint32_t k =
        visitor * persona_.category_count + static_cast<uint32_t>(found - limits.begin());
    scratch_.included[k / 64] |= uint64_t{1} << (k % 64);
    scratch_.lines[visitor] = 1;
  }

  // Returns the amount of a visitor's slots where running sums may wrap.
  int64_t wide_amount(uint32_t visitor) const {
    const uint32_t n = persona_.category_count, slot = visitor * n;
    int64_t amount = 0;
    for (uint32_t k = slot; k < slot + n; ++k) {
      if (scratch_.included[k / 64] >> (k % 64) & 1) amount += scratch_.amount[k];
    }
    return amount;
  }

  // Fills what all of a day's transactions share.
  void add_constants(const WorldDay& day, size_t row, uint32_t count) {
    Batch& rows = out_.transactions;
    std::fill_n(rows.values<uint8_t>(2) + row, count, static_cast<uint8_t>(block_.persona_index));
    std::fill_n(rows.values<int32_t>(4) + row, count, day.day);
    std::fill_n(rows.values<uint8_t>(6) + row, count, day.weekday);
    std::fill_n(rows.values<uint8_t>(7) + row, count, static_cast<uint8_t>(day.weekend));
    std::fill_n(rows.values<uint8_t>(8) + row, count, day.festival);
  }

  const World& world_;
  const Kernels& kernels_;
  const Block block_;
  const WorldPersona& persona_;
  Segment& out_;
  PersonaDay at_{};
  TileScratch scratch_;
  std::vector<uint32_t> visitors_;
};

}  // namespace

size_t most_transactions(Block block, Window window) { return size_t{block.count} * window.count; }

size_t most_items(const World& world, Block block, Window window) {
  return most_transactions(block, window) * world.personas[block.persona_index].category_count;
}

void simulate_block(const World& world, const Kernels& kernels, Block block, Window window,
                    Segment& out) {
  out.transactions.clear();
  out.items.clear();
  out.transaction_begin.clear();
  out.item_begin.clear();
  BlockSimulation simulation(world, kernels, block, out);
  for (uint32_t i = 0; i < window.count; ++i) {
    out.transaction_begin.push_back(out.transactions.rows());
    out.item_begin.push_back(out.items.rows());
    simulation.play_day(window.first + i);
  }
  out.transaction_begin.push_back(out.transactions.rows());
  out.item_begin.push_back(out.items.rows());
}

}  // namespace footfall
