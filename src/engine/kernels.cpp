#include "engine/kernels.h"

#include <cstring>

// 8 and 16 lanes; the rest of the world takes kernels_scalar.cpp.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target:
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace footfall {
namespace HWY_NAMESPACE {
#if HWY_TARGET == HWY_SCALAR

const Kernels* table() { return scalar_kernels(); }

#else

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_AVX3
// For every mask of eight lanes, the lanes that are set, then the others.
struct FrontOrder {
  uint32_t lane[256][8];
  constexpr FrontOrder() : lane{} {
    for (uint32_t mask = 0; mask < 256; ++mask) {
      uint32_t next = 0;
      for (uint32_t i = 0; i < 8; ++i) {
        if (mask >> i & 1) lane[mask][next++] = i;
      }
    }
  }
};
alignas(64) constexpr FrontOrder kFront;
#endif

using Words32 = hn::ScalableTag<uint32_t>;
using Words64 = hn::ScalableTag<uint64_t>;
using Signed32 = hn::RebindToSigned<Words32>;
using V32 = hn::Vec<Words32>;
using V64 = hn::Vec<Words64>;

struct Block4 {
  V32 word[4];
};

// Products of the even and of the odd lanes, and back: the high or low halves, lane by lane.
HWY_INLINE V64 even_product(V32 a, V32 b) { return hn::MulEven(a, b); }
HWY_INLINE V64 odd_product(V32 a, V32 b) {
  const Words32 d;
  const Words64 wide;
  return hn::MulEven(hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(wide, a))),
                     hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(wide, b))));
}
HWY_INLINE V32 high_halves(V64 even, V64 odd) {
  const Words32 d;
  return hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, hn::ShiftRight<32>(even)));
}
HWY_INLINE V32 low_halves(V64 even, V64 odd) {
  const Words32 d;
  return hn::OddEven(hn::BitCast(d, hn::ShiftLeft<32>(odd)), hn::BitCast(d, even));
}
HWY_INLINE V32 scale_words(V32 word, V32 range) {
  return high_halves(even_product(word, range), odd_product(word, range));
}

// Philox on 64-bit lanes whose upper halves are ignored: no shuffles between rounds.
struct Half {
  V64 c0, c1, c2, c3;
};

HWY_INLINE void philox_half(Half& h, PhiloxKey key) {
  const Words32 d;
  const Words64 wide;
  const V32 m0 = hn::Set(d, kPhiloxM0), m1 = hn::Set(d, kPhiloxM1);
  for (int round = 0; round < 10; ++round) {
    const V64 product0 = hn::MulEven(hn::BitCast(d, h.c0), m0);
    const V64 product1 = hn::MulEven(hn::BitCast(d, h.c2), m1);
    const V64 k0 = hn::Set(wide, key.low), k1 = hn::Set(wide, key.high);
    h.c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product1), h.c1), k0);
    h.c1 = product1;
    h.c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product0), h.c3), k1);
    h.c3 = product0;
    key.low += kPhiloxW0;
    key.high += kPhiloxW1;
  }
}

HWY_INLINE Block4 philox_lanes(V32 c0, uint32_t c1, V32 c2, uint32_t c3, PhiloxKey key) {
  const Words64 wide;
  const V64 w1 = hn::Set(wide, c1), w3 = hn::Set(wide, c3);
  Half even{hn::BitCast(wide, c0), w1, hn::BitCast(wide, c2), w3};
  Half odd{hn::ShiftRight<32>(hn::BitCast(wide, c0)), w1, hn::ShiftRight<32>(hn::BitCast(wide, c2)),
           w3};
  philox_half(even, key);
  philox_half(odd, key);
  return {{low_halves(even.c0, odd.c0), low_halves(even.c1, odd.c1), low_halves(even.c2, odd.c2),
           low_halves(even.c3, odd.c3)}};
}

// Returns the mask of lanes as the low bits of a word.
template <class M>
HWY_INLINE uint64_t bits_of(M mask) {
  uint8_t bytes[8] = {0};
  hn::StoreMaskBits(Words32(), mask, bytes);
  uint64_t bits;
  std::memcpy(&bits, bytes, 8);
  const size_t lanes = hn::Lanes(Words32());
  return bits & ((uint64_t{1} << lanes) - 1);
}

uint32_t select_visitors(const PersonaDay& at, uint32_t first, uint32_t count, uint32_t* visitors) {
  const Words32 d;
  const uint64_t limit64 = at.visit_limit;
  if (limit64 == 0) return 0;
  const V32 limit = hn::Set(d, static_cast<uint32_t>(limit64 - 1));
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d));
  uint32_t found = 0;
  for (uint32_t group = first; group < first + count; group += kCustomersPerGroup) {
    uint64_t visits = 0;
    for (uint32_t lane = 0; lane < 16; lane += lanes) {
      const V32 counter = hn::Iota(d, group / 4 + lane);
      const Block4 block = philox_lanes(counter, at.day, hn::Zero(d),
                                        purpose_slot(Purpose::kVisit, 0), at.persona->key);
      for (uint32_t w = 0; w < 4; ++w) {
        visits |= bits_of(hn::Not(hn::Gt(block.word[w], limit))) << (16 * w + lane);
      }
    }
    const uint32_t left = first + count - group;
    if (left < kCustomersPerGroup) visits &= (uint64_t{1} << left) - 1;
    for (; visits != 0; visits &= visits - 1) {
      visitors[found++] = group + static_cast<uint32_t>(__builtin_ctzll(visits));
    }
  }
  return found;
}

HWY_INLINE V32 festival_quantity(V32 quantity, V32 fraction, const DayKind& kind) {
  const Words32 d;
  const V32 scaled = hn::Mul(quantity, hn::Set(d, kind.quantity_multiplier));
  const V32 remainder = hn::And(scaled, hn::Set(d, 0xFFFF));
  const auto up = hn::Lt(hn::ShiftRight<16>(fraction), remainder);
  return hn::Add(hn::ShiftRight<16>(scaled), hn::IfThenElseZero(up, hn::Set(d, 1)));
}

HWY_INLINE V32 festival_price(V32 price, V32 word, const DayKind& kind) {
  const Words32 d;
  const Words64 wide;
  const V32 markup =
      hn::Add(hn::Set(d, kind.markup_low), scale_words(word, hn::Set(d, kind.markup_range + 1)));
  const V64 half = hn::Set(wide, 32768);
  return low_halves(hn::ShiftRight<16>(hn::Add(even_product(price, markup), half)),
                    hn::ShiftRight<16>(hn::Add(odd_product(price, markup), half)));
}

void draw_tile(const PersonaDay& at, const uint32_t* visitors, uint32_t visitor_count,
               TileScratch& scratch) {
  const Words32 d;
  const WorldPersona& persona = *at.persona;
  const DayKind& kind = *at.kind;
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d));
  const uint32_t n = persona.category_count;
  const uint32_t slot_count = visitor_count * n;
  for (uint32_t v = 0; v < visitor_count; v += lanes) {
    const Block4 time = philox_lanes(hn::LoadU(d, visitors + v), at.day, hn::Zero(d),
                                     purpose_slot(Purpose::kVisitTime, 0), persona.key);
    hn::StoreU(time.word[0], d, scratch.time_word.data() + v);
    hn::StoreU(time.word[1], d, scratch.fallback_word.data() + v);
  }
  uint32_t visitor = 0, category = 0;  // of lane 0
  std::memset(scratch.included.data(), 0, (slot_count / 64 + 1) * 8);
  for (uint32_t k = 0; k < slot_count; k += lanes) {
    const auto pick = hn::SetTableIndices(d, persona.period.data() + category);
    const V32 customer = hn::TableLookupLanes(hn::LoadU(d, visitors + visitor), pick);
    const Block4 block =
        philox_lanes(customer, at.day, hn::LoadU(d, persona.slot_hash.data() + category),
                     purpose_slot(Purpose::kBasket, 0), persona.key);
    const auto in =
        hn::And(hn::Not(hn::Gt(block.word[0], hn::LoadU(d, kind.include_limit.data() + category))),
                hn::Ne(hn::LoadU(d, kind.possible.data() + category), hn::Zero(d)));
    const V32 range = hn::LoadU(d, persona.quantity_range.data() + category);
    const V64 even = even_product(block.word[1], range), odd = odd_product(block.word[1], range);
    V32 quantity =
        hn::Add(hn::LoadU(d, persona.quantity_low.data() + category), high_halves(even, odd));
    V32 price =
        hn::Add(hn::LoadU(d, persona.price_low.data() + category),
                scale_words(block.word[2], hn::LoadU(d, persona.price_range.data() + category)));
    if (kind.festival) {
      quantity = festival_quantity(quantity, low_halves(even, odd), kind);
      price = festival_price(price, block.word[3], kind);
    }
    hn::StoreU(quantity, d, scratch.quantity.data() + k);
    hn::StoreU(price, d, scratch.price.data() + k);
    hn::StoreU(hn::Mul(quantity, price), d, scratch.amount.data() + k);
    scratch.included[k / 64] |= bits_of(in) << (k % 64);
    category += lanes;
    visitor += persona.period[category < n + kTableSlack ? category : 0];
    category %= n;
  }
  if (slot_count % 64 != 0) {
    scratch.included[slot_count / 64] &= (uint64_t{1} << (slot_count % 64)) - 1;
  }
}

// Where the included lanes move: to the front, in order. Eight lanes take a table (Highway 1.0
// copies its own to the stack at every call), sixteen the instruction.
struct Compression {
#if HWY_TARGET == HWY_AVX3
  using Lanes = decltype(hn::LoadMaskBits(Words32(), nullptr));
  explicit Compression(uint64_t in)
      : mask(hn::LoadMaskBits(Words32(), reinterpret_cast<const uint8_t*>(&in))) {}
  HWY_INLINE V32 operator()(V32 values) const { return hn::Compress(values, mask); }
  Lanes mask;
#else
  explicit Compression(uint64_t in)
      : mask(hn::LoadMaskBits(Words32(), reinterpret_cast<const uint8_t*>(&in))),
        order(hn::SetTableIndices(Words32(), kFront.lane[in & 255])) {}
  HWY_INLINE V32 operator()(V32 values) const { return hn::TableLookupLanes(values, order); }
  decltype(hn::LoadMaskBits(Words32(), nullptr)) mask;
  decltype(hn::SetTableIndices(Words32(), static_cast<const uint32_t*>(nullptr))) order;
#endif
};

// Returns the running sums of `values`, lane by lane, on top of `before`.
HWY_INLINE V32 running_sums(V32 values, uint32_t before) {
  const Words32 d;
  alignas(64) static constexpr uint32_t kShift[4][16] = {
      {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
      {0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13},
      {0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
      {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7}};
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d));
  for (uint32_t step = 0, distance = 1; distance < lanes; ++step, distance *= 2) {
    const V32 moved = hn::TableLookupLanes(values, hn::SetTableIndices(d, kShift[step]));
    const auto receives = hn::Gt(hn::BitCast(Signed32(), hn::Iota(d, 0)),
                                 hn::Set(Signed32(), static_cast<int32_t>(distance) - 1));
    values = hn::Add(values, hn::IfThenElseZero(hn::RebindMask(d, receives), moved));
  }
  return hn::Add(values, hn::Set(d, before));
}

uint32_t emit_lines(const PersonaDay& at, uint32_t slot_count, TileScratch& scratch,
                    LineColumns out) {
  const Words32 d;
  const Signed32 signed32;
  const hn::Rebind<uint8_t, Words32> bytes;
  const hn::Rebind<uint16_t, Words32> shorts;
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d));
  const uint32_t n = at.persona->category_count, step = lanes % n;
  uint32_t category = 0, line = 0, amount_before = 0, quantity_before = 0;
  for (uint32_t k = 0; k < slot_count; k += lanes) {
    const uint64_t in = scratch.included[k / 64] >> (k % 64) & ((uint64_t{1} << lanes) - 1);
    const Compression front(in);
    const V32 quantity = hn::LoadU(d, scratch.quantity.data() + k);
    const V32 amount = hn::LoadU(d, scratch.amount.data() + k);
    hn::StoreU(running_sums(hn::IfThenElseZero(front.mask, amount), amount_before), d,
               scratch.amount_sum.data() + k);
    hn::StoreU(running_sums(hn::IfThenElseZero(front.mask, quantity), quantity_before), d,
               scratch.quantity_sum.data() + k);
    amount_before = scratch.amount_sum[k + lanes - 1];
    quantity_before = scratch.quantity_sum[k + lanes - 1];
    const V32 price = front(hn::LoadU(d, scratch.price.data() + k));
    const V32 code = front(hn::LoadU(d, at.persona->code.data() + category));
    hn::StoreU(hn::BitCast(signed32, price), signed32, out.unit_price + line);
    hn::StoreU(hn::BitCast(signed32, front(amount)), signed32, out.amount + line);
    hn::StoreU(hn::DemoteTo(bytes, hn::BitCast(signed32, front(quantity))), bytes,
               out.quantity + line);
    hn::StoreU(hn::DemoteTo(shorts, hn::BitCast(signed32, code)), shorts, out.category + line);
    line += static_cast<uint32_t>(__builtin_popcountll(in));
    category += step;
    if (category >= n) category -= n;
  }
  return line;
}

const Kernels* table() {
  static constexpr Kernels kTable = {&select_visitors, &draw_tile, &emit_lines,
                                     HWY_TARGET == HWY_AVX3 ? "avx512" : "avx2"};
  return &kTable;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace footfall
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace footfall {

HWY_EXPORT(table);

TileScratch::TileScratch(uint32_t category_count) {
  const size_t slots = size_t{category_count} * kTileVisitors + kTableSlack;
  quantity.resize(slots);
  price.resize(slots);
  amount.resize(slots);
  amount_sum.resize(slots);
  quantity_sum.resize(slots);
  time_word.resize(kTileVisitors + kTableSlack);
  fallback_word.resize(kTileVisitors + kTableSlack);
  included.resize(slots / 64 + 2);
}

const Kernels* kernels(const char* target) {
  if (target != nullptr && std::strcmp(target, "scalar") == 0) return scalar_kernels();
  hwy::SetSupportedTargetsForTest(0);
  if (target == nullptr) return HWY_DYNAMIC_DISPATCH(table)();
  const int64_t supported = hwy::SupportedTargets();
  for (int64_t left = supported; left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    const Kernels* found = HWY_DYNAMIC_DISPATCH(table)();
    if (std::strcmp(found->name, target) == 0) {
      hwy::SetSupportedTargetsForTest(0);
      return found;
    }
  }
  hwy::SetSupportedTargetsForTest(0);
  return nullptr;
}

}  // namespace footfall
#endif
