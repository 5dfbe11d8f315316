#include "cli/live.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>

#include "cli/message.h"
#include "cli/report_command.h"
#include "cli/scenario_file.h"
#include "cli/stop_signal.h"
#include "dashboard/document_header.h"
#include "engine/world.h"
#include "run/manifest.h"
#include "run/staging.h"
#include "server/built_in_effects.h"

namespace footfall {

namespace {

// A folder that goes when the program does.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> make() {
    std::error_code code;
    std::string path = (std::filesystem::temp_directory_path(code) / "footfall-XXXXXX").string();
    if (code || ::mkdtemp(path.data()) == nullptr)
      return Error{ErrorCategory::kIo, "cannot make a temporary folder " + path, path};
    return TemporaryFolder(path);
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

LiveWorld live_world(const Scenario& scenario, const World& world) {
  LiveWorld live;
  live.first_day = world.days.front().day;
  live.days = static_cast<int>(world.days.size());
  for (int weekday = 1; weekday <= 7; ++weekday) {
    if ((scenario.calendar.weekend_mask >> (weekday - 1) & 1) != 0) live.weekend.push_back(weekday);
  }
  for (const WorldDay& day : world.days) live.festivals.push_back(day.festival);
  live.words = world.words;
  return live;
}

// Returns what is known of the data set before it is complete.
DataMeta meta_of(const LoadedScenario& loaded) {
  const Scenario& scenario = loaded.scenario;
  DataMeta meta;
  meta.provenance.origin = "simulated";
  meta.provenance.title = title_of_scenario(scenario.name, loaded.path);
  meta.provenance.scenario = loaded.path;
  meta.provenance.scenario_hash = sha256_of(loaded.text);
  meta.provenance.program_version = kProgramVersion;
  meta.provenance.seed = scenario.simulation.seed;
  meta.provenance.data_version = kDataVersion;
  meta.provenance.built_in = built_in_effects(scenario);
  meta.capabilities = {.customers = true,
                       .items = true,
                       .customer = true,
                       .persona = true,
                       .festival = true,
                       .time_of_day = true,
                       .quantity = true,
                       .lines = true,
                       .units = true,
                       .currency = scenario.locale.currency,
                       .symbol = scenario.locale.symbol};
  meta.first_day = scenario.simulation.start_day;
  meta.days = scenario.simulation.days;
  meta.notes.emplace_back("The simulation is still running");
  return meta;
}

// Simulates into the folder and puts it in place.
Result<> simulate_into(const std::string& folder, const SimulateOptions& options,
                       const LoadedScenario& loaded, LivePlay& live) {
  auto staging = Staging::open(folder, options.overwrite);
  if (!staging) return staging.error();
  for (const std::string& text : staging->take_notes()) note(text);
  World world = compile_world(loaded.scenario);
  RunOptions run = run_options(options);
  run.sink.folder = staging->folder();
  run.plan.window_days = 1;
  run.more_sinks = [&](const World& made) {
    std::vector<OpenSink> sinks;
    sinks.push_back(live.open_sink(live_world(loaded.scenario, made)));
    return sinks;
  };
  const auto totals = run_simulation(loaded.scenario, world, run);
  if (!totals) return totals.error();
  return staging->commit(make_manifest(loaded, *totals));
}

// Leaves the report in the data set, from what is computed for the server.
Result<> leave_report(ServedData& data) {
  const auto document = data.document();
  if (!document) return document.error();
  auto report = data.report();
  if (!report) return report.error();
  return write_report(*report, *document, data.provenance(),
                      {data.folder() + "/report", data.folder()});
}

Result<> simulate_and_open(const std::string& folder, const SimulateOptions& options,
                           const LoadedScenario& loaded, Site& site) {
  FOOTFALL_TRY(simulate_into(folder, options, loaded, *site.live));
  AnalysisOptions reading;
  reading.on_progress = [](double) { return !stop_requested.load(); };
  auto data = open_served_data(folder, reading);
  if (!data) return data.error();
  if (options.export_summary) FOOTFALL_TRY(leave_report(**data));
  site.runs.add(std::move(*data));
  site.live->finish();
  return Done{};
}

}  // namespace

void add_live_options(CLI::App& app, LiveOptions& options, bool with_files) {
  const char* group = "A simulation that runs";
  app.add_option("--speed", options.speed, "Simulated time per second: 1h/s, 30min/s, 2d/s, or max")
      ->check([](const std::string& text) {
        return parse_speed(text) ? std::string() : "must be as 1h/s, 30min/s, 2d/s or max";
      })
      ->type_name("SPEED")
      ->capture_default_str()
      ->group(group);
  if (!with_files) return;
  app.add_option("--out,--output", options.out,
                 "Folder of the data set; without it, it lasts as long as the server")
      ->type_name("FOLDER")
      ->group(group);
  app.add_flag("--overwrite", options.overwrite, "Replace an existing data set")->group(group);
}

Result<> play_live(const SimulateOptions& simulate, const LiveOptions& live,
                   const ServeOptions& serve) {
  const auto server = server_options(serve);
  if (!server) return server.error();
  auto loaded = find_scenario(simulate.scenario_name());
  if (!loaded) return loaded.error();
  FOOTFALL_TRY(apply_options(simulate, loaded->scenario));
  stop_after_answers();
  std::optional<TemporaryFolder> temporary;
  if (simulate.out.empty()) {
    auto made = TemporaryFolder::make();
    if (!made) return made.error();
    temporary.emplace(std::move(*made));
  }
  const std::string folder = temporary ? temporary->path() + "/data" : simulate.out;
  Site site;
  site.stop = &stop_requested;
  LivePlay play(site.events, parse_speed(live.speed).value_or(0), meta_json(meta_of(*loaded)),
                stop_requested);
  site.live = &play;
  Result<> simulated = Done{};
  std::thread simulating([&] {
    simulated = simulate_and_open(folder, simulate, *loaded, site);
    if (!simulated) stop_requested = true;
  });
  Result<> served = serve_site(serve, *server, site);
  stop_requested = true;
  simulating.join();
  if (!served) return served;
  return simulated;
}

}  // namespace footfall
