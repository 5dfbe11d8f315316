#include "engine/kernels.h"

#include <cstring>

// 8 and 16 lanes; the rest of the world takes kernels_scalar.cpp.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/highway.h>

#include "engine/lanes-inl.h"
#include "engine/rows-inl.h"

HWY_BEFORE_NAMESPACE();
namespace footfall {
namespace HWY_NAMESPACE {
#if HWY_TARGET == HWY_SCALAR

const Kernels* table() { return scalar_kernels(); }

#else

uint32_t select_visitors(const PersonaDay& at, uint32_t first, uint32_t count, uint32_t* visitors) {
  const Words32 d;
  if (at.visit_limit == 0) return 0;
  const V32 most = hn::Set(d, static_cast<uint32_t>(at.visit_limit - 1));
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d)), day = at.day;
  const RoundKeys keys(at.persona->key);
  uint32_t found = 0;
  for (uint32_t group = first; group < first + count; group += kCustomersPerGroup) {
    uint64_t visits = 0;
    for (uint32_t lane = 0; lane < 16; lane += lanes) {
      const Counters drawn =
          philox_of(hn::Iota(d, group / 4 + lane), day, purpose_slot(Purpose::kVisit, 0), keys);
      const Half &even = drawn.even, &odd = drawn.odd;
      visits |= bits_of(at_most(low_halves(even.c0, odd.c0), most)) << lane;
      visits |= bits_of(at_most(low_halves(even.c1, odd.c1), most)) << (16 + lane);
      visits |= bits_of(at_most(low_halves(even.c2, odd.c2), most)) << (32 + lane);
      visits |= bits_of(at_most(low_halves(even.c3, odd.c3), most)) << (48 + lane);
    }
    const uint32_t left = first + count - group;
    if (left < kCustomersPerGroup) visits &= (uint64_t{1} << left) - 1;
    for (; visits != 0; visits &= visits - 1) {
      visitors[found++] = group + static_cast<uint32_t>(__builtin_ctzll(visits));
    }
  }
  return found;
}

// What a basket's draws owe to the visitor alone, after the first two rounds.
struct VisitorWords {
  uint32_t c0[kTileVisitors + kMostLanes], c1[kTileVisitors + kMostLanes],
      c2[kTileVisitors + kMostLanes];
};

// Draws the moments of a tile's visits and prepares the visitors' part of their baskets.
HWY_INLINE void draw_visitors(const PersonaDay& at, const uint32_t* visitors, uint32_t count,
                              const RoundKeys& keys, VisitorWords& words, TileScratch& scratch) {
  const Words32 d;
  const uint32_t day = at.day;
  uint32_t *times = scratch.time_word.data(), *fallbacks = scratch.fallback_word.data();
  const V64 m0 = hn::Set(Words64(), kPhiloxM0), m1 = hn::Set(Words64(), kPhiloxM1);
  const V64 c2_key = hn::Xor(hn::Set(Words64(), purpose_slot(Purpose::kBasket, 0)), keys.high[0]);
  for (uint32_t v = 0; v < count; v += static_cast<uint32_t>(hn::Lanes(d))) {
    const V32 customer = hn::LoadU(d, visitors + v);
    const V64 even = product(wide(customer), m0), odd = product(odd_lanes(customer), m0);
    const V64 even1 = product(hn::Xor(hn::ShiftRight<32>(even), c2_key), m1);
    const V64 odd1 = product(hn::Xor(hn::ShiftRight<32>(odd), c2_key), m1);
    hn::StoreU(high_halves(even1, odd1), d, words.c0 + v);
    hn::StoreU(low_halves(even1, odd1), d, words.c1 + v);
    hn::StoreU(low_halves(even, odd), d, words.c2 + v);
    const Counters time = philox_of(customer, day, purpose_slot(Purpose::kVisitTime, 0), keys);
    hn::StoreU(low_halves(time.even.c0, time.odd.c0), d, times + v);
    hn::StoreU(low_halves(time.even.c1, time.odd.c1), d, fallbacks + v);
  }
}

// The draws of the slots in a vector: words of inclusion, quantity, price and markup.
HWY_INLINE Counters draw_slots(const CategoryTable& table, uint32_t category,
                               const VisitorWords& visitors, uint32_t visitor,
                               const RoundKeys& keys) {
  const Words32 d;
  const auto pick = hn::SetTableIndices(d, table.period + category);
  const auto of_visitor = [&](const uint32_t* words) {
    return hn::TableLookupLanes(hn::LoadU(d, words + visitor), pick);
  };
  const V32 c0 = hn::Xor(of_visitor(visitors.c0), hn::LoadU(d, table.c0 + category));
  const V32 c1 = of_visitor(visitors.c1);
  const V32 c2 = hn::Xor(of_visitor(visitors.c2), hn::LoadU(d, table.c2 + category));
  const V32 c3 = hn::LoadU(d, table.c3 + category);
  Counters drawn{{wide(c0), wide(c1), wide(c2), wide(c3)},
                 {odd_lanes(c0), odd_lanes(c1), odd_lanes(c2), odd_lanes(c3)}};
  philox_rounds<2>(drawn.even, keys);
  philox_rounds<2>(drawn.odd, keys);
  return drawn;
}

HWY_INLINE V32 festival_quantity(V32 quantity, V32 fraction, const DayKind& kind) {
  const Words32 d;
  const V32 scaled = hn::Mul(quantity, hn::Set(d, kind.quantity_multiplier));
  const V32 remainder = hn::And(scaled, hn::Set(d, 0xFFFF));
  const auto up = hn::Lt(hn::ShiftRight<16>(fraction), remainder);
  return hn::Add(hn::ShiftRight<16>(scaled), hn::IfThenElseZero(up, hn::Set(d, 1)));
}

HWY_INLINE V32 festival_price(V32 price, const Counters& drawn, const DayKind& kind) {
  const V64 range = hn::Set(Words64(), kind.markup_range + 1);
  const V32 markup =
      hn::Add(hn::Set(Words32(), kind.markup_low),
              high_halves(product(drawn.even.c3, range), product(drawn.odd.c3, range)));
  const V64 half = hn::Set(Words64(), 32768);
  return low_halves(
      hn::ShiftRight<16>(hn::Add(product(wide(price), wide(markup)), half)),
      hn::ShiftRight<16>(hn::Add(product(odd_lanes(price), odd_lanes(markup)), half)));
}

// Draws the slots of a tile; `kPlain` days have no festival and no category that cannot be bought.
template <bool kPlain>
HWY_INLINE void draw_baskets(const PersonaDay& at, uint32_t slot_count, const RoundKeys& keys,
                             const VisitorWords& words, TileScratch& scratch) {
  const Words32 d;
  const DayKind& kind = *at.kind;
  const bool festival = kind.festival;
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d));
  const uint32_t n = at.persona->category_count, step = lanes % n, visitor_step = lanes / n;
  uint32_t visitor = 0, category = 0;  // of lane 0
  const CategoryTable& table = at.table;
  uint32_t *quantities = scratch.quantity.data(), *prices = scratch.price.data();
  uint32_t* amounts = scratch.amount.data();
  uint64_t* included = scratch.included.data();
  for (uint32_t k = 0; k < slot_count; k += lanes) {
    const Counters drawn = draw_slots(table, category, words, visitor, keys);
    auto in = at_most(low_halves(drawn.even.c0, drawn.odd.c0),
                      hn::LoadU(d, table.include_limit + category));
    const V32 quantity_range = hn::LoadU(d, table.quantity_range + category);
    const V64 even = product(drawn.even.c1, wide(quantity_range));
    const V64 odd = product(drawn.odd.c1, odd_lanes(quantity_range));
    V32 quantity = hn::Add(hn::LoadU(d, table.quantity_low + category), high_halves(even, odd));
    const V32 price_range = hn::LoadU(d, table.price_range + category);
    V32 price = hn::Add(hn::LoadU(d, table.price_low + category),
                        high_halves(product(drawn.even.c2, wide(price_range)),
                                    product(drawn.odd.c2, odd_lanes(price_range))));
    if (!kPlain) {
      in = hn::And(in, hn::Ne(hn::LoadU(d, table.possible + category), hn::Zero(d)));
      if (festival) {
        quantity = festival_quantity(quantity, low_halves(even, odd), kind);
        price = festival_price(price, drawn, kind);
      }
    }
    hn::StoreU(quantity, d, quantities + k);
    hn::StoreU(price, d, prices + k);
    hn::StoreU(hn::Mul(quantity, price), d, amounts + k);
    included[k / 64] |= bits_of(in) << (k % 64);
    category += step;
    visitor += visitor_step;
    if (category >= n) {
      category -= n;
      ++visitor;
    }
  }
}

void draw_tile(const PersonaDay& at, const uint32_t* visitors, uint32_t visitor_count,
               TileScratch& scratch) {
  const RoundKeys keys(at.persona->key);
  VisitorWords words;
  draw_visitors(at, visitors, visitor_count, keys, words, scratch);
  const uint32_t slot_count = visitor_count * at.persona->category_count;
  std::memset(scratch.included.data(), 0, (slot_count / 64 + 1) * 8);
  if (at.kind->festival || at.kind->some_impossible) {
    draw_baskets<false>(at, slot_count, keys, words, scratch);
  } else {
    draw_baskets<true>(at, slot_count, keys, words, scratch);
  }
  if (slot_count % 64 != 0) {
    scratch.included[slot_count / 64] &= (uint64_t{1} << (slot_count % 64)) - 1;
  }
}

void draw_people(PhiloxKey key, uint32_t first, uint32_t count, PeopleTile& tile) {
  const Words32 d;
  const RoundKeys keys(key);
  for (uint32_t slot = 0; slot < kPersonSlots; ++slot) {
    const V64 purpose = hn::Set(Words64(), purpose_slot(Purpose::kPerson, slot));
    for (uint32_t i = 0; i < count; i += static_cast<uint32_t>(hn::Lanes(d))) {
      const V32 customer = hn::Iota(d, first + i);
      const V64 zero = hn::Zero(Words64());
      Counters drawn{{wide(customer), zero, purpose, zero},
                     {odd_lanes(customer), zero, purpose, zero}};
      philox_rounds<0>(drawn.even, keys);
      philox_rounds<0>(drawn.odd, keys);
      const Half &even = drawn.even, &odd = drawn.odd;
      hn::StoreU(low_halves(even.c0, odd.c0), d, tile.word[slot][0] + i);
      hn::StoreU(low_halves(even.c1, odd.c1), d, tile.word[slot][1] + i);
      hn::StoreU(low_halves(even.c2, odd.c2), d, tile.word[slot][2] + i);
      hn::StoreU(low_halves(even.c3, odd.c3), d, tile.word[slot][3] + i);
    }
  }
}

const Kernels* table() {
  static constexpr Kernels kTable = {&select_visitors, &draw_tile,
                                     &emit_lines,      &add_visits,
                                     &draw_people,     HWY_TARGET == HWY_AVX3 ? "avx512" : "avx2"};
  return &kTable;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace footfall
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace footfall {

TileScratch::TileScratch(uint32_t category_count) {
  const size_t slots = size_t{category_count} * kTileVisitors + kTableSlack;
  quantity.resize(slots);
  price.resize(slots);
  amount.resize(slots);
  amount_sum.resize(slots);
  quantity_sum.resize(slots);
  time_word.resize(kTileVisitors + kTableSlack);
  fallback_word.resize(kTileVisitors + kTableSlack);
  lines.resize(kTileVisitors + kTableSlack);
  included.resize(slots / 64 + 2);
}

// Rounds 0 and 1 multiply words that come from the category and the day, or from the visitor: never
// from both. Round 0: c0 × M0 is the visitor's, c2 × M1 the category's; round 1 the other way
// round.
void prepare(PersonaDay& at) {
  const WorldPersona& persona = *at.persona;
  const DayKind& kind = *at.kind;
  const PhiloxKey key = persona.key;
  CategoryTable& table = at.table;
  const uint32_t n = persona.category_count;
  for (uint32_t i = 0, c = 0, period = 0; i < n + kMostLanes; ++i) {
    const uint64_t product1 = uint64_t{kPhiloxM1} * persona.slot_hash[c];
    const uint32_t c0 = static_cast<uint32_t>(product1 >> 32) ^ at.day ^ key.low;
    const uint64_t product0 = uint64_t{kPhiloxM0} * c0;
    table.c0[i] = static_cast<uint32_t>(product1) ^ (key.low + kPhiloxW0);
    table.c2[i] = static_cast<uint32_t>(product0 >> 32) ^ (key.high + kPhiloxW1);
    table.c3[i] = static_cast<uint32_t>(product0);
    table.period[i] = period;
    table.code[i] = persona.code[c];
    table.include_limit[i] = kind.include_limit[c];
    table.possible[i] = kind.possible[c];
    table.quantity_low[i] = persona.quantity_low[c];
    table.quantity_range[i] = persona.quantity_range[c];
    table.price_low[i] = persona.price_low[c];
    table.price_range[i] = persona.price_range[c];
    if (++c == n) {
      c = 0;
      ++period;
    }
  }
}

namespace {

// What this machine runs, best first. Highway's own choice of a target stands in its library, which
// measures the machine's clock for 2.6 ms whenever it is loaded; its headers are all that is used.
std::vector<const Kernels*> supported_kernels() {
  std::vector<const Kernels*> found;
#if HWY_ARCH_X86
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd")) {
    found.push_back(N_AVX3::table());
  }
  if (avx2) found.push_back(N_AVX2::table());
#endif
  found.push_back(scalar_kernels());
  return found;
}

}  // namespace

const Kernels* kernels(const char* target) {
  static const std::vector<const Kernels*> kSupported = supported_kernels();
  if (target == nullptr) return kSupported.front();
  for (const Kernels* one : kSupported) {
    if (std::strcmp(one->name, target) == 0) return one;
  }
  return nullptr;
}

}  // namespace footfall
#endif
