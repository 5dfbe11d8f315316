// Holds Pipeline, the threads of a run: chunks are simulated ahead while sinks take their batches
// in row order, each sink at its own pace.
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/population.h"
#include "run/plan.h"
#include "sink/sink.h"
#include "table/content_hash.h"

namespace footfall {

struct PersonaTotals {
  uint64_t customers = 0, transactions = 0, lines = 0;
  int64_t revenue_paise = 0;
};

// The content hashes of the tables that are asked for.
using ContentHashes = std::array<std::optional<ContentHash>, kTableCount>;

struct PipelineOptions {
  int threads = 1;
  std::function<void(double done, uint64_t items)> progress;  // one caller at a time, any thread
  std::function<bool()> stop;                                 // asked before every task
};

class Pipeline {
 public:
  // REQUIRES: all outlive the pipeline.
  Pipeline(const World& world, const Plan& plan, const Kernels& kernels,
           const CustomerPopulation& population, const PipelineOptions& options);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Plays the whole plan into the sinks, each of which takes the batches of its tables in row
  // order; adds the rows to `hashes`, by table where there is one, and to `totals`, by persona.
  // Errors: kIo of a sink, kInterrupted when stopped, kFailure when memory runs out. Called once.
  Result<> play(std::span<const OpenSink> sinks, ContentHashes& hashes,
                std::vector<PersonaTotals>& totals);

  // Runs task(0) … task(count - 1) on the caller and on threads that have nothing else to do, and
  // returns when all are done. THREADS: called by sinks while they take a batch; tasks must not
  // throw.
  void for_each(size_t count, const std::function<void(size_t)>& task);

 private:
  class Crew;
  std::unique_ptr<Crew> crew_;
};

}  // namespace footfall
