// Holds what turns a drawn tile into rows of items and transactions, one copy for each instruction
// set; included by kernels.cpp through Highway, and by nothing else.
#if defined(FOOTFALL_ENGINE_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FOOTFALL_ENGINE_ROWS_INL_H_
#undef FOOTFALL_ENGINE_ROWS_INL_H_
#else
#define FOOTFALL_ENGINE_ROWS_INL_H_
#endif

#include <hwy/highway.h>

#include "engine/kernels.h"
#include "engine/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace footfall {
namespace HWY_NAMESPACE {
#if HWY_TARGET != HWY_SCALAR

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

// Where the included lanes move: to the front, in order. Eight lanes take a table (Highway 1.0
// copies its own to the stack at every call), sixteen the instruction.
struct Compression {
#if HWY_TARGET == HWY_AVX3
  explicit Compression(uint64_t in)
      : mask(hn::LoadMaskBits(Words32(), reinterpret_cast<const uint8_t*>(&in))) {}
  HWY_INLINE V32 operator()(V32 values) const { return hn::Compress(values, mask); }
  decltype(hn::LoadMaskBits(Words32(), nullptr)) mask;
#else
  explicit Compression(uint64_t in)
      : mask(hn::LoadMaskBits(Words32(), reinterpret_cast<const uint8_t*>(&in))),
        order(hn::SetTableIndices(Words32(), kFront.lane[in & 255])) {}
  HWY_INLINE V32 operator()(V32 values) const { return hn::TableLookupLanes(values, order); }
  decltype(hn::LoadMaskBits(Words32(), nullptr)) mask;
  decltype(hn::SetTableIndices(Words32(), static_cast<const uint32_t*>(nullptr))) order;
#endif
};

// Returns the running sums of `values`, lane by lane, on top of `before`: first within four lanes,
// then four lanes take what the ones before them hold.
HWY_INLINE V32 running_sums(V32 values, uint32_t before) {
  const Words32 d;
  constexpr uint32_t kAll = 0xFFFFFFFF;
  alignas(64) static constexpr uint32_t kTakes[2][16] = {
      {0, 0, 0, 0, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11},
      {0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 7, 7, 7, 7}};
  alignas(64) static constexpr uint32_t kReceives[2][16] = {
      {0, 0, 0, 0, kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll},
      {0, 0, 0, 0, 0, 0, 0, 0, kAll, kAll, kAll, kAll, kAll, kAll, kAll, kAll}};
  values = hn::Add(values, hn::ShiftLeftLanes<1>(values));
  values = hn::Add(values, hn::ShiftLeftLanes<2>(values));
  for (uint32_t step = 0, distance = 4; distance < hn::Lanes(d); ++step, distance *= 2) {
    const V32 moved = hn::TableLookupLanes(values, hn::SetTableIndices(d, kTakes[step]));
    values = hn::Add(values, hn::And(moved, hn::Load(d, kReceives[step])));
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
  const uint32_t *quantities = scratch.quantity.data(), *prices = scratch.price.data();
  const uint32_t* amounts = scratch.amount.data();
  uint32_t *amount_sums = scratch.amount_sum.data(), *quantity_sums = scratch.quantity_sum.data();
  const uint64_t* included = scratch.included.data();
  for (uint32_t k = 0; k < slot_count; k += lanes) {
    const uint64_t in = included[k / 64] >> (k % 64) & ((uint64_t{1} << lanes) - 1);
    const Compression front(in);
    const V32 quantity = hn::LoadU(d, quantities + k);
    const V32 amount = hn::LoadU(d, amounts + k);
    hn::StoreU(running_sums(hn::IfThenElseZero(front.mask, amount), amount_before), d,
               amount_sums + k);
    hn::StoreU(running_sums(hn::IfThenElseZero(front.mask, quantity), quantity_before), d,
               quantity_sums + k);
    amount_before = amount_sums[k + lanes - 1];
    quantity_before = quantity_sums[k + lanes - 1];
    const V32 price = front(hn::LoadU(d, prices + k));
    const V32 code = front(hn::LoadU(d, at.table.code + category));
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

// Returns hour = second / 3600 by a product: 3600 = 16 × 225, and 18642 / 2^22 is 1 / 225 closely
// enough for every second of a day.
constexpr uint32_t hour_of(uint32_t second) { return (second >> 4) * 18642 >> 22; }
constexpr bool hours_are_exact() {
  for (uint32_t second = 0; second < 86'400; ++second) {
    if (hour_of(second) != second / 3600) return false;
  }
  return true;
}
static_assert(hours_are_exact());

// Writes customers, identifiers and moments of the visits.
HWY_INLINE void add_moments(const PersonaDay& at, const uint32_t* visitors, uint32_t count,
                            const TileScratch& scratch, VisitColumns out) {
  const Words32 d;
  const hn::Rebind<int64_t, hn::Half<Words32>> wide_lanes;
  const hn::Rebind<uint8_t, Words32> bytes;
  const WorldPersona& persona = *at.persona;
  const uint32_t lanes = static_cast<uint32_t>(hn::Lanes(d)), half = lanes / 2;
  const auto customer_base = hn::Set(wide_lanes, customer_id(persona.slot, 0));
  const auto id_base = hn::Set(
      wide_lanes, transaction_id(static_cast<Day>(at.day), customer_id(persona.slot, 0), 0));
  const auto midnight = hn::Set(wide_lanes, int64_t{at.day} * 86'400);
  const V64 preferred = hn::Set(Words64(), persona.preferred_seconds);
  for (uint32_t v = 0; v < count; v += lanes) {
    const V32 word = hn::LoadU(d, scratch.time_word.data() + v);
    const V32 drawn =
        high_halves(product(wide(word), preferred), product(odd_lanes(word), preferred));
    V32 second = drawn;
    for (const SlotStart& slot : persona.slot_starts) {
      const auto later = at_most(hn::Set(d, slot.from), drawn);
      second = hn::Add(second, hn::IfThenElseZero(later, hn::Set(d, slot.shift)));
    }
    const V32 hour = hn::ShiftRight<22>(hn::Mul(hn::ShiftRight<4>(second), hn::Set(d, 18642)));
    hn::StoreU(hn::DemoteTo(bytes, hn::BitCast(Signed32(), hour)), bytes, out.hour + v);
    const V32 visitor = hn::LoadU(d, visitors + v);
    const auto put = [&](uint32_t row, auto low_visitors, auto low_seconds) {
      const auto who = hn::BitCast(wide_lanes, hn::PromoteTo(Words64(), low_visitors));
      const auto when = hn::BitCast(wide_lanes, hn::PromoteTo(Words64(), low_seconds));
      const auto ten = hn::Add(hn::ShiftLeft<3>(who), hn::ShiftLeft<1>(who));
      hn::StoreU(hn::Add(customer_base, who), wide_lanes, out.customer + row);
      hn::StoreU(hn::Add(id_base, ten), wide_lanes, out.id + row);
      hn::StoreU(hn::Add(midnight, when), wide_lanes, out.timestamp + row);
    };
    const hn::Half<Words32> half_d;
    put(v, hn::LowerHalf(half_d, visitor), hn::LowerHalf(half_d, second));
    put(v + half, hn::UpperHalf(half_d, visitor), hn::UpperHalf(half_d, second));
  }
}

// Writes what the lines of the visits add up to.
HWY_INLINE void add_sums(uint32_t n, uint32_t count, const TileScratch& scratch, VisitColumns out) {
  const uint32_t* amount_sum = scratch.amount_sum.data() + n - 1;
  const uint32_t* quantity_sum = scratch.quantity_sum.data() + n - 1;
  const uint32_t* lines = scratch.lines.data();
  uint32_t amount_before = 0, quantity_before = 0;
  for (uint32_t v = 0; v < count; ++v, amount_sum += n, quantity_sum += n) {
    const uint32_t amount = *amount_sum, quantity = *quantity_sum;
    out.amount[v] = amount - amount_before;
    out.units[v] = static_cast<int32_t>(quantity - quantity_before);
    out.lines[v] = static_cast<uint16_t>(lines[v]);
    amount_before = amount;
    quantity_before = quantity;
  }
}

// Gives every line its transaction and number: whole vectors, of which the next visit overwrites
// what is too much.
HWY_INLINE void number_lines(const int64_t* visit_ids, uint32_t count, const TileScratch& scratch,
                             LineColumns out) {
  const hn::ScalableTag<int64_t> ids;
  const hn::CappedTag<uint16_t, 8> eight;
  const uint32_t* lines = scratch.lines.data();
  const auto first_eight = hn::Iota(eight, 1);
  int64_t* id = out.transaction_id;
  uint16_t* number = out.line;
  for (uint32_t v = 0; v < count; ++v) {
    const auto visit = hn::Set(ids, visit_ids[v]);
    for (size_t j = 0; j < 8; j += hn::Lanes(ids)) hn::StoreU(visit, ids, id + j);
    hn::StoreU(first_eight, eight, number);
    for (uint32_t i = 8; i < lines[v]; i += 8) {
      for (size_t j = 0; j < 8; j += hn::Lanes(ids)) hn::StoreU(visit, ids, id + i + j);
      hn::StoreU(hn::Iota(eight, static_cast<uint16_t>(i + 1)), eight, number + i);
    }
    id += lines[v];
    number += lines[v];
  }
}

void add_visits(const PersonaDay& at, const uint32_t* visitors, uint32_t count,
                const TileScratch& scratch, VisitColumns out, LineColumns items) {
  add_moments(at, visitors, count, scratch, out);
  add_sums(at.persona->category_count, count, scratch, out);
  number_lines(out.id, count, scratch, items);
}

#endif
}  // namespace HWY_NAMESPACE
}  // namespace footfall
HWY_AFTER_NAMESPACE();
#endif
