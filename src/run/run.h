// Holds run_simulation: plays a plan with threads and hands batches to sinks in row order.
#pragma once
#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "engine/world.h"
#include "run/pipeline.h"
#include "run/plan.h"
#include "sink/sink.h"

namespace footfall {

struct TableTotals {
  uint64_t rows = 0;
  Hash128 content;
  Day first_day = 0, last_day = 0;
};

struct RunTotals {
  std::array<TableTotals, kTableCount> tables;
  std::vector<PersonaTotals> personas;
  std::vector<WrittenFile> files;
};

struct RunOptions {
  int threads = 1;
  PlanOptions plan;
  const Kernels* kernels = nullptr;  // the machine's best when null
  std::vector<std::string> formats = {"csv"};
  std::array<bool, kTableCount> tables = {true, true, true};
  SinkOptions sink;
  // Opens sinks of the caller's beside those of the formats; asked once, when the world is
  // complete.
  std::function<std::vector<OpenSink>(const World&)> more_sinks;
  std::function<void(double done, uint64_t items)> progress;  // one caller at a time, any thread
  const std::atomic<bool>* stop = nullptr;  // set by a signal: ends after the tasks under way
};

// Simulates the whole plan into the sinks. Errors: kIo of a sink, kInterrupted when stopped.
Result<RunTotals> run_simulation(const Scenario& scenario, World& world, const RunOptions& options);

}  // namespace footfall
