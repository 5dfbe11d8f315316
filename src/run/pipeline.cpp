#include "run/pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

#include "run/chunk_work.h"
#include "run/fork.h"

namespace footfall {

namespace {

// What a sink has yet to write of what it encoded.
struct EncodedBatch {
  size_t chunk, batch;
  std::unique_ptr<Encoded> bytes;
  bool done = false;
};

// One sink and how far it is. Chunks are counted from the first of the plan.
struct Lane {
  const OpenSink* open = nullptr;
  size_t chunk = 0, batch = 0;  // the next to take, or to encode
  bool busy = false;            // somebody writes
  std::deque<EncodedBatch> encoded;
};

}  // namespace

// The threads and what they share; everything below is guarded by mutex_ unless said otherwise.
class Pipeline::Crew {
 public:
  Crew(const World& world, const Plan& plan, const Kernels& kernels,
       const CustomerPopulation& population, const PipelineOptions& options)
      : world_(world),
        plan_(plan),
        kernels_(kernels),
        population_(population),
        options_(options),
        most_chunks_(static_cast<size_t>(options.threads) + 2) {}

  Result<> play(std::span<const OpenSink> sinks, ContentHashes& hashes,
                std::vector<PersonaTotals>& totals) {
    hashes_ = &hashes;
    totals_ = &totals;
    for (const OpenSink& sink : sinks) lanes_.emplace_back().open = &sink;
    done_ = plan_.chunks.empty();
    std::vector<std::thread> others;
    for (int i = 1; i < options_.threads; ++i) {
      try {
        others.emplace_back([this] { serve(); });
      } catch (const std::system_error&) {
        break;  // fewer threads do the same work
      }
    }
    serve();
    for (std::thread& thread : others) thread.join();
    return outcome_;
  }

  void for_each(size_t count, const std::function<void(size_t)>& task) {
    if (options_.threads == 1 || count < 2) {
      for (size_t i = 0; i < count; ++i) task(i);
      return;
    }
    Fork fork{&task, count};
    std::unique_lock lock(mutex_);
    forks_.push_back(&fork);
    changed_.notify_all();
    while (help(fork, lock)) {
    }
    changed_.wait(lock, [&] { return fork.done == fork.count; });
    std::erase(forks_, &fork);
    if (fork.short_of_memory) throw std::bad_alloc();
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  void serve() {
    try {
      BlockPlayer player(world_, kernels_);
      Lock lock(mutex_);
      while (!done_) {
        if (options_.stop && options_.stop()) {
          fail({ErrorCategory::kInterrupted, "interrupted; nothing was written", ""});
          return;
        }
        // What is furthest along comes first: memory stays small, and rows are taken while warm.
        if (!share(lock) && !write(lock) && !encode(lock) && !copy(lock) &&
            !simulate(player, lock)) {
          changed_.wait(lock);
        }
      }
    } catch (const std::bad_alloc&) {
      const Lock lock(mutex_);
      fail({ErrorCategory::kFailure, "out of memory; fewer threads or customers need less", ""});
    }
  }

  void fail(const Error& error) {
    if (outcome_) outcome_ = error;
    done_ = true;
    changed_.notify_all();
  }

  // Does one task of a fork; false when none is left.
  bool help(Fork& fork, Lock& lock) {
    if (fork.next == fork.count) return false;
    const size_t i = fork.next++;
    lock.unlock();
    const bool enough = fork.play(i);
    lock.lock();
    fork.short_of_memory |= !enough;
    if (++fork.done == fork.count) changed_.notify_all();
    return true;
  }

  bool share(Lock& lock) {
    for (Fork* fork : forks_) {
      if (help(*fork, lock)) return true;
    }
    return false;
  }

  ChunkWork& chunk_at(size_t index) { return *flight_[index - first_chunk_]; }

  // Returns the lane's next batch if it can be taken now; moves the lane over tables of others.
  BatchWork* next_batch(Lane& lane) {
    if (lane.chunk < first_chunk_) {
      lane.chunk = first_chunk_;
      lane.batch = 0;
    }
    while (lane.chunk < first_chunk_ + flight_.size()) {
      ChunkWork& chunk = chunk_at(lane.chunk);
      if (!chunk.listed) return nullptr;
      if (lane.batch == chunk.batches.size()) {
        ++lane.chunk;
        lane.batch = 0;
        continue;
      }
      BatchWork& batch = chunk.batches[lane.batch];
      if (lane.open->tables[static_cast<size_t>(batch.table)]) {
        return batch.ready ? &batch : nullptr;
      }
      ++lane.batch;
    }
    return nullptr;
  }

  bool write(Lock& lock) {
    Lane* last = nullptr;  // the one furthest behind
    for (Lane& lane : lanes_) {
      if (lane.busy) continue;
      const bool can = lane.open->sink->encodes()
                           ? !lane.encoded.empty() && lane.encoded.front().done
                           : next_batch(lane) != nullptr;
      if (!can) continue;
      if (last == nullptr || lane.chunk < last->chunk ||
          (lane.chunk == last->chunk && lane.batch < last->batch)) {
        last = &lane;
      }
    }
    if (last == nullptr) return false;
    if (last->open->sink->encodes()) {
      EncodedBatch encoded = std::move(last->encoded.front());
      last->encoded.pop_front();
      write_batch(*last, encoded.chunk, encoded.batch, *encoded.bytes, lock);
      spare_bytes_.push_back(std::move(encoded.bytes));
    } else {
      const Encoded nothing;
      write_batch(*last, last->chunk, last->batch, nothing, lock);
      ++last->batch;
    }
    return true;
  }

  void write_batch(Lane& lane, size_t chunk, size_t batch, const Encoded& bytes, Lock& lock) {
    BatchWork& work = chunk_at(chunk).batches[batch];
    lane.busy = true;
    lock.unlock();
    const Result<> written = lane.open->sink->write(work.batch(), bytes);
    lock.lock();
    lane.busy = false;
    if (!written) return fail(written.error());
    take(chunk_at(chunk), work);
    changed_.notify_all();
  }

  bool encode(Lock& lock) {
    for (Lane& lane : lanes_) {
      if (!lane.open->sink->encodes() || lane.encoded.size() >= most_chunks_) continue;
      BatchWork* work = next_batch(lane);
      if (work == nullptr) continue;
      EncodedBatch& encoded = lane.encoded.emplace_back();
      encoded.chunk = lane.chunk;
      encoded.batch = lane.batch++;
      encoded.bytes = spare_bytes_.empty() ? std::make_unique<Encoded>() : pop(spare_bytes_);
      lock.unlock();
      lane.open->sink->encode(work->batch(), *encoded.bytes);
      lock.lock();
      encoded.done = true;
      changed_.notify_all();
      return true;
    }
    return false;
  }

  // Puts the slices of a batch together.
  bool copy(Lock& lock) {
    for (const auto& chunk : flight_) {
      if (!chunk->listed) continue;
      for (BatchWork& work : chunk->batches) {
        if (work.claimed) continue;
        work.claimed = true;
        auto& spare = spare_batches_[static_cast<size_t>(work.table)];
        work.copy = spare.empty() ? std::make_unique<Batch>(work.table, kBatchRows) : pop(spare);
        lock.unlock();
        put_together(work);
        lock.lock();
        work.ready = true;
        changed_.notify_all();
        return true;
      }
    }
    return false;
  }

  // Plays one block of the oldest chunk that has one left, or of a new chunk.
  bool simulate(BlockPlayer& player, Lock& lock) {
    for (const auto& chunk : flight_) {
      if (chunk->blocks_claimed < chunk->chunk.last_block - chunk->chunk.first_block) {
        return simulate_in(*chunk, player, lock), true;
      }
    }
    const size_t next = first_chunk_ + flight_.size();
    if (next == plan_.chunks.size() || flight_.size() == most_chunks_) return false;
    flight_.push_back(std::make_unique<ChunkWork>());
    ChunkWork& chunk = *flight_.back();
    chunk.chunk = plan_.chunks[next];
    chunk.segments.resize(chunk.chunk.last_block - chunk.chunk.first_block);
    return simulate_in(chunk, player, lock), true;
  }

  void simulate_in(ChunkWork& work, BlockPlayer& player, Lock& lock) {
    const Chunk& chunk = work.chunk;
    const size_t i = work.blocks_claimed++;
    const Block block = plan_.blocks[chunk.first_block + i];
    PersonaTotals totals;
    std::array<ContentSums, kTableCount> sums;
    if (chunk.kind == Chunk::Kind::kCustomers) {
      auto& spare = spare_batches_[static_cast<size_t>(Table::kCustomers)];
      auto batch = spare.empty() ? std::make_unique<Batch>(Table::kCustomers, 0) : pop(spare);
      lock.unlock();
      batch->clear();
      batch->reserve(block.count);
      population_.fill(kernels_, block, *batch);
      sums[0] = sums_of(*batch);
      totals.customers = block.count;
      lock.lock();
      add_customers(std::move(batch), work);
    } else {
      auto segment = spare_segments_.empty() ? std::make_unique<Segment>() : pop(spare_segments_);
      lock.unlock();
      player.play(block, chunk.window, *segment);
      // Summed up here and now, while the rows are warm and nobody waits.
      sums[1] = sums_of(segment->transactions);
      sums[2] = sums_of(segment->items);
      totals.transactions = segment->transactions.rows();
      totals.lines = segment->items.rows();
      const int64_t* amounts = segment->transactions.values<int64_t>(11);
      for (size_t row = 0; row < totals.transactions; ++row) totals.revenue_paise += amounts[row];
      lock.lock();
      work.segments[i] = std::move(segment);
    }
    add_totals(block, totals, sums);
    work.items += totals.lines;
    if (++work.blocks_done < work.segments.size()) return;
    lock.unlock();
    list_batches(work, {0, takers(Table::kTransactions), takers(Table::kItems)});
    lock.lock();
    work.listed = true;
    work.batches_left = work.batches.size();
    if (work.batches.empty()) release(work);
    changed_.notify_all();
  }

  // REQUIRES: chunks of customers have one block.
  void add_customers(std::unique_ptr<Batch> batch, ChunkWork& work) {
    const int count = takers(Table::kCustomers);
    if (count == 0) return spare_batches_[0].push_back(std::move(batch));
    BatchWork& listed = work.batches.emplace_back();
    listed.copy = std::move(batch);
    listed.takers_left = count;
    listed.claimed = listed.ready = true;
  }

  ContentSums sums_of(const Batch& batch) const {
    const auto& hash = (*hashes_)[static_cast<size_t>(batch.table())];
    return hash ? hash->sums(batch) : ContentSums{};
  }

  void add_totals(Block block, const PersonaTotals& more,
                  const std::array<ContentSums, kTableCount>& sums) {
    for (int t = 0; t < kTableCount; ++t) {
      if (auto& hash = (*hashes_)[static_cast<size_t>(t)]) hash->add(sums[static_cast<size_t>(t)]);
    }
    PersonaTotals& totals = (*totals_)[block.persona_index];
    totals.customers += more.customers;
    totals.transactions += more.transactions;
    totals.lines += more.lines;
    totals.revenue_paise += more.revenue_paise;
  }

  int takers(Table table) const {
    return static_cast<int>(std::count_if(lanes_.begin(), lanes_.end(), [&](const Lane& lane) {
      return lane.open->tables[static_cast<size_t>(table)];
    }));
  }

  // Notes that one sink is done with a batch.
  void take(ChunkWork& chunk, BatchWork& work) {
    if (--work.takers_left > 0) return;
    if (work.copy) {
      spare_batches_[static_cast<size_t>(work.table)].push_back(std::move(work.copy));
    }
    if (--chunk.batches_left == 0) release(chunk);
  }

  // Gives back what a finished chunk holds, and forgets the chunks at the front that are finished.
  void release(ChunkWork& chunk) {
    for (auto& segment : chunk.segments) {
      if (segment) spare_segments_.push_back(std::move(segment));
    }
    while (!flight_.empty() && flight_.front()->listed && flight_.front()->batches_left == 0) {
      items_ += flight_.front()->items;
      flight_.pop_front();
      ++first_chunk_;
    }
    if (options_.progress) {
      options_.progress(
          static_cast<double>(first_chunk_) / static_cast<double>(plan_.chunks.size()), items_);
    }
    done_ = done_ || first_chunk_ == plan_.chunks.size();
  }

  template <typename T>
  static T pop(std::vector<T>& stack) {
    T last = std::move(stack.back());
    stack.pop_back();
    return last;
  }

  const World& world_;
  const Plan& plan_;
  const Kernels& kernels_;
  const CustomerPopulation& population_;
  const PipelineOptions& options_;
  const size_t most_chunks_;  // on their way at once
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  Result<> outcome_ = Done{};
  ContentHashes* hashes_ = nullptr;
  std::vector<PersonaTotals>* totals_ = nullptr;
  uint64_t items_ = 0;
  size_t first_chunk_ = 0;
  std::deque<std::unique_ptr<ChunkWork>> flight_;
  std::deque<Lane> lanes_;
  std::vector<Fork*> forks_;
  // Reused last in, first out, as the last is warm.
  std::vector<std::unique_ptr<Segment>> spare_segments_;
  std::vector<std::unique_ptr<Batch>> spare_batches_[kTableCount];
  std::vector<std::unique_ptr<Encoded>> spare_bytes_;
};

Pipeline::Pipeline(const World& world, const Plan& plan, const Kernels& kernels,
                   const CustomerPopulation& population, const PipelineOptions& options)
    : crew_(std::make_unique<Crew>(world, plan, kernels, population, options)) {}

Pipeline::~Pipeline() = default;

Result<> Pipeline::play(std::span<const OpenSink> sinks, ContentHashes& hashes,
                        std::vector<PersonaTotals>& totals) {
  return crew_->play(sinks, hashes, totals);
}

void Pipeline::for_each(size_t count, const std::function<void(size_t)>& task) {
  crew_->for_each(count, task);
}

}  // namespace footfall
