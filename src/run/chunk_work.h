// Holds ChunkWork, a chunk on its way through the pipeline: its blocks are played, its rows listed
// as batches in row order, and these taken by every sink.
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "run/plan.h"

namespace footfall {

inline constexpr size_t kBatchRows = 32'768;  // most rows of a batch that is put together

// Rows of one block on one day.
struct Slice {
  const Batch* source;
  size_t begin, count;
};

// The next rows of a table, in order: a view of one slice, or a copy of many.
struct BatchWork {
  Table table = Table::kCustomers;
  std::vector<Slice> slices;
  size_t rows = 0;
  std::unique_ptr<Batch> copy;
  std::optional<Batch> view;
  bool claimed = false, ready = false;
  int takers_left = 0;

  const Batch& batch() const { return copy ? *copy : *view; }
};

struct ChunkWork {
  Chunk chunk;
  size_t blocks_claimed = 0, blocks_done = 0;
  std::vector<std::unique_ptr<Segment>> segments;  // by block; of a chunk of days
  bool listed = false;
  std::vector<BatchWork> batches;
  size_t batches_left = 0;
  uint64_t items = 0;
};

// Lists the batches of a chunk of days, a table at a time; `takers` says how many sinks take a
// table.
void list_batches(ChunkWork& work, const std::array<int, kTableCount>& takers);

// Copies the slices of a batch into its `copy`.
void put_together(BatchWork& work);

}  // namespace footfall
