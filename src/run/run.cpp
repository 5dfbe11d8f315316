#include "run/run.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "engine/population.h"
#include "run/crew.h"
#include "table/content_hash.h"

namespace footfall {

namespace {

constexpr size_t kBatchRows = 65'536;
constexpr size_t kViewRows = 4'096;  // slices from here on are passed on in place, not copied

// The rows of one table of a chunk, in output order, as slices of segments.
struct Slice {
  const Batch* source;
  size_t begin, count;
};
struct BatchTask {
  Table table;
  std::vector<Slice> slices;
  size_t rows = 0;
};

void add_slices(const Batch& source, size_t begin, size_t end, std::vector<BatchTask>& tasks,
                Table table) {
  while (begin < end) {
    if (tasks.empty() || tasks.back().rows == kBatchRows || end - begin >= kViewRows ||
        tasks.back().rows >= kViewRows) {
      tasks.push_back({table, {}, 0});
    }
    BatchTask& task = tasks.back();
    const size_t count = std::min(end - begin, kBatchRows - task.rows);
    task.slices.push_back({&source, begin, count});
    task.rows += count;
    begin += count;
  }
}

// Where the batches of one table go, and its sums.
struct TableOutput {
  TableOutput(Table table, const Words& words) : hash(table, words) {}
  std::vector<Sink*> sinks;  // one a format
  ContentHash hash;
  uint64_t rows = 0;
};

class Run {
 public:
  Run(const Scenario& scenario, World& world, const RunOptions& options)
      : world_(world),
        options_(options),
        plan_(make_plan(world, options.plan)),
        kernels_(options.kernels ? *options.kernels : *kernels()),
        population_(scenario, world) {
    totals_.personas.resize(world.personas.size());
    views_.resize(static_cast<size_t>(options.threads));
    for (const Chunk& chunk : plan_.chunks) {
      for (size_t b = chunk.first_block; b < chunk.last_block; ++b) {
        const size_t transactions = most_transactions(plan_.blocks[b], chunk.window);
        most_transactions_ = std::max(most_transactions_, transactions);
        most_items_ = std::max(most_items_, most_items(world, plan_.blocks[b], chunk.window));
      }
    }
    for (int worker = 0; worker < options.threads; ++worker) {
      for (int t = 0; t < kTableCount; ++t) {
        batches_.emplace_back(static_cast<Table>(t), kBatchRows);
      }
      encoded_.emplace_back(std::max<size_t>(1, options.formats.size()));
    }
  }

  Result<RunTotals> play() {
    FOOTFALL_TRY(open_sinks());
    FOOTFALL_TRY(play_customers());
    for (size_t c = 0; c < plan_.chunks.size(); ++c) FOOTFALL_TRY(play_chunk(c));
    for (int t = 0; t < kTableCount; ++t) {
      TableOutput& output = *outputs_[t];
      totals_.tables[t] = {output.rows, output.hash.digest(), world_.days.front().day,
                           world_.days.back().day};
      FOOTFALL_TRY(finish_sinks(t));
    }
    return std::move(totals_);
  }

 private:
  Result<> open_sinks() {
    for (int t = 0; t < kTableCount; ++t) {
      outputs_.push_back(std::make_unique<TableOutput>(static_cast<Table>(t), world_.words[t]));
    }
    for (const std::string& format : options_.formats) {
      auto opened = footfall::open_sinks(format, options_.tables, world_.words, options_.sink);
      if (!opened) return opened.error();
      for (OpenSink& open : *opened) {
        for (int t = 0; t < kTableCount; ++t) {
          if (open.tables[t]) outputs_[t]->sinks.push_back(open.sink.get());
        }
        sinks_.push_back(std::move(open));
      }
    }
    return Done{};
  }

  // Finishes the sinks whose first table is `table`, so that files are listed by table.
  Result<> finish_sinks(int table) {
    for (OpenSink& open : sinks_) {
      if (std::find(open.tables.begin(), open.tables.end(), true) - open.tables.begin() != table) {
        continue;
      }
      auto files = open.sink->finish();
      if (!files) return files.error();
      totals_.files.insert(totals_.files.end(), files->begin(), files->end());
    }
    return Done{};
  }

  Result<> play_customers() {
    const auto fill = [&](size_t b, Batch& batch) {
      batch.clear();
      population_.fill(plan_.blocks[b], batch);
    };
    for (const Block& block : plan_.blocks) {
      totals_.personas[block.persona_index].customers += block.count;
    }
    if (!options_.tables[0]) return Done{};
    return write_ordered(plan_.blocks.size(), [&](size_t b, int worker) -> Batch& {
      Batch& batch = batches_[static_cast<size_t>(worker) * kTableCount];
      fill(b, batch);
      return batch;
    });
  }

  Result<> play_chunk(size_t index) {
    const Chunk& chunk = plan_.chunks[index];
    const size_t count = chunk.last_block - chunk.first_block;
    while (segments_.size() < count) segments_.push_back(nullptr);
    run_in_order(
        count, options_.threads,
        [&](size_t i, int) {
          const Block block = plan_.blocks[chunk.first_block + i];
          auto& segment = segments_[i];
          if (!segment) segment = std::make_unique<Segment>(most_transactions_, most_items_);
          simulate_block(world_, kernels_, block, chunk.window, *segment);
        },
        [](size_t, int) { return true; });
    std::vector<BatchTask> transactions, items;
    for (uint32_t day = 0; day < chunk.window.count; ++day) {
      for (size_t i = 0; i < count; ++i) {
        const Segment& s = *segments_[i];
        add_slices(s.transactions, s.transaction_begin[day], s.transaction_begin[day + 1],
                   transactions, Table::kTransactions);
        add_slices(s.items, s.item_begin[day], s.item_begin[day + 1], items, Table::kItems);
      }
    }
    for (size_t i = 0; i < count; ++i)
      add_totals(plan_.blocks[chunk.first_block + i], *segments_[i]);
    transactions.insert(transactions.end(), items.begin(), items.end());
    const auto written = write_ordered(transactions.size(), [&](size_t i, int worker) -> Batch& {
      const BatchTask& task = transactions[i];
      if (task.slices.size() == 1) {
        const Slice& slice = task.slices[0];
        auto& view = views_[static_cast<size_t>(worker)];
        return view.emplace(Batch::view(*slice.source, slice.begin, slice.count));
      }
      Batch& batch =
          batches_[static_cast<size_t>(worker) * kTableCount + static_cast<size_t>(task.table)];
      batch.clear();
      for (const Slice& slice : task.slices) batch.append(*slice.source, slice.begin, slice.count);
      return batch;
    });
    if (options_.progress) {
      options_.progress(static_cast<double>(index + 1) / static_cast<double>(plan_.chunks.size()),
                        outputs_[2]->rows);
    }
    return written;
  }

  void add_totals(Block block, const Segment& segment) {
    PersonaTotals& totals = totals_.personas[block.persona_index];
    totals.transactions += segment.transactions.rows();
    totals.lines += segment.items.rows();
    const int64_t* amounts = segment.transactions.values<int64_t>(11);
    for (size_t i = 0; i < segment.transactions.rows(); ++i) totals.revenue_paise += amounts[i];
  }

  // Makes each batch and its encodings on any thread, then hashes and writes them in order.
  template <typename Make>
  Result<> write_ordered(size_t tasks, const Make& make) {
    std::vector<Batch*> current(static_cast<size_t>(options_.threads));
    Result<> outcome = Done{};
    const auto work = [&](size_t task, int worker) {
      Batch& batch = make(task, worker);
      current[static_cast<size_t>(worker)] = &batch;
      const auto& sinks = outputs_[static_cast<size_t>(batch.table())]->sinks;
      for (size_t s = 0; s < sinks.size(); ++s)
        sinks[s]->encode(batch, encoded_[static_cast<size_t>(worker)][s]);
    };
    const auto then = [&](size_t, int worker) {
      const Batch& batch = *current[static_cast<size_t>(worker)];
      TableOutput& output = *outputs_[static_cast<size_t>(batch.table())];
      output.hash.add(batch);
      output.rows += batch.rows();
      for (size_t s = 0; s < output.sinks.size() && outcome; ++s) {
        outcome = output.sinks[s]->write(batch, encoded_[static_cast<size_t>(worker)][s]);
      }
      if (options_.stop && options_.stop->load() && outcome) {
        outcome = Error{ErrorCategory::kInterrupted, "interrupted; nothing was written", ""};
      }
      return static_cast<bool>(outcome);
    };
    run_in_order(tasks, options_.threads, work, then);
    return outcome;
  }

  World& world_;
  const RunOptions& options_;
  const Plan plan_;
  const Kernels& kernels_;
  const CustomerPopulation population_;
  std::vector<std::unique_ptr<Segment>> segments_;
  std::vector<Batch> batches_;
  std::vector<std::optional<Batch>> views_;        // by worker
  size_t most_transactions_ = 0, most_items_ = 0;  // of any block over any window
  std::vector<std::vector<Encoded>> encoded_;
  std::vector<OpenSink> sinks_;
  std::vector<std::unique_ptr<TableOutput>> outputs_;
  RunTotals totals_;
};

}  // namespace

Result<RunTotals> run_simulation(const Scenario& scenario, World& world,
                                 const RunOptions& options) {
  return Run(scenario, world, options).play();
}

}  // namespace footfall
