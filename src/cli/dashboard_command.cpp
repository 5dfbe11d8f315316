#include "cli/dashboard_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/allowed.h"
#include "cli/data_flags.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/report_source.h"
#include "dashboard/dashboard.h"
#include "dashboard/key_figures.h"
#include "report/report.h"

namespace footfall {

namespace {

struct DashboardFlags {
  DataFlags data;
  std::string out = "dashboard.html";
  bool document = false, overwrite = false;
  int most_kilobytes = 900;

  bool is_own() const { return !data.own.transactions.empty(); }
};

struct Made {
  std::string document, figures;  // what page and browsers without scripts show
};

Result<Made> make(const DashboardFlags& flags) {
  ReadingProgress progress(!global_options().quiet);
  const auto from = provenance_of(flags.data);
  if (!from) return from.error();
  auto analysis = open_data(flags.data, progress, "");
  if (!analysis) return analysis.error();
  const auto told = make_report(*analysis, *from);
  if (!told) return told.error();
  auto document = dashboard_document(*analysis, {*from, told->facts, told->insights},
                                     {static_cast<size_t>(flags.most_kilobytes) * 1000});
  progress.clear();
  if (!document) return document.error();
  return Made{std::move(*document), key_figures_html(*told, from->title)};
}

Result<> write(const DashboardFlags& flags) {
  auto file = begin_output(flags.data, flags.out, flags.overwrite);
  if (!file) return file.error();
  const auto made = make(flags);
  if (!made) return made.error();
  FOOTFALL_TRY(
      file->write(flags.document ? made->document : dashboard_page(made->document, made->figures)));
  return file->commit();
}

int run_dashboard(const DashboardFlags& flags) {
  if (!flags.is_own() && flags.data.folder.empty()) {
    return report({ErrorCategory::kUsage,
                   "name the folder of a data set, or your own file with --transactions", ""});
  }
  if (!flags.document && !has_dashboard_page()) return report(no_dashboard_page());
  const auto written = write(flags);
  if (!written) return report(written.error());
  return global_options().quiet ? 0 : print(flags.out + "\n");
}

}  // namespace

void add_dashboard(CLI::App& app, int& code) {
  auto flags = std::make_shared<DashboardFlags>();
  add_data_flags(app, flags->data);
  app.add_option("--out,--output", flags->out, "File to write")
      ->type_name("FILE")
      ->capture_default_str();
  app.add_flag("--overwrite", flags->overwrite, "Replace the file of --out if it exists");
  app.add_flag("--document", flags->document,
               "Write the page's data alone (docs/dashboard_data.md), for programs");
  allow_whole(app.add_option("--most-kilobytes", flags->most_kilobytes,
                             "Largest size of the data, compressed; beyond it they are less "
                             "detailed; 0 for no limit"),
              0, 1'000'000)
      ->type_name("N")
      ->capture_default_str();
  app.footer(
      "footfall dashboard data/output                   # dashboard.html, opens in any browser\n"
      "footfall dashboard --transactions sales.csv --out sales.html\n"
      "footfall dashboard data/output --document --out data.ffd.gz");
  app.final_callback([flags, &code] { code = run_dashboard(*flags); });
}

}  // namespace footfall
