#include "cli/simulate_options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/in_parallel.h"
#include "base/joined_words.h"
#include "cli/allowed.h"
#include "cli/figures.h"
#include "cli/stop_signal.h"

namespace footfall {

namespace {

constexpr const char* kWhat = "What is simulated";
constexpr const char* kFiles = "What is written";
constexpr const char* kHow = "How it runs";
constexpr const char* kLater = "Not in this version yet";
constexpr const char* kDefaultScenario = "india_retail";
constexpr const char* kScenarios = "(the scenario's)";

void add_world_options(CLI::App& app, SimulateOptions& o) {
  app.add_option("scenario", o.scenario,
                 "Scenario file, - for standard input, or the name of one that ships: "
                 "india_retail, minimal, germany, large")
      ->type_name("SCENARIO")
      ->group(kWhat);
  app.add_option("--config", o.config, "Scenario, as an option")
      ->type_name("SCENARIO")
      ->default_str(kDefaultScenario)
      ->group(kWhat);
  add_period_options(app, o, kWhat);
  allow_whole(
      app.add_option("--seed", o.seed, "Seed of every draw; the same seed gives the same data"), 0,
      UINT64_MAX)
      ->type_name("N")
      ->default_str(kScenarios)
      ->group(kWhat);
}

void add_file_options(CLI::App& app, SimulateOptions& o) {
  app.add_option("--out,--output", o.out, "Folder of the data set, or - for standard output")
      ->type_name("FOLDER")
      ->capture_default_str()
      ->group(kFiles);
  app.add_flag("--overwrite", o.overwrite, "Replace an existing data set, never another folder")
      ->group(kFiles);
  allow_one_of(
      app.add_option("--format", o.formats,
                     "csv, parquet, jsonl, duckdb or null; several with commas, in one pass"),
      {"csv", "parquet", "jsonl", "duckdb", "null"})
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->default_str("csv")
      ->group(kFiles);
  allow_one_of(app.add_option("--tables", o.tables, "customers, transactions, items; some of them"),
               {"customers", "transactions", "items"})
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->default_str("customers,transactions,items")
      ->group(kFiles);
  allow_one_of(
      app.add_option(
          "--partition-by", o.partition_by,
          "One file a month, as items/month=2024-01/…; of several formats items/parquet/month=…"),
      {"none", "month"})
      ->capture_default_str()
      ->group(kFiles);
  allow_one_of(app.add_option("--money", o.money, "Type of amounts where a format has types"),
               {"decimal", "double"})
      ->capture_default_str()
      ->group(kFiles);
  allow_one_of(app.add_option("--compression", o.compression, "How Parquet is compressed"),
               {"zstd", "snappy", "none"})
      ->capture_default_str()
      ->group(kFiles);
  allow_whole(
      app.add_option("--row-group-rows", o.row_group_rows, "Rows in each row group of Parquet"),
      1000, 100'000'000)
      ->capture_default_str()
      ->group(kFiles);
  allow_one_of(app.add_option("--checksum", o.checksum, "Checksum of each file, in manifest.json"),
               {"xxh3", "sha256"})
      ->capture_default_str()
      ->group(kFiles);
}

void add_run_options(CLI::App& app, SimulateOptions& o) {
  app.add_flag("--dry-run", o.dry_run, "Tell rows, bytes, memory and time to expect; write nothing")
      ->configurable(false)
      ->group(kHow);
  allow_whole(app.add_option("--threads", o.threads, "Threads, which change no byte; 0 takes all"),
              0, 256)
      ->capture_default_str()
      ->group(kHow);
  allow_one_of(
      app.add_option("--progress", o.progress,
                     "A bar on a terminal after one second, or JSON lines to standard error"),
      {"auto", "none", "json"})
      ->capture_default_str()
      ->group(kHow);
  app.add_flag("--json", o.json, "Print the summary as one JSON object")->group(kHow);
  app.add_flag("--export-summary", o.export_summary, "Write the report of the data set as well")
      ->group(kHow);
}

// The switches of the program that Footfall replaces whose features are still to come.
void add_later_options(CLI::App& app, SimulateOptions& o) {
  const auto later = [&](CLI::Option* option) {
    return option->configurable(false)->group(kLater);
  };
  const auto flag = [&](const char* name, const char* about) {
    later(app.add_flag_function(
        name, [&o, name](int64_t) { o.later.emplace_back(name); }, about));
  };
  flag("--enable-ml-training", "Train models on the data set");
  flag("--enable-ai-insights", "Write insights about the data set");
  flag("--generate-ai-personas", "Propose personas from market data");
  flag("--monitor-models", "Watch models for drift");
  later(app.add_option_function<std::string>(
            "--market-data", [&o](const std::string&) { o.later.emplace_back("--market-data"); },
            "Market data to propose personas from"))
      ->type_name("FILE");
  later(app.add_option_function<std::vector<std::string>>(
            "--run-ab-test",
            [&o](const std::vector<std::string>&) { o.later.emplace_back("--run-ab-test"); },
            "Compare two models"))
      ->type_name("A B")
      ->expected(2);
}

void remove_repeats(std::vector<std::string>& words) {
  std::vector<std::string> once;
  for (const std::string& word : words) {
    if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(word);
  }
  words = std::move(once);
}

Error usage(const std::string& message) { return {ErrorCategory::kUsage, message, ""}; }

}  // namespace

std::string SimulateOptions::scenario_name() const {
  return !scenario.empty() ? scenario : !config.empty() ? config : kDefaultScenario;
}

bool SimulateOptions::writes_files() const {
  return !piped() && std::any_of(formats.begin(), formats.end(),
                                 [](const std::string& format) { return format != "null"; });
}

void add_period_options(CLI::App& app, SimulateOptions& o, const char* group) {
  allow_date(app.add_option("--start-date", o.start_date, "First day"))
      ->default_str(kScenarios)
      ->group(group);
  allow_whole(app.add_option("--days", o.days, "Number of days"), 1, kLastDay - kFirstDay + 1)
      ->default_str(kScenarios)
      ->group(group);
  allow_whole(app.add_option("--customers", o.customers, "Customers of each persona"), 1,
              kMaxCustomersPerPersona)
      ->default_str(kScenarios)
      ->group(group);
}

void add_simulate_options(CLI::App& app, SimulateOptions& options) {
  add_world_options(app, options);
  add_file_options(app, options);
  add_run_options(app, options);
  add_later_options(app, options);
}

Result<> check_together(const SimulateOptions& o) {
  if (!o.later.empty()) {
    return Error{ErrorCategory::kUnavailable,
                 joined_words(o.later) + (o.later.size() == 1 ? " is" : " are") +
                     " not available in this version yet; nothing was done",
                 ""};
  }
  if (!o.scenario.empty() && !o.config.empty()) {
    return usage("two scenarios are named: " + o.scenario + " and --config " + o.config +
                 "; leave one out");
  }
  if (o.out.empty()) return usage("--out must be a folder, or - for standard output");
  if (o.piped() && (o.tables.size() != 1 || o.formats.size() != 1)) {
    return usage("--out - writes one table in one format: add --tables items --format csv");
  }
  if (o.piped() && (o.formats[0] == "duckdb" || o.partition_by != "none"))
    return usage("--out - writes one stream: no --format duckdb and no --partition-by");
  if (o.piped() && o.formats[0] == "parquet" && !o.dry_run && ::isatty(STDOUT_FILENO)) {
    return usage(
        "--format parquet is binary, not for a terminal: add > items.parquet, or --out FOLDER");
  }
  if (o.piped() && !o.dry_run && (o.json || o.export_summary))
    return usage("--out - has the table on standard output: no --json and no --export-summary");
  if (o.export_summary && (!o.writes_files() || o.tables.size() < 3))
    return usage("--export-summary needs all tables in files: no --format null, no --tables");
  return Done{};
}

Result<> apply_options(const SimulateOptions& o, Scenario& scenario) {
  Simulation& s = scenario.simulation;
  if (!o.start_date.empty()) s.start_day = parse_date(o.start_date).value_or(s.start_day);
  if (o.days > 0) s.days = o.days;
  if (o.customers > 0) s.customers_per_persona = o.customers;
  if (o.seed) s.seed = *o.seed;
  if (s.start_day < kFirstDay || int64_t{s.start_day} + s.days - 1 > kLastDay) {
    return Error{ErrorCategory::kInput,
                 "the period must lie in 1970-01-01 to 2215-12-31; it would begin on " +
                     format_date(s.start_day) + " and last " +
                     grouped(static_cast<uint64_t>(s.days)) + " days",
                 ""};
  }
  for (const Persona& persona : scenario.personas) {
    const int64_t count = customer_count(scenario, persona);
    if (count < 0 || count > kMaxCustomersPerPersona) {
      return Error{ErrorCategory::kInput,
                   "customers of " + persona.name + " must be at most 99,999,999; " +
                       grouped(static_cast<uint64_t>(s.customers_per_persona)) + " × weight " +
                       formatted("%g", persona.weight) + " is more",
                   ""};
    }
  }
  return Done{};
}

RunOptions run_options(const SimulateOptions& o) {
  RunOptions options;
  options.threads = o.threads > 0 ? o.threads : all_threads();
  options.formats = o.formats;
  remove_repeats(options.formats);
  for (int t = 0; t < kTableCount; ++t) {
    const auto name = schema_of(static_cast<Table>(t)).name;
    options.tables[t] = std::find(o.tables.begin(), o.tables.end(), name) != o.tables.end();
  }
  options.sink.checksum = o.checksum;
  options.sink.compression = o.compression;
  options.sink.money_double = o.money == "double";
  options.sink.row_group_rows = o.row_group_rows;
  options.sink.partition_by_month = o.partition_by == "month";
  options.stop = &stop_requested;
  return options;
}

}  // namespace footfall
