// The program: picks a subcommand; flags without one belong to simulate, as in the original
// program.
#include <CLI/CLI.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "cli/analyze_command.h"
#include "cli/explain_command.h"
#include "cli/process.h"
#include "cli/query_command.h"
#include "cli/scenario_command.h"
#include "cli/simulate.h"
#include "cli/verify_command.h"
#include "run/manifest.h"

namespace {

int run(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::printf("footfall %s\n", footfall::kProgramVersion);
    return 0;
  }
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0].rfind("--", 0) == 0 && words[0] != "--help")
    words.insert(words.begin(), "simulate");
  std::reverse(words.begin(), words.end());
  CLI::App app{
      "Footfall simulates shoppers: a YAML file becomes customers, transactions and items.",
      "footfall"};
  app.require_subcommand(1);
  app.footer(
      "Example: footfall simulate scenarios/india_retail.yaml --days 60 --format csv,parquet --out "
      "shop");
  int code = 0;
  footfall::add_simulate(*app.add_subcommand("simulate", "Play a scenario and write its data set"),
                         code);
  footfall::add_query(*app.add_subcommand("query", "Run SQL over a data set"), code);
  footfall::add_analyze(*app.add_subcommand("analyze", "Compute a metric of transactions"), code);
  footfall::add_scenario(*app.add_subcommand("scenario", "Write, check and tune scenarios"), code);
  footfall::add_explain(*app.add_subcommand("explain", "Show the draws behind a transaction"),
                        code);
  footfall::add_verify(*app.add_subcommand("verify", "Hold a data set to its manifest"), code);
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    const int parsed = app.exit(error, std::cout, std::cerr);
    return parsed == 0 ? 0 : 2;
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  return footfall::run_guarded([&] { return run(argc, argv); });
}
