// Holds Philox and products over vectors of draws, one copy for each instruction set; included by
// kernels.cpp through Highway, and by nothing else.
#if defined(FOOTFALL_ENGINE_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FOOTFALL_ENGINE_LANES_INL_H_
#undef FOOTFALL_ENGINE_LANES_INL_H_
#else
#define FOOTFALL_ENGINE_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include <cstring>

#include "base/random.h"

HWY_BEFORE_NAMESPACE();
namespace footfall {
namespace HWY_NAMESPACE {
#if HWY_TARGET != HWY_SCALAR

namespace hn = hwy::HWY_NAMESPACE;

using Words32 = hn::ScalableTag<uint32_t>;
using Words64 = hn::ScalableTag<uint64_t>;
using Signed32 = hn::RebindToSigned<Words32>;
using V32 = hn::Vec<Words32>;
using V64 = hn::Vec<Words64>;

// Products of the even and of the odd lanes, and back: the high or low halves, lane by lane.
HWY_INLINE V64 wide(V32 words) { return hn::BitCast(Words64(), words); }
HWY_INLINE V32 narrow(V64 words) { return hn::BitCast(Words32(), words); }
HWY_INLINE V64 odd_lanes(V32 words) { return hn::ShiftRight<32>(wide(words)); }
HWY_INLINE V64 product(V64 a, V64 b) { return hn::MulEven(narrow(a), narrow(b)); }
HWY_INLINE V32 high_halves(V64 even, V64 odd) {
  return hn::OddEven(narrow(odd), narrow(hn::ShiftRight<32>(even)));
}
HWY_INLINE V32 low_halves(V64 even, V64 odd) {
  return hn::OddEven(narrow(hn::ShiftLeft<32>(odd)), narrow(even));
}

// A counter in 64-bit lanes whose upper halves are ignored: no shuffles between rounds.
struct Half {
  V64 c0, c1, c2, c3;
};

// The keys of all rounds as vectors, made once for a tile: a vector store may alias what a scalar
// is read from, so that a loop would broadcast them afresh.
struct RoundKeys {
  explicit RoundKeys(PhiloxKey key) {
    for (int round = 0; round < 10; ++round) {
      low[round] = hn::Set(Words64(), key.low);
      high[round] = hn::Set(Words64(), key.high);
      key.low += kPhiloxW0;
      key.high += kPhiloxW1;
    }
  }
  V64 low[10], high[10];
};

// Rounds [first, 10) of Philox4x32-10, counted from 0.
template <int kFirst>
HWY_INLINE void philox_rounds(Half& h, const RoundKeys& keys) {
  const V64 m0 = hn::Set(Words64(), kPhiloxM0), m1 = hn::Set(Words64(), kPhiloxM1);
#pragma GCC unroll 10
  for (int round = kFirst; round < 10; ++round) {
    const V64 product0 = product(h.c0, m0), product1 = product(h.c2, m1);
    h.c0 = hn::Xor3(hn::ShiftRight<32>(product1), h.c1, keys.low[round]);
    h.c1 = product1;
    h.c2 = hn::Xor3(hn::ShiftRight<32>(product0), h.c3, keys.high[round]);
    h.c3 = product0;
  }
}

// Sixteen or eight counters on their way: even and odd lanes apart.
struct Counters {
  Half even, odd;
};

// Returns the counters (c0, c1, 0, c3) after all rounds; c1 and c3 are the same in all lanes.
HWY_INLINE Counters philox_of(V32 c0, uint32_t c1, uint32_t c3, const RoundKeys& keys) {
  // Round 0 by hand: its second product is zero.
  const V64 new_c0 = hn::Xor(hn::Set(Words64(), c1), keys.low[0]), zero = hn::Zero(Words64());
  const V64 new_c2 = hn::Xor(hn::Set(Words64(), c3), keys.high[0]);
  const V64 m0 = hn::Set(Words64(), kPhiloxM0);
  const V64 even = product(wide(c0), m0), odd = product(odd_lanes(c0), m0);
  Counters at{{new_c0, zero, hn::Xor(hn::ShiftRight<32>(even), new_c2), even},
              {new_c0, zero, hn::Xor(hn::ShiftRight<32>(odd), new_c2), odd}};
  philox_rounds<1>(at.even, keys);
  philox_rounds<1>(at.odd, keys);
  return at;
}

// Returns the mask of lanes as the low bits of a word.
template <class M>
HWY_INLINE uint64_t bits_of(M mask) {
  uint8_t bytes[8] = {0};
  hn::StoreMaskBits(Words32(), mask, bytes);
  uint64_t bits;
  std::memcpy(&bits, bytes, 8);
  return bits & ((uint64_t{1} << hn::Lanes(Words32())) - 1);
}

// Returns where a <= b, lane by lane.
HWY_INLINE auto at_most(V32 a, V32 b) { return hn::Eq(hn::Min(a, b), a); }

#endif
}  // namespace HWY_NAMESPACE
}  // namespace footfall
HWY_AFTER_NAMESPACE();
#endif
