// Holds the draws of visits and persons, one at a time and in plain words: what the vector kernels
// must equal, bit for bit, and what `explain` prints.
#pragma once
#include <array>
#include <string_view>

#include "engine/world.h"

namespace footfall {

// One category of a basket: bought when possible and include_word <= include_limit, or as the
// fallback of an otherwise empty basket. Prices are paise; markup is 16.16 fixed point.
struct CategoryDraw {
  std::string_view name;  // filled by explain; lives as long as the world
  double probability = 0;
  bool possible = false, bought = false;
  uint32_t include_word = 0, include_limit = 0;
  uint32_t quantity_word = 0, drawn_quantity = 0, quantity = 0;
  uint32_t price_word = 0, drawn_price = 0, unit_price = 0;
  uint32_t markup_word = 0, markup = 1u << 16;
  uint32_t amount = 0;
};

// Returns the word that is held against a day's visit limit. The customers of a group of 64 share
// 16 blocks: block i holds customers i, 16 + i, 32 + i and 48 + i.
inline uint32_t visit_word(const WorldPersona& persona, uint32_t customer, Day day) {
  const uint32_t group = customer / kCustomersPerGroup * kCustomersPerGroup;
  const uint32_t member = customer - group;
  const PhiloxBlock block = philox(
      {group / 4 + member % 16, static_cast<uint32_t>(day), 0, purpose_slot(Purpose::kVisit, 0)},
      persona.key);
  return block[member / 16];
}

// Returns the block of a visit whose first word is its moment (see second_of_day), the second the
// category of an empty draw.
inline PhiloxBlock moment_draw(const WorldPersona& persona, uint32_t customer, Day day) {
  return philox({customer, static_cast<uint32_t>(day), 0, purpose_slot(Purpose::kVisitTime, 0)},
                persona.key);
}

// Returns what category `c` of a visit's basket is, bought or not.
inline CategoryDraw draw_category(const WorldPersona& persona, const DayKind& kind, uint32_t c,
                                  uint32_t customer, Day day) {
  const PhiloxBlock word = philox({customer, static_cast<uint32_t>(day), persona.slot_hash[c],
                                   purpose_slot(Purpose::kBasket, 0)},
                                  persona.key);
  CategoryDraw draw;
  draw.probability = kind.probability[c];
  draw.possible = kind.possible[c] != 0;
  draw.include_word = word[0];
  draw.include_limit = kind.include_limit[c];
  draw.bought = draw.possible && word[0] <= draw.include_limit;
  draw.quantity_word = word[1];
  draw.price_word = word[2];
  draw.markup_word = word[3];
  const uint64_t product = uint64_t{word[1]} * persona.quantity_range[c];
  draw.drawn_quantity = persona.quantity_low[c] + static_cast<uint32_t>(product >> 32);
  draw.drawn_price = persona.price_low[c] + scale(word[2], persona.price_range[c]);
  draw.quantity = draw.drawn_quantity;
  draw.unit_price = draw.drawn_price;
  if (kind.festival) {
    // The quantity is rounded up with the probability of its fraction; the draw is what the
    // quantity's own product leaves.
    const uint32_t scaled = draw.drawn_quantity * kind.quantity_multiplier;
    const uint32_t fraction = static_cast<uint32_t>(product) >> 16;
    draw.quantity = (scaled >> 16) + (fraction < (scaled & 0xFFFF) ? 1 : 0);
    draw.markup = kind.markup_low + scale(word[3], kind.markup_range + 1);
    draw.unit_price =
        static_cast<uint32_t>((uint64_t{draw.drawn_price} * draw.markup + 32'768) >> 16);
  }
  draw.amount = draw.quantity * draw.unit_price;
  return draw;
}

// FORMAT: the blocks a person is drawn from; new draws take new slots.
enum PersonSlot : uint32_t { kBody = 0, kIncomeAndName = 1, kHistory = 2 };
inline constexpr uint32_t kPersonSlots = 3;

// The blocks of one person by PersonSlot.
using PersonWords = std::array<PhiloxBlock, kPersonSlots>;

inline PersonWords person_words(PhiloxKey key, uint32_t customer) {
  PersonWords words;
  for (uint32_t slot = 0; slot < kPersonSlots; ++slot) {
    words[slot] = philox({customer, 0, purpose_slot(Purpose::kPerson, slot), 0}, key);
  }
  return words;
}

}  // namespace footfall
