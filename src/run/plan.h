// Holds the plan of a run: which blocks over which windows, in the order in which rows leave.
#pragma once
#include <utility>
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

// The chunks of a plan, each made when asked for: centuries of many customers have more of them
// than fit into memory.
class ChunkList {
 public:
  // Customers' chunks come first, of one block each.
  ChunkList(size_t block_count, bool customers)
      : block_count_(block_count), customers_(customers ? block_count : 0) {}
  // Adds a window, as one chunk or cut into chunks that end at the blocks of set_cuts.
  void add(Window window, bool cut);
  void set_cuts(std::vector<size_t> last_blocks) { cuts_ = std::move(last_blocks); }

  size_t size() const { return ends_.empty() ? customers_ : ends_.back(); }
  bool empty() const { return size() == 0; }
  Chunk operator[](size_t index) const;

 private:
  size_t block_count_, customers_;
  std::vector<Window> windows_;
  std::vector<size_t> ends_;  // by window: chunks before the next
  std::vector<size_t> cuts_;  // the last blocks of the chunks of a single day
};

struct Plan {
  std::vector<Block> blocks;  // by customer identifier
  ChunkList chunks{0, false};
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
