// Holds the vector kernels of the day loop: who visits, and what a tile of visitors puts into
// baskets. One source, compiled for each instruction set; the best one the machine has is chosen at
// run time.
#pragma once
#include <cstdint>

#include "engine/world.h"

namespace footfall {

inline constexpr uint32_t kTileVisitors = 64;

// One persona on one day.
struct PersonaDay {
  const WorldPersona* persona;
  const DayKind* kind;
  uint32_t day;          // days since 1970-01-01, part of every address
  uint64_t visit_limit;  // visit when word < limit
};

// Scratch of one tile, reused; sized for kMaxCategories. Slot k = visitor × category_count +
// category.
struct TileScratch {
  explicit TileScratch(uint32_t category_count);
  std::vector<uint32_t> quantity, price, amount;
  // Inclusive running sums of the included slots, modulo 2^32; written by emit_lines.
  std::vector<uint32_t> amount_sum, quantity_sum;
  std::vector<uint32_t> time_word, fallback_word;  // by visitor
  std::vector<uint64_t> included;                  // bit k
};

// Where a tile's lines go; kTableSlack entries past the last may be overwritten.
struct LineColumns {
  uint16_t* category;
  uint8_t* quantity;
  int32_t* unit_price;
  int32_t* amount;
};

struct Kernels {
  // Writes the indices of [first, first + count) that visit, in order, and returns how many.
  // REQUIRES: first is a multiple of kCustomersPerGroup; `visitors` has room for count + slack.
  uint32_t (*select_visitors)(const PersonaDay&, uint32_t first, uint32_t count,
                              uint32_t* visitors);
  // Draws every category of every visitor of the tile. REQUIRES: visitor_count <= kTileVisitors.
  void (*draw_tile)(const PersonaDay&, const uint32_t* visitors, uint32_t visitor_count,
                    TileScratch&);
  // Writes the included slots to `out`, in slot order, and returns how many.
  uint32_t (*emit_lines)(const PersonaDay&, uint32_t slot_count, TileScratch&, LineColumns out);
  const char* name;
};

// Returns the plain loops: the reference of the others, and the path of machines without AVX2.
const Kernels* scalar_kernels();

// Returns the kernels for this machine; `target` picks one by name ("scalar", "avx2", "avx512"),
// or nothing when the machine lacks it.
const Kernels* kernels(const char* target = nullptr);

}  // namespace footfall
