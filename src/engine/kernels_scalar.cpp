// The kernels as plain loops, one draw at a time: what the vector kernels must equal, bit for bit.
#include <algorithm>

#include "engine/draws.h"
#include "engine/kernels.h"

namespace footfall {

namespace {

uint32_t select_visitors(const PersonaDay& at, uint32_t first, uint32_t count, uint32_t* visitors) {
  uint32_t found = 0;
  for (uint32_t customer = first; customer < first + count; ++customer) {
    const uint32_t word = visit_word(*at.persona, customer, static_cast<Day>(at.day));
    if (word < at.visit_limit) visitors[found++] = customer;
  }
  return found;
}

void draw_tile(const PersonaDay& at, const uint32_t* visitors, uint32_t visitor_count,
               TileScratch& scratch) {
  const Day day = static_cast<Day>(at.day);
  std::fill(scratch.included.begin(), scratch.included.end(), 0);
  for (uint32_t v = 0, k = 0; v < visitor_count; ++v) {
    const PhiloxBlock moment = moment_draw(*at.persona, visitors[v], day);
    scratch.time_word[v] = moment[0];
    scratch.fallback_word[v] = moment[1];
    for (uint32_t c = 0; c < at.persona->category_count; ++c, ++k) {
      const CategoryDraw draw = draw_category(*at.persona, *at.kind, c, visitors[v], day);
      scratch.quantity[k] = draw.quantity;
      scratch.price[k] = draw.unit_price;
      scratch.amount[k] = draw.amount;
      scratch.included[k / 64] |= uint64_t{draw.bought} << (k % 64);
    }
  }
}

uint32_t emit_lines(const PersonaDay& at, uint32_t slot_count, TileScratch& scratch,
                    LineColumns out) {
  uint32_t line = 0, category = 0, amount = 0, quantity = 0;
  for (uint32_t k = 0; k < slot_count; ++k) {
    out.category[line] = static_cast<uint16_t>(at.persona->code[category]);
    out.quantity[line] = static_cast<uint8_t>(scratch.quantity[k]);
    out.unit_price[line] = static_cast<int32_t>(scratch.price[k]);
    out.amount[line] = static_cast<int32_t>(scratch.amount[k]);
    const uint32_t in = scratch.included[k / 64] >> (k % 64) & 1;
    line += in;
    scratch.amount_sum[k] = amount += in ? scratch.amount[k] : 0;
    scratch.quantity_sum[k] = quantity += in ? scratch.quantity[k] : 0;
    if (++category == at.persona->category_count) category = 0;
  }
  return line;
}

void add_visits(const PersonaDay& at, const uint32_t* visitors, uint32_t count,
                const TileScratch& scratch, VisitColumns out, LineColumns items) {
  const uint32_t n = at.persona->category_count;
  const Day day = static_cast<Day>(at.day);
  uint32_t amount = 0, quantity = 0;
  for (uint32_t v = 0; v < count; ++v) {
    const uint32_t last = v * n + n - 1;
    const uint32_t second = second_of_day(*at.persona, scratch.time_word[v]);
    out.customer[v] = customer_id(at.persona->slot, visitors[v]);
    out.id[v] = transaction_id(day, out.customer[v], 0);
    out.timestamp[v] = int64_t{day} * 86'400 + second;
    out.hour[v] = static_cast<uint8_t>(second / 3600);
    out.lines[v] = static_cast<uint16_t>(scratch.lines[v]);
    out.units[v] = static_cast<int32_t>(scratch.quantity_sum[last] - quantity);
    out.amount[v] = scratch.amount_sum[last] - amount;
    quantity = scratch.quantity_sum[last];
    amount = scratch.amount_sum[last];
    for (uint32_t i = 0; i < scratch.lines[v]; ++i) {
      *items.transaction_id++ = out.id[v];
      *items.line++ = static_cast<uint16_t>(i + 1);
    }
  }
}

void draw_people(PhiloxKey key, uint32_t first, uint32_t count, PeopleTile& tile) {
  for (uint32_t i = 0; i < count; ++i) {
    const PersonWords words = person_words(key, first + i);
    for (uint32_t slot = 0; slot < kPersonSlots; ++slot) {
      for (uint32_t w = 0; w < 4; ++w) tile.word[slot][w][i] = words[slot][w];
    }
  }
}

}  // namespace

const Kernels* scalar_kernels() {
  static constexpr Kernels kScalar = {&select_visitors, &draw_tile,   &emit_lines,
                                      &add_visits,      &draw_people, "scalar"};
  return &kScalar;
}

}  // namespace footfall
