// The kernels as plain loops, one draw at a time: what the vector kernels must equal, bit for bit.
#include <algorithm>

#include "engine/kernels.h"

namespace footfall {

namespace {

uint32_t select_visitors(const PersonaDay& at, uint32_t first, uint32_t count, uint32_t* visitors) {
  uint32_t found = 0;
  for (uint32_t customer = first; customer < first + count; ++customer) {
    // Sixteen blocks a group of 64: block i holds customers i, 16 + i, 32 + i and 48 + i.
    const uint32_t group = customer & ~(kCustomersPerGroup - 1);
    const uint32_t member = customer - group;
    const PhiloxBlock block = philox(
        {group / 4 + member % 16, at.day, 0, purpose_slot(Purpose::kVisit, 0)}, at.persona->key);
    if (block[member / 16] < at.visit_limit) visitors[found++] = customer;
  }
  return found;
}

void draw_tile(const PersonaDay& at, const uint32_t* visitors, uint32_t visitor_count,
               TileScratch& scratch) {
  const WorldPersona& persona = *at.persona;
  const DayKind& kind = *at.kind;
  std::fill(scratch.included.begin(), scratch.included.end(), 0);
  for (uint32_t v = 0, k = 0; v < visitor_count; ++v) {
    const PhiloxBlock time =
        philox({visitors[v], at.day, 0, purpose_slot(Purpose::kVisitTime, 0)}, persona.key);
    scratch.time_word[v] = time[0];
    scratch.fallback_word[v] = time[1];
    for (uint32_t c = 0; c < persona.category_count; ++c, ++k) {
      const PhiloxBlock word =
          philox({visitors[v], at.day, persona.slot_hash[c], purpose_slot(Purpose::kBasket, 0)},
                 persona.key);
      const uint64_t product = uint64_t{word[1]} * persona.quantity_range[c];
      uint32_t quantity = persona.quantity_low[c] + static_cast<uint32_t>(product >> 32);
      uint64_t price = persona.price_low[c] + scale(word[2], persona.price_range[c]);
      if (kind.festival) {
        const uint32_t scaled = quantity * kind.quantity_multiplier;
        const uint32_t fraction = static_cast<uint32_t>(product) >> 16;
        quantity = (scaled >> 16) + (fraction < (scaled & 0xFFFF) ? 1 : 0);
        const uint32_t markup = kind.markup_low + scale(word[3], kind.markup_range + 1);
        price = (price * markup + 32768) >> 16;
      }
      scratch.quantity[k] = quantity;
      scratch.price[k] = static_cast<uint32_t>(price);
      scratch.amount[k] = quantity * static_cast<uint32_t>(price);
      const uint64_t in = kind.possible[c] && word[0] <= kind.include_limit[c] ? 1 : 0;
      scratch.included[k / 64] |= in << (k % 64);
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

}  // namespace

const Kernels* scalar_kernels() {
  static constexpr Kernels kScalar = {&select_visitors, &draw_tile, &emit_lines, &add_visits,
                                      "scalar"};
  return &kScalar;
}

}  // namespace footfall
