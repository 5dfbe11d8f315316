#include "engine/simulate.h"

#include <algorithm>

namespace footfall {

namespace {

// Column positions of schema.cpp.
struct TransactionColumns {
  int64_t *id, *customer, *timestamp, *amount;
  uint8_t *persona, *hour, *weekday, *is_weekend, *festival;
  int32_t *date, *units;
  uint16_t* lines;
};

TransactionColumns columns_of(Batch& batch) {
  return {batch.values<int64_t>(0),  batch.values<int64_t>(1),  batch.values<int64_t>(3),
          batch.values<int64_t>(11), batch.values<uint8_t>(2),  batch.values<uint8_t>(5),
          batch.values<uint8_t>(6),  batch.values<uint8_t>(7),  batch.values<uint8_t>(8),
          batch.values<int32_t>(4),  batch.values<int32_t>(10), batch.values<uint16_t>(9)};
}

int32_t second_of_day(const WorldPersona& persona, uint32_t word) {
  int32_t second = static_cast<int32_t>(scale(word, persona.preferred_seconds));
  for (const TimeSlot& slot : persona.preferred_time) {
    const int32_t length = slot.end_second - slot.begin_second;
    if (second < length) return slot.begin_second + second;
    second -= length;
  }
  return 0;
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
        rows_(columns_of(out.transactions)),
        visitors_(block.count + 2 * kTableSlack) {}

  void play_day(uint32_t day_index) {
    const WorldDay& day = world_.days[day_index];
    const PersonaDay at{&persona_, &persona_.kinds[persona_.kind_of_day[day_index]],
                        static_cast<uint32_t>(day.day), persona_.visit_limit[day_index]};
    const uint32_t found =
        kernels_.select_visitors(at, block_.first, block_.count, visitors_.data());
    std::fill_n(visitors_.begin() + found, kTableSlack, 0u);
    for (uint32_t v = 0; v < found; v += kTileVisitors) {
      play_tile(at, day, visitors_.data() + v, std::min(kTileVisitors, found - v));
    }
  }

 private:
  void play_tile(const PersonaDay& at, const WorldDay& day, const uint32_t* visitors,
                 uint32_t count) {
    const uint32_t n = persona_.category_count;
    kernels_.draw_tile(at, visitors, count, scratch_);
    for (uint32_t v = 0; v < count; ++v) fill_if_empty(at, v);
    Batch& items = out_.items;
    const size_t row = items.rows();
    const LineColumns lines{items.values<uint16_t>(2) + row, items.values<uint8_t>(3) + row,
                            items.values<int32_t>(4) + row, items.values<int32_t>(5) + row};
    const uint32_t emitted = kernels_.emit_lines(at, count * n, scratch_, lines);
    add_transactions(day, visitors, count);
    number_lines(row, count);
    items.set_rows(row + emitted);
  }

  // An empty draw takes one category, with probability proportional to its own.
  void fill_if_empty(const PersonaDay& at, uint32_t visitor) {
    const uint32_t n = persona_.category_count, slot = visitor * n;
    lines_[visitor] = count_included(scratch_.included, slot, n);
    if (lines_[visitor] > 0) return;
    const auto& limits = at.kind->fallback_limit;
    const uint32_t word = scratch_.fallback_word[visitor];
    const uint32_t k =
        slot + static_cast<uint32_t>(std::lower_bound(limits.begin(), limits.end() - 1, word) -
                                     limits.begin());
    scratch_.included[k / 64] |= uint64_t{1} << (k % 64);
    lines_[visitor] = 1;
  }

  // Returns the amount of a visitor's slots; running sums wrap, so wide baskets are added up
  // afresh.
  int64_t basket_amount(uint32_t visitor) const {
    const uint32_t n = persona_.category_count, slot = visitor * n;
    if (!persona_.wide_baskets) {
      return scratch_.amount_sum[slot + n - 1] - (slot ? scratch_.amount_sum[slot - 1] : 0u);
    }
    int64_t amount = 0;
    for (uint32_t k = slot; k < slot + n; ++k) {
      if (scratch_.included[k / 64] >> (k % 64) & 1) amount += scratch_.amount[k];
    }
    return amount;
  }

  void add_transactions(const WorldDay& day, const uint32_t* visitors, uint32_t count) {
    const uint32_t n = persona_.category_count;
    const size_t row = out_.transactions.rows();
    out_.transactions.set_rows(row + count);
    const int64_t base = customer_id(persona_.slot, 0);
    for (uint32_t v = 0; v < count; ++v) {
      rows_.customer[row + v] = base + visitors[v];
      rows_.id[row + v] = transaction_id(day.day, base + visitors[v], 0);
    }
    for (uint32_t v = 0; v < count; ++v) {
      const int32_t second = second_of_day(persona_, scratch_.time_word[v]);
      rows_.timestamp[row + v] = int64_t{day.day} * 86400 + second;
      rows_.hour[row + v] = static_cast<uint8_t>(second / 3600);
    }
    for (uint32_t v = 0; v < count; ++v) {
      const uint32_t slot = v * n;
      rows_.lines[row + v] = static_cast<uint16_t>(lines_[v]);
      rows_.units[row + v] = static_cast<int32_t>(scratch_.quantity_sum[slot + n - 1] -
                                                  (slot ? scratch_.quantity_sum[slot - 1] : 0u));
      rows_.amount[row + v] = basket_amount(v);
    }
    std::fill_n(rows_.persona + row, count, static_cast<uint8_t>(block_.persona_index));
    std::fill_n(rows_.date + row, count, day.day);
    std::fill_n(rows_.weekday + row, count, day.weekday);
    std::fill_n(rows_.is_weekend + row, count, static_cast<uint8_t>(day.weekend));
    std::fill_n(rows_.festival + row, count, day.festival);
  }

  // Fills transaction_id and line of the tile's items from its `count` newest transactions.
  void number_lines(size_t item, uint32_t count) {
    int64_t* ids = out_.items.values<int64_t>(0);
    uint16_t* numbers = out_.items.values<uint16_t>(1);
    const size_t end = out_.transactions.rows();
    for (size_t t = end - count; t < end; ++t) {
      const int64_t id = rows_.id[t];
      const uint32_t lines = rows_.lines[t];
      for (uint32_t i = 0; i < lines; i += 8) {
        for (uint32_t j = 0; j < 8;
             ++j) {  // whole vectors; the next transaction overwrites the rest
          ids[item + i + j] = id;
          numbers[item + i + j] = static_cast<uint16_t>(i + j + 1);
        }
      }
      item += lines;
    }
  }

  const World& world_;
  const Kernels& kernels_;
  const Block block_;
  const WorldPersona& persona_;
  Segment& out_;
  TileScratch scratch_;
  TransactionColumns rows_;
  std::vector<uint32_t> visitors_;
  uint32_t lines_[kTileVisitors] = {};
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
