#include "cli/serve_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/allowed.h"
#include "cli/data_flags.h"
#include "cli/global_options.h"
#include "cli/live.h"
#include "cli/message.h"
#include "cli/scenario_file.h"
#include "cli/serve_options.h"
#include "cli/simulate_options.h"
#include "cli/stop_signal.h"
#include "server/built_in_effects.h"

namespace footfall {

namespace {

struct ServeFlags {
  DataFlags data;
  std::string other;  // a second data set
  ServeOptions serve;
  std::string scenario;  // to simulate
  LiveOptions live;
};

// Opens the first data set as commands of the reading half do, and the second, both before anybody
// can ask. REQUIRES: `progress` outlives the site.
Result<> open_runs(const ServeFlags& flags, ReadingProgress& progress, Site& site) {
  auto analysis = open_data(flags.data, progress, "");
  if (!analysis) return analysis.error();
  const std::string& folder = flags.data.folder;
  auto provenance =
      folder.empty() ? Result<Provenance>(Provenance()) : provenance_of_data_set(folder);
  if (!provenance) return provenance.error();
  if (folder.empty()) provenance->title = flags.data.own.transactions;
  site.runs.add(std::make_unique<ServedData>(std::move(*analysis), std::move(*provenance), folder));
  if (flags.other.empty()) return Done{};
  AnalysisOptions options;
  options.on_progress = [](double) { return !stop_requested.load(); };
  auto other = open_served_data(flags.other, options);
  if (!other) return other.error();
  site.runs.add(std::move(*other));
  return Done{};
}

Result<> serve_data(const ServeFlags& flags) {
  stop_after_answers();
  const auto server = server_options(flags.serve);
  if (!server) return server.error();
  ReadingProgress progress(false);
  Site site;
  site.stop = &stop_requested;
  site.events.set_beginning(idle_hello);
  FOOTFALL_TRY(open_runs(flags, progress, site));
  return serve_site(flags.serve, *server, site);
}

Result<> serve_simulation(const ServeFlags& flags) {
  if (!flags.data.folder.empty() || !flags.data.own.transactions.empty())
    return Error{ErrorCategory::kUsage, "either data or --simulate, not both", ""};
  SimulateOptions simulate;
  simulate.scenario = flags.scenario;
  simulate.out = flags.live.out;
  simulate.overwrite = flags.live.overwrite;
  simulate.threads = flags.data.threads;
  return play_live(simulate, flags.live, flags.serve);
}

int run(const ServeFlags& flags) {
  const auto served = flags.scenario.empty() ? serve_data(flags) : serve_simulation(flags);
  return served ? 0 : report(served.error());
}

}  // namespace

void add_serve(CLI::App& app, int& code) {
  auto flags = std::make_shared<ServeFlags>();
  add_data_flags(app, flags->data);
  app.add_option("other", flags->other, "Folder of a second data set, to compare with the first");
  app.add_option("--simulate", flags->scenario,
                 "Scenario to play against a clock instead, see --speed")
      ->type_name("SCENARIO")
      ->group("A simulation that runs");
  add_live_options(app, flags->live, true);
  add_serve_options(app, flags->serve, "Where it listens");
  app.footer(
      "footfall serve data/output                       # prints the address of the dashboard\n"
      "footfall serve before after --port 9000          # two data sets, compared\n"
      "footfall serve --simulate india_retail --speed 1d/s --out shop\n"
      "footfall serve --transactions sales.csv --open");
  app.final_callback([flags, &code] { code = run(*flags); });
}

}  // namespace footfall
