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

uint32_t most_categories(const World& world) {
  uint32_t most = 1;
  for (const WorldPersona& persona : world.personas) most = std::max(most, persona.category_count);
  return most;
}

// Makes room for `more` rows.
void make_room(Batch& batch, size_t more) {
  if (batch.capacity() - batch.rows() < more) batch.reserve(2 * batch.capacity() + more);
}

}  // namespace

BlockPlayer::BlockPlayer(const World& world, const Kernels& kernels)
    : world_(world), kernels_(kernels), scratch_(most_categories(world)) {}

void BlockPlayer::play(Block block, Window window, Segment& out) {
  block_ = block;
  out_ = &out;
  at_.persona = &world_.personas[block.persona_index];
  visitors_.resize(std::max(visitors_.size(), block.count + 2 * kTableSlack));
  out.transactions.clear();
  out.items.clear();
  out.transaction_begin.clear();
  out.item_begin.clear();
  for (uint32_t i = 0; i < window.count; ++i) {
    out.transaction_begin.push_back(out.transactions.rows());
    out.item_begin.push_back(out.items.rows());
    play_day(window.first + i);
  }
  out.transaction_begin.push_back(out.transactions.rows());
  out.item_begin.push_back(out.items.rows());
}

void BlockPlayer::play_day(uint32_t day_index) {
  const WorldDay& day = world_.days[day_index];
  at_.kind = &at_.persona->kinds[at_.persona->kind_of_day[day_index]];
  at_.day = static_cast<uint32_t>(day.day);
  at_.visit_limit = at_.persona->visit_limit[day_index];
  prepare(at_);
  const uint32_t found =
      kernels_.select_visitors(at_, block_.first, block_.count, visitors_.data());
  std::fill_n(visitors_.begin() + found, kTableSlack, 0u);
  make_room(out_->transactions, found);
  const size_t row = out_->transactions.rows();
  for (uint32_t v = 0; v < found; v += kTileVisitors) {
    play_tile(visitors_.data() + v, std::min(kTileVisitors, found - v));
  }
  add_constants(day, row, found);
}

void BlockPlayer::play_tile(const uint32_t* visitors, uint32_t count) {
  const uint32_t slots = count * at_.persona->category_count;
  kernels_.draw_tile(at_, visitors, count, scratch_);
  count_lines(count);
  make_room(out_->items, slots);
  const size_t row = out_->transactions.rows(), item = out_->items.rows();
  const LineColumns lines = line_columns(out_->items, item);
  const uint32_t emitted = kernels_.emit_lines(at_, slots, scratch_, lines);
  out_->transactions.set_rows(row + count);
  out_->items.set_rows(item + emitted);
  const VisitColumns visits = visit_columns(out_->transactions, row);
  kernels_.add_visits(at_, visitors, count, scratch_, visits, lines);
  if (!at_.persona->wide_baskets) return;
  for (uint32_t v = 0; v < count; ++v) visits.amount[v] = wide_amount(v);
}

// Fills `lines` of the scratch; an empty draw takes one category.
void BlockPlayer::count_lines(uint32_t count) {
  const uint32_t n = at_.persona->category_count;
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
void BlockPlayer::take_one(uint32_t visitor) {
  const auto& limits = at_.kind->fallback_limit;
  const auto found =
      std::lower_bound(limits.begin(), limits.end() - 1, scratch_.fallback_word[visitor]);
  const uint32_t k =
      visitor * at_.persona->category_count + static_cast<uint32_t>(found - limits.begin());
  scratch_.included[k / 64] |= uint64_t{1} << (k % 64);
  scratch_.lines[visitor] = 1;
}

// Returns the amount of a visitor's slots where running sums may wrap.
int64_t BlockPlayer::wide_amount(uint32_t visitor) const {
  const uint32_t n = at_.persona->category_count, slot = visitor * n;
  int64_t amount = 0;
  for (uint32_t k = slot; k < slot + n; ++k) {
    if (scratch_.included[k / 64] >> (k % 64) & 1) amount += scratch_.amount[k];
  }
  return amount;
}

// Fills what all of a day's transactions share.
void BlockPlayer::add_constants(const WorldDay& day, size_t row, uint32_t count) {
  Batch& rows = out_->transactions;
  std::fill_n(rows.values<uint8_t>(2) + row, count, static_cast<uint8_t>(block_.persona_index));
  std::fill_n(rows.values<int32_t>(4) + row, count, day.day);
  std::fill_n(rows.values<uint8_t>(6) + row, count, day.weekday);
  std::fill_n(rows.values<uint8_t>(7) + row, count, static_cast<uint8_t>(day.weekend));
  std::fill_n(rows.values<uint8_t>(8) + row, count, day.festival);
}

void simulate_block(const World& world, const Kernels& kernels, Block block, Window window,
                    Segment& out) {
  BlockPlayer(world, kernels).play(block, window, out);
}

}  // namespace footfall
