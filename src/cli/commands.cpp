#include "cli/commands.h"

#include <CLI/CLI.hpp>

#include "cli/analyze_command.h"
#include "cli/completion_command.h"
#include "cli/config_command.h"
#include "cli/dashboard_command.h"
#include "cli/explain_command.h"
#include "cli/global_options.h"
#include "cli/help_command.h"
#include "cli/man_command.h"
#include "cli/query_command.h"
#include "cli/report_command.h"
#include "cli/scenario_command.h"
#include "cli/schema_command.h"
#include "cli/serve_command.h"
#include "cli/simulate_command.h"
#include "cli/verify_command.h"
#include "cli/verify_report_command.h"

namespace footfall {

namespace {

struct Command {
  const char* name;
  const char* about;
  const char* group;
  void (*add)(CLI::App& app, int& code);
};

constexpr const char* kMake = "Make data";
constexpr const char* kLook = "Look at data";
constexpr const char* kAbout = "About the program";

constexpr Command kCommands[] = {
    {"simulate", "Simulate a scenario and write its data set", kMake, add_simulate},
    {"scenario", "Write, check and tune scenario files", kMake, add_scenario},
    {"report", "Say what stands out in a data set or in your own transactions", kLook, add_report},
    {"dashboard", "Write the dashboard, one page that opens in any browser", kLook, add_dashboard},
    {"serve", "Show a data set, or a simulation that runs, in a browser", kLook, add_serve},
    {"analyze", "Compute metrics of a data set or of your own transactions", kLook, add_analyze},
    {"query", "Run SQL over a data set", kLook, add_query},
    {"explain", "Show the draws behind a transaction or a customer", kLook, add_explain},
    {"verify", "Check a data set against its manifest and scenario", kLook, add_verify},
    {"verify-report", "Check every number of a report against its data", kLook, add_verify_report},
    {"schema", "Describe the tables and columns of a data set", kAbout, add_schema},
    {"config", "Show every setting and where it came from", kAbout, add_config},
    {"completion", "Print the completion script of a shell", kAbout, add_completion},
    {"man", "Print the manual page", kAbout, add_man},
    {"help", "Show help of the program or of a command", kAbout, add_help},
};

}  // namespace

void add_commands(CLI::App& root, int& code) {
  root.name("footfall");
  root.description(
      "Footfall simulates shoppers: describe them in YAML, get years of transactions.");
  root.footer(
      "footfall simulate                         # the default world into data/output\n"
      "footfall simulate india_retail --days 365 --format parquet --out shop\n"
      "footfall query shop \"SELECT persona, sum(amount) FROM transactions GROUP BY 1\"\n"
      "footfall scenario init my.yaml            # a commented scenario to start from");
  root.require_subcommand(1);
  add_global_options(root);
  for (const Command& command : kCommands) {
    CLI::App* app = root.add_subcommand(command.name, command.about);
    app->group(command.group)->fallthrough();
    command.add(*app, code);
    for (CLI::App* below : app->get_subcommands([](CLI::App*) { return true; }))
      below->fallthrough();
  }
}

}  // namespace footfall
