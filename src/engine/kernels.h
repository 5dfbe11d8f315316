// Holds the vector kernels of the day loop: who visits, what a tile of visitors puts into baskets,
// and the rows of both; and the draws of who customers are. One source, compiled for each
// instruction set; the best one the machine has is chosen at run time.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/draws.h"
#include "engine/world.h"

namespace footfall {

inline constexpr uint32_t kTileVisitors = 64;
inline constexpr uint32_t kMostLanes = 16;  // words of the widest vector
// Entries past the last that a kernel may read or overwrite in tables, scratch and columns.
inline constexpr size_t kTableSlack = 64;

// What a persona's categories are on one day, periodic, so that a vector can begin at any of them.
struct CategoryTable {
  using Row = uint32_t[kMaxCategories + kMostLanes];
  Row c0, c2, c3;  // the category's part of a draw after two rounds
  Row period;      // how many periods lie before
  Row code;        // of its word
  Row include_limit, possible, quantity_low, quantity_range, price_low, price_range;
};

// One persona on one day.
struct PersonaDay {
  const WorldPersona* persona;
  const DayKind* kind;
  uint32_t day;          // days since 1970-01-01, part of every address
  uint64_t visit_limit;  // visit when word < limit
  CategoryTable table;   // see prepare()
};

// Fills the table of `at` from its persona and day.
void prepare(PersonaDay& at);

// Scratch of one tile, reused. Slot k = visitor × category_count + category.
struct TileScratch {
  explicit TileScratch(uint32_t category_count);
  std::vector<uint32_t> quantity, price, amount;
  // Inclusive running sums of the included slots, modulo 2^32; written by emit_lines.
  std::vector<uint32_t> amount_sum, quantity_sum;
  std::vector<uint32_t> time_word, fallback_word, lines;  // by visitor; lines by the caller
  std::vector<uint64_t> included;                         // bit k
};

// Where a tile's rows go, columns as in schema.cpp; kTableSlack entries past the last may be
// overwritten.
struct LineColumns {
  int64_t* transaction_id;
  uint16_t *line, *category;
  uint8_t* quantity;
  int32_t *unit_price, *amount;
};
struct VisitColumns {
  int64_t *id, *customer, *timestamp, *amount;
  uint8_t* hour;
  uint16_t* lines;
  int32_t* units;
};

// What the customers of a tile are drawn from.
struct PeopleTile {
  // By PersonSlot and word of its block, by customer.
  uint32_t word[kPersonSlots][4][kTileVisitors + kMostLanes];
  PersonWords of(uint32_t i) const {
    PersonWords words;
    for (uint32_t slot = 0; slot < kPersonSlots; ++slot) {
      for (uint32_t w = 0; w < 4; ++w) words[slot][w] = word[slot][w][i];
    }
    return words;
  }
};

struct Kernels {
  // Writes the indices of [first, first + count) that visit, in order, and returns how many.
  // REQUIRES: first is a multiple of kCustomersPerGroup; `visitors` has room for count + slack.
  uint32_t (*select_visitors)(const PersonaDay&, uint32_t first, uint32_t count,
                              uint32_t* visitors);
  // Draws every category of every visitor of the tile. REQUIRES: visitor_count <= kTileVisitors,
  // and kTableSlack entries past the last visitor can be read.
  void (*draw_tile)(const PersonaDay&, const uint32_t* visitors, uint32_t visitor_count,
                    TileScratch&);
  // Writes what the included slots hold to `out`, in slot order, and returns how many.
  uint32_t (*emit_lines)(const PersonaDay&, uint32_t slot_count, TileScratch&, LineColumns out);
  // Writes the visitors' transactions, and the identifiers of their lines. REQUIRES: emit_lines and
  // `lines` of the scratch before.
  void (*add_visits)(const PersonaDay&, const uint32_t* visitors, uint32_t visitor_count,
                     const TileScratch&, VisitColumns, LineColumns);
  // Draws the words of customers [first, first + count). REQUIRES: count <= kTileVisitors.
  void (*draw_people)(PhiloxKey, uint32_t first, uint32_t count, PeopleTile&);
  const char* name;
};

// Returns the plain loops: the reference of the others, and the path of machines without AVX2.
const Kernels* scalar_kernels();

// Returns the kernels for this machine; `target` picks one by name ("scalar", "avx2", "avx512"),
// or nothing when the machine lacks it.
const Kernels* kernels(const char* target = nullptr);

}  // namespace footfall
