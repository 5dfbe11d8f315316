#include "cli/simulate_command.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "cli/global_options.h"
#include "cli/live.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/report_command.h"
#include "cli/scenario_file.h"
#include "cli/simulate_options.h"
#include "cli/stop_signal.h"
#include "cli/summary.h"
#include "log/log.h"
#include "run/manifest.h"
#include "run/staging.h"

namespace footfall {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void log_start(const LoadedScenario& loaded, const std::string& sha256, const RunOptions& run) {
  const Simulation& s = loaded.scenario.simulation;
  log(LogLevel::kInfo, "simulation started",
      {{"version", kProgramVersion},
       {"data_version", kDataVersion},
       {"seed", s.seed},
       {"scenario", loaded.path},
       {"scenario_sha256", sha256},
       {"start_date", format_date(s.start_day)},
       {"days", s.days},
       {"customers_per_persona", s.customers_per_persona},
       {"formats", CLI::detail::join(run.formats)},
       {"threads", run.threads}});
}

// Tells how the work is cut. The plan is made a second time for it, so only when it is asked for.
void log_plan(const World& world, const RunOptions& run) {
  if (!logs(LogLevel::kDebug)) return;
  const Plan plan = make_plan(world, run.plan);
  log(LogLevel::kDebug, "planned",
      {{"blocks", plan.blocks.size()},
       {"chunks", plan.chunks.size()},
       {"window_days", plan.chunks.empty() ? 0u : plan.chunks[plan.chunks.size() - 1].window.count},
       {"kernels", kernels()->name}});
}

void log_end(const RunTotals& totals, double seconds) {
  uint64_t bytes = 0;
  for (const WrittenFile& file : totals.files) bytes += file.bytes;
  log(LogLevel::kInfo, "simulation finished",
      {{"customers", totals.tables[0].rows},
       {"transactions", totals.tables[1].rows},
       {"items", totals.tables[2].rows},
       {"files", totals.files.size()},
       {"bytes", bytes},
       {"seconds", seconds}});
}

int tell_estimate(const SimulateOptions& options, const LoadedScenario& loaded, const World& world,
                  const RunOptions& run) {
  const auto estimate = estimate_run(loaded.scenario, world, run);
  if (!estimate) return report(estimate.error());
  const std::string folder = options.writes_files() ? options.out : "";
  const int code = print(options.json ? estimate_json(run, *estimate)
                                      : estimate_text(loaded.scenario, run, *estimate, folder));
  if (const auto room = check_room(loaded.scenario, world, run, folder); !room)
    warn(room.error().message);
  return code;
}

void tell_notes(Staging& staging) {
  for (const std::string& text : staging.take_notes()) note(text);
}

// Runs into a staged folder, standard output or nothing, and puts the folder in place.
Result<RunTotals> play(const SimulateOptions& options, const LoadedScenario& loaded, World& world,
                       RunOptions run) {
  std::optional<Staging> staging;
  if (options.writes_files()) {
    auto opened = Staging::open(options.out, options.overwrite);
    if (!opened) return opened.error();
    staging.emplace(std::move(*opened));
    tell_notes(*staging);
  }
  run.sink.folder = staging ? staging->folder() : "-";
  Progress progress(options.progress);
  if (progress.tells())
    run.progress = [&](double done, uint64_t items) { progress.tell(done, items); };
  const auto begin = Clock::now();
  auto totals = run_simulation(loaded.scenario, world, run);
  progress.clear();
  if (!totals) return totals;
  const auto written = Clock::now();
  if (staging) {
    FOOTFALL_TRY(staging->commit(make_manifest(loaded, *totals)));
    tell_notes(*staging);
  }
  log(LogLevel::kDebug, "timings",
      {{"run_seconds", seconds_since(begin) - seconds_since(written)},
       {"commit_seconds", seconds_since(written)}});
  return totals;
}

int simulate(const SimulateOptions& options) {
  const auto begin = Clock::now();
  if (const auto right = check_together(options); !right) return report(right.error());
  auto loaded = find_scenario(options.scenario_name());
  if (!loaded) return report(loaded.error());
  if (const auto applied = apply_options(options, loaded->scenario); !applied)
    return report(applied.error());
  const double load_seconds = seconds_since(begin);
  World world = compile_world(loaded->scenario);
  RunOptions run = run_options(options);
  stop_at_next_batch();
  // A pipe that ends early is how `| head` asks for less; nothing is staged then.
  if (options.piped()) end_quietly_without_reader();
  if (options.dry_run) return tell_estimate(options, *loaded, world, run);
  const std::string sha256 = sha256_of(loaded->text);
  run.sink.metadata = {{"footfall.seed", std::to_string(loaded->scenario.simulation.seed)},
                       {"footfall.scenario_sha256", sha256},
                       {"footfall.data_version", std::to_string(kDataVersion)}};
  log_start(*loaded, sha256, run);
  const auto room =
      check_room(loaded->scenario, world, run, options.writes_files() ? options.out : "");
  if (!room) return report(room.error());
  log_plan(world, run);
  log(LogLevel::kDebug, "prepared",
      {{"load_seconds", load_seconds}, {"seconds", seconds_since(begin)}});
  const auto totals = play(options, *loaded, world, std::move(run));
  if (!totals) return report(totals.error());
  const double seconds = seconds_since(begin);
  log_end(*totals, seconds);
  if (options.piped()) return 0;
  const Finished finished{*loaded, world, *totals, options.writes_files() ? options.out : "",
                          seconds};
  int code = 0;
  if (options.json) {
    code = print(summary_json(finished));
  } else if (!global_options().quiet) {
    code = print(summary_text(finished));
  }
  if (code == 0 && options.export_summary)
    code = export_summary(options.out, options.json || global_options().quiet);
  return code;
}

// What --serve adds.
struct ServeFlags {
  bool is_on = false;
  LiveOptions live;
  ServeOptions serve;
};

int simulate_and_serve(const SimulateOptions& options, const ServeFlags& flags) {
  if (const auto right = check_together(options); !right) return report(right.error());
  if (!options.writes_files() || options.tables.size() < 3 || options.dry_run || options.json) {
    return report({ErrorCategory::kUsage,
                   "--serve needs all tables in files, and neither --dry-run nor --json", ""});
  }
  const auto served = play_live(options, flags.live, flags.serve);
  return served ? 0 : report(served.error());
}

void add_serve_flags(CLI::App& app, ServeFlags& flags) {
  app.add_flag("--serve", flags.is_on, "Show it in a browser while it runs, and afterwards")
      ->configurable(false)
      ->group("A simulation that runs");
  add_live_options(app, flags.live, false);
  add_serve_options(app, flags.serve, "Where --serve listens");
}

}  // namespace

void add_simulate(CLI::App& app, int& code) {
  auto options = std::make_shared<SimulateOptions>();
  auto flags = std::make_shared<ServeFlags>();
  add_simulate_options(app, *options);
  add_serve_flags(app, *flags);
  app.footer(
      "footfall simulate                                 # the default world into data/output\n"
      "footfall simulate my.yaml --days 365 --format csv,parquet --out shop\n"
      "footfall simulate large --dry-run                 # what it would take\n"
      "footfall simulate --serve --speed 1d/s            # watch it in a browser\n"
      "footfall simulate --tables items --out - | head   # one table into a pipe");
  app.final_callback([options, flags, &code] {
    code = flags->is_on ? simulate_and_serve(*options, *flags) : simulate(*options);
  });
}

}  // namespace footfall
