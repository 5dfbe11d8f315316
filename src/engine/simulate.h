// Holds simulate_block, the pure heart: one block of customers over one window of days, as rows.
#pragma once
#include <vector>

#include "engine/kernels.h"
#include "engine/world.h"
#include "table/batch.h"

namespace footfall {

// Consecutive customers of one persona. REQUIRES: first is a multiple of kCustomersPerGroup.
struct Block {
  uint32_t persona_index = 0, first = 0, count = 0;
};

// Consecutive days of the world, by index.
struct Window {
  uint32_t first = 0, count = 0;
};

// The rows of one block over one window, and where each day begins in both tables (count + 1
// entries).
struct Segment {
  Segment(size_t transaction_capacity, size_t item_capacity)
      : transactions(Table::kTransactions, transaction_capacity),
        items(Table::kItems, item_capacity) {}
  Batch transactions, items;
  std::vector<size_t> transaction_begin, item_begin;
};

// Returns the most rows that a block can make over a window, for the capacities of its segment.
size_t most_transactions(Block block, Window window);
size_t most_items(const World& world, Block block, Window window);

// Fills `out` with the block's rows, in the order (day, customer). THREADS: pure but for `out`.
void simulate_block(const World& world, const Kernels& kernels, Block block, Window window,
                    Segment& out);

}  // namespace footfall
