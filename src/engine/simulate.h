// Holds BlockPlayer, the pure heart: one block of customers over one window of days, as rows.
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
// entries); reused from block to block.
struct Segment {
  Batch transactions{Table::kTransactions, 4096}, items{Table::kItems, 16'384};
  std::vector<size_t> transaction_begin, item_begin;
};

// Plays blocks, one after another, with scratch of its own. THREADS: one player a thread.
class BlockPlayer {
 public:
  // REQUIRES: both outlive the player.
  BlockPlayer(const World& world, const Kernels& kernels);
  // Fills `out` with the block's rows, in the order (day, customer). Pure but for `out`.
  void play(Block block, Window window, Segment& out);

 private:
  void play_day(uint32_t day_index);
  void play_tile(const uint32_t* visitors, uint32_t count);
  void count_lines(uint32_t count);
  void take_one(uint32_t visitor);
  int64_t wide_amount(uint32_t visitor) const;
  void add_constants(const WorldDay& day, size_t row, uint32_t count);

  const World& world_;
  const Kernels& kernels_;
  Block block_;
  Segment* out_ = nullptr;
  PersonaDay at_{};
  TileScratch scratch_;
  std::vector<uint32_t> visitors_;
};

// Plays one block with a player made for it.
void simulate_block(const World& world, const Kernels& kernels, Block block, Window window,
                    Segment& out);

}  // namespace footfall
