#include "cli/global_options.h"

#include <CLI/CLI.hpp>

#include "cli/allowed.h"

namespace footfall {

GlobalOptions& global_options() {
  static GlobalOptions options;
  return options;
}

void add_global_options(CLI::App& root) {
  constexpr const char* kGroup = "Common options";
  GlobalOptions& common = global_options();
  root.set_help_flag("-h,--help", "Show help, examples first")->group(kGroup)->configurable(false);
  // Answered before the words are parsed; here so that help and completion know it.
  root.add_flag("--version")
      ->description("Print the version; with --json as an object")
      ->group(kGroup)
      ->configurable(false);
  root.add_flag("-q,--quiet", common.quiet, "Print no summary, progress or warning")->group(kGroup);
  root.add_flag("--no-color", common.no_color, "No colour (NO_COLOR and TERM=dumb do the same)")
      ->group(kGroup);
  allow_one_of(root.add_option("--log-level", common.log_level,
                               "Least important level that is logged to standard error"),
               {"DEBUG", "INFO", "WARNING", "ERROR"})
      ->type_name("LEVEL")
      ->capture_default_str()
      ->group(kGroup);
  allow_one_of(root.add_option("--log-format", common.log_format,
                               "Log lines as text, or as JSON objects, errors included"),
               {"text", "json"})
      ->capture_default_str()
      ->group(kGroup);
  root.add_option("--log-file", common.log_file, "Append the log to a file as well")
      ->type_name("FILE")
      ->group(kGroup);
  root.add_option("--settings", common.settings,
                  "Settings file to read instead of footfall.yaml in the working folder")
      ->type_name("FILE")
      ->configurable(false)
      ->group(kGroup);
}

}  // namespace footfall
