#include "run/chunk_work.h"

namespace footfall {

namespace {

constexpr size_t kViewRows = 1'024;  // slices from here on are passed on in place, not copied

void add_slice(const Batch& source, size_t begin, size_t end, std::vector<BatchWork>& batches) {
  if (begin == end) return;
  if (batches.empty() || batches.back().table != source.table() || end - begin >= kViewRows ||
      batches.back().slices.front().count >= kViewRows || batches.back().rows >= kBatchRows) {
    batches.emplace_back().table = source.table();
  }
  batches.back().slices.push_back({&source, begin, end - begin});
  batches.back().rows += end - begin;
}

}  // namespace

void list_batches(ChunkWork& work, const std::array<int, kTableCount>& takers) {
  for (const bool items : {false, true}) {
    if (takers[static_cast<size_t>(items ? Table::kItems : Table::kTransactions)] == 0) continue;
    for (uint32_t day = 0; day < work.chunk.window.count; ++day) {
      for (const auto& segment : work.segments) {
        const auto& begin = items ? segment->item_begin : segment->transaction_begin;
        add_slice(items ? segment->items : segment->transactions, begin[day], begin[day + 1],
                  work.batches);
      }
    }
  }
  for (BatchWork& batch : work.batches) {
    if (batch.copy) continue;  // customers come ready
    batch.takers_left = takers[static_cast<size_t>(batch.table)];
    if (batch.slices.size() > 1) continue;
    const Slice& slice = batch.slices.front();
    batch.view = Batch::view(*slice.source, slice.begin, slice.count);
    batch.claimed = batch.ready = true;
  }
}

void put_together(BatchWork& work) {
  work.copy->clear();
  for (const Slice& slice : work.slices) {
    work.copy->append(*slice.source, slice.begin, slice.count);
  }
}

}  // namespace footfall
