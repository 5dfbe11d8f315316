#include "cli/verify_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/figures.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "run/verify.h"

namespace footfall {

namespace {

int verify(const std::string& folder) {
  const auto data = read_data_set(folder);
  if (!data) return report(data.error());
  const auto totals = verify_data_set(*data);
  if (!totals) return report(totals.error());
  // What was not looked at is told to the quiet as well.
  std::string text;
  for (const std::string& line : totals->notes) text += line + "\n";
  if (!global_options().quiet) {
    text += folder + " agrees with its manifest: " + grouped(totals->files) + " files, " +
            bytes_text(static_cast<double>(totals->bytes)) + ", " + grouped(totals->rows) +
            " rows read back\n";
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
