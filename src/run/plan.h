// Holds the plan of a run: which blocks over which windows, in the order in which rows leave.
#pragma once
#include <vector>

#include "engine/simulate.h"

namespace footfall {

// The unit whose rows are held in memory at once: blocks [first_block, last_block) as rows of the
// customers table, or what they do over a window. All blocks of a window of several days belong to
// one chunk; a single day may be cut into several.
struct Chunk {
  enum class Kind : uint8_t { kCustomers, kDays };
  Kind kind = Kind::kDays;
  Window window;  // empty for customers
  size_t first_block = 0, last_block = 0;
};

struct Plan {
  std::vector<Block> blocks;  // by customer identifier
  std::vector<Chunk> chunks;  // customers first
};

struct PlanOptions {
  uint32_t block_customers = 8192;  // rounded up to whole groups
  double chunk_items = 65'536;      // expected rows of items in memory a chunk
  uint32_t window_days = 0;         // 0: as many as chunk_items allows
  bool customers = true;            // whether the customers table is asked for
  bool whole_months = false;        // no window reaches over the end of a month
};

// Returns the expected number of items that a customer of the persona buys on an average day.
double expected_items_a_day(const WorldPersona& persona);

Plan make_plan(const World& world, const PlanOptions& options);

}  // namespace footfall
