#include "run/run.h"

#include <algorithm>
#include <memory>

namespace footfall {

namespace {

class Run {
 public:
  Run(const Scenario& scenario, World& world, const RunOptions& options)
      : world_(world),
        options_(options),
        population_(scenario, world),
        plan_(make_plan(world, plan_options(options))),
        pipeline_options_{options.threads, options.progress, stop_of(options)},
        pipeline_(world, plan_, options.kernels ? *options.kernels : *kernels(), population_,
                  pipeline_options_) {
    totals_.personas.resize(world.personas.size());
  }

  Result<RunTotals> play() {
    FOOTFALL_TRY(open_sinks());
    FOOTFALL_TRY(pipeline_.play(sinks_, hashes_, totals_.personas));
    for (const Block& block : plan_.blocks) {
      if (!options_.tables[0]) totals_.personas[block.persona_index].customers += block.count;
    }
    for (int t = 0; t < kTableCount; ++t) {
      totals_.tables[t].first_day = world_.days.front().day;
      totals_.tables[t].last_day = world_.days.back().day;
      if (hashes_[t]) {
        totals_.tables[t].rows = hashes_[t]->total().rows;
        totals_.tables[t].content = hashes_[t]->digest();
      }
      FOOTFALL_TRY(finish_sinks(t));
    }
    return std::move(totals_);
  }

 private:
  static PlanOptions plan_options(const RunOptions& options) {
    PlanOptions plan = options.plan;
    plan.customers = options.tables[0];
    plan.whole_months = options.sink.partition_by_month;
    return plan;
  }

  static std::function<bool()> stop_of(const RunOptions& options) {
    if (options.stop == nullptr) return nullptr;
    return [stop = options.stop] { return stop->load(); };
  }

  Result<> open_sinks() {
    for (int t = 0; t < kTableCount; ++t) {
      if (options_.tables[t]) hashes_[t].emplace(static_cast<Table>(t), world_.words[t]);
    }
    SinkOptions sink = options_.sink;
    sink.for_each = [this](size_t count, const std::function<void(size_t)>& task) {
      pipeline_.for_each(count, task);
    };
    const auto nulls = std::count(options_.formats.begin(), options_.formats.end(), "null");
    sink.folder_per_format = static_cast<int64_t>(options_.formats.size()) - nulls > 1;
    for (const std::string& format : options_.formats) {
      auto opened = footfall::open_sinks(format, options_.tables, world_.words, sink);
      if (!opened) return opened.error();
      for (OpenSink& open : *opened) sinks_.push_back(std::move(open));
    }
    if (options_.more_sinks) {
      for (OpenSink& open : options_.more_sinks(world_)) sinks_.push_back(std::move(open));
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

  World& world_;
  const RunOptions& options_;
  const CustomerPopulation population_;  // adds words to the world
  const Plan plan_;
  const PipelineOptions pipeline_options_;
  Pipeline pipeline_;
  std::vector<OpenSink> sinks_;
  ContentHashes hashes_;
  RunTotals totals_;
};

}  // namespace

Result<RunTotals> run_simulation(const Scenario& scenario, World& world,
                                 const RunOptions& options) {
  return Run(scenario, world, options).play();
}

}  // namespace footfall
