#include "cli/verify_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/data_flags.h"
#include "cli/figures.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/persona_table.h"
#include "cli/stop_signal.h"
#include "run/verify.h"

namespace footfall {

namespace {

// Returns a count as the summary of the simulation wrote it.
std::string count_of(const DataSet& data, uint64_t count) {
  const auto loaded = scenario_of(data);
  return loaded ? count_text(loaded->scenario.locale, static_cast<double>(count)) : grouped(count);
}

int verify(const std::string& folder) {
  const auto data = read_data_set(folder);
  if (!data) return report(data.error());
  stop_at_next_batch();
  ReadingProgress progress(!global_options().quiet);
  const auto totals = verify_data_set(*data, [&](double share) { return progress.tell(share); });
  progress.clear();
  if (!totals) return report(totals.error());
  // What was not looked at is told to the quiet as well.
  std::string text;
  for (const std::string& line : totals->notes) text += line + "\n";
  if (!global_options().quiet) {
    text += folder + " agrees with its manifest: " + counted(totals->files, "file", "files") +
            ", " + bytes_text(static_cast<double>(totals->bytes)) + ", " +
            count_of(*data, totals->rows) + (totals->rows == 1 ? " row" : " rows") + " read back\n";
  }
  return print(text);
}

}  // namespace

void add_verify(CLI::App& app, int& code) {
  auto folder = std::make_shared<std::string>();
  app.add_option("folder", *folder, "Folder of the data set")->required();
  app.footer("footfall verify data/output");
  app.final_callback([folder, &code] { code = verify(*folder); });
}

}  // namespace footfall
