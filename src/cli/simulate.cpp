#include "cli/simulate.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/process.h"
#include "cli/summary.h"
#include "run/manifest.h"
#include "run/staging.h"

namespace footfall {

struct SimulateFlags {
  std::string scenario, config = "scenarios/india_retail.yaml", start_date, out = "data/output",
                        checksum = "xxh3", compression = "zstd", money = "decimal",
                        progress = "auto", partition_by;
  int days = 0, threads = 0;
  int64_t customers = 0;
  std::optional<uint64_t> seed;
  std::vector<std::string> formats = {"csv"}, tables = {"customers", "transactions", "items"};
  uint64_t row_group_rows = 1'000'000;
  bool overwrite = false, quiet = false;
};

namespace {

int report(const Error& error) {
  std::fprintf(stderr, "%s%s\n",
               error.message.rfind("scenario:", 0) == 0 ? "" : "footfall: ", error.message.c_str());
  return exit_code(error.category);
}

Result<> apply(const SimulateFlags& flags, Scenario& scenario) {
  Simulation& s = scenario.simulation;
  if (!flags.start_date.empty()) {
    const auto day = parse_date(flags.start_date);
    if (!day)
      return Error{ErrorCategory::kUsage,
                   "--start-date must be YYYY-MM-DD, not " + flags.start_date, ""};
    s.start_day = *day;
  }
  if (flags.days > 0) s.days = flags.days;
  if (flags.customers > 0) s.customers_per_persona = flags.customers;
  if (flags.seed) s.seed = *flags.seed;
  if (s.start_day < kFirstDay || int64_t{s.start_day} + s.days - 1 > kLastDay) {
    return Error{ErrorCategory::kInput, "the period must lie in 1970-01-01 to 2215-12-31", ""};
  }
  for (const Persona& persona : scenario.personas) {
    const int64_t count = customer_count(scenario, persona);
    if (count < 0 || count > kMaxCustomersPerPersona) {
      return Error{ErrorCategory::kInput,
                   "customers of " + persona.name + " must be at most 99,999,999, not " +
                       std::to_string(count),
                   ""};
    }
  }
  return Done{};
}

RunOptions run_options(const SimulateFlags& flags) {
  RunOptions options;
  options.threads = flags.threads > 0
                        ? flags.threads
                        : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  options.formats = flags.formats;
  for (int t = 0; t < kTableCount; ++t) {
    const auto name = schema_of(static_cast<Table>(t)).name;
    options.tables[t] =
        std::find(flags.tables.begin(), flags.tables.end(), name) != flags.tables.end();
  }
  options.sink.checksum = flags.checksum;
  options.sink.compression = flags.compression;
  options.sink.money_double = flags.money == "double";
  options.sink.row_group_rows = flags.row_group_rows;
  options.sink.partition_by_month = flags.partition_by == "month";
  options.stop = &stop_requested;
  return options;
}

void print_notes(Staging& staging) {
  for (const std::string& note : staging.take_notes())
    std::fprintf(stderr, "footfall: note: %s\n", note.c_str());
}

void show_progress(RunOptions& options, std::chrono::steady_clock::time_point begin) {
  options.progress = [begin](double done, uint64_t items) {
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (seconds < 1) return;
    std::fprintf(stderr, "\r  %3.0f %%  %.1f M items  %.1f M/s  %.0f s left \033[K", done * 100,
                 static_cast<double>(items) / 1e6, static_cast<double>(items) / seconds / 1e6,
                 seconds / done - seconds);
    if (done >= 1) std::fprintf(stderr, "\r\033[K");
  };
}

int simulate(const SimulateFlags& flags) {
  const auto begin = std::chrono::steady_clock::now();
  auto loaded = load_scenario(flags.scenario.empty() ? flags.config : flags.scenario);
  if (!loaded) return report(loaded.error());
  for (const std::string& warning : loaded->warnings)
    std::fprintf(stderr, "footfall: warning: %s\n", warning.c_str());
  Scenario& scenario = loaded->scenario;
  if (const auto applied = apply(flags, scenario); !applied) return report(applied.error());
  World world = compile_world(scenario);
  RunOptions options = run_options(flags);
  options.sink.metadata = {{"footfall.seed", std::to_string(scenario.simulation.seed)},
                           {"footfall.scenario_sha256", sha256_of(loaded->text)},
                           {"footfall.data_version", std::to_string(kDataVersion)}};
  if (isatty(STDERR_FILENO) && flags.progress == "auto" && !flags.quiet)
    show_progress(options, begin);
  const bool piped = flags.out == "-";
  const bool writes = !(flags.formats.size() == 1 && flags.formats[0] == "null");
  if (piped && (flags.tables.size() != 1 || flags.formats.size() != 1)) {
    return report({ErrorCategory::kUsage,
                   "--out - writes one table in one format: add --tables items --format csv", ""});
  }
  if (!piped) catch_stop_signals();
  std::optional<Staging> staging;
  if (!piped && writes) {
    auto opened = Staging::open(flags.out, flags.overwrite);
    if (!opened) return report(opened.error());
    staging.emplace(std::move(*opened));
    print_notes(*staging);
  }
  options.sink.folder = staging ? staging->folder() : "-";
  auto totals = run_simulation(scenario, world, options);
  if (!totals) return report(totals.error());
  if (staging) {
    if (const auto done = staging->commit(make_manifest(*loaded, *totals)); !done)
      return report(done.error());
    print_notes(*staging);
  }
  release_stop_signals();
  if (flags.quiet || piped) return 0;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const bool color = isatty(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr;
  std::fputs(summary_table(scenario, world, *totals, {color, seconds, flags.out}).c_str(), stdout);
  if (staging)
    std::printf("\n  Try:  column -s, -t < %s/transactions.csv | head\n\n", flags.out.c_str());
  return 0;
}

}  // namespace

void add_simulate(CLI::App& app, int& code) {
  auto flags = std::make_shared<SimulateFlags>();
  app.add_option("scenario", flags->scenario, "Scenario file (YAML)");
  app.add_option("--config", flags->config, "Scenario file, as the positional")
      ->capture_default_str();
  app.add_option("--start-date", flags->start_date, "First day, YYYY-MM-DD");
  app.add_option("--days", flags->days, "Days to simulate")->check(CLI::Range(1, 90000));
  app.add_option("--customers", flags->customers, "Customers a persona")
      ->check(CLI::Range(int64_t{1}, kMaxCustomersPerPersona));
  app.add_option("--seed", flags->seed, "Seed of every draw");
  app.add_option("--out,--output", flags->out, "Folder of the data set, or - for standard output")
      ->capture_default_str();
  app.add_option("--format", flags->formats,
                 "csv, jsonl, parquet, duckdb, null; several with commas")
      ->delimiter(',')
      ->check(CLI::IsMember({"csv", "jsonl", "parquet", "duckdb", "null"}))
      ->capture_default_str();
  app.add_option("--tables", flags->tables, "Tables to write")
      ->delimiter(',')
      ->check(CLI::IsMember({"customers", "transactions", "items"}));
  app.add_option("--threads", flags->threads, "Threads; 0 takes all")->check(CLI::Range(0, 256));
  app.add_option("--money", flags->money, "decimal or double")
      ->check(CLI::IsMember({"decimal", "double"}));
  app.add_option("--compression", flags->compression, "zstd, snappy or none (parquet)")
      ->check(CLI::IsMember({"zstd", "snappy", "none"}));
  app.add_option("--checksum", flags->checksum, "xxh3 or sha256")
      ->check(CLI::IsMember({"xxh3", "sha256"}));
  app.add_option("--row-group-rows", flags->row_group_rows, "Rows a Parquet row group")
      ->check(CLI::Range(1000, 100'000'000));
  app.add_option("--partition-by", flags->partition_by,
                 "month: a file a month of transactions and items")
      ->check(CLI::IsMember({"month"}));
  app.add_option("--progress", flags->progress, "auto or none")
      ->check(CLI::IsMember({"auto", "none"}));
  app.add_flag("--overwrite", flags->overwrite,
               "Replace an existing data set (never another folder)");
  app.add_flag("-q,--quiet", flags->quiet, "Print nothing on success");
  app.final_callback([flags, &code] { code = simulate(*flags); });
}

}  // namespace footfall
