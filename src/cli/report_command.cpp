#include "cli/report_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/data_flags.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/report_source.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "dashboard/dashboard.h"
#include "dashboard/key_figures.h"
#include "report/headline.h"
#include "report/insights_text.h"
#include "report/marked_text.h"
#include "report/report.h"
#include "run/manifest.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMostTold = 5;  // insights in the terminal; the report has all

struct ReportFlags {
  DataFlags data;
  std::string out;
  bool read_only = false, json = false;

  bool is_own() const { return !data.own.transactions.empty(); }
};

// Returns whether `inner` is `outer` or lies in it.
bool lies_in(const fs::path& inner, const fs::path& outer) {
  std::error_code code;
  const fs::path below =
      fs::weakly_canonical(inner, code).lexically_relative(fs::weakly_canonical(outer, code));
  return !below.empty() && *below.begin() != "..";
}

// Returns the folder to write, empty for none.
Result<std::string> target_of(const ReportFlags& flags) {
  if (flags.out.empty() && (flags.is_own() || flags.read_only)) return std::string();
  if (flags.out.empty()) return flags.data.folder + "/report";
  if (!flags.read_only) return flags.out;
  std::vector<fs::path> places;
  if (!flags.is_own()) places.emplace_back(flags.data.folder);
  for (const std::string& file :
       {flags.data.own.transactions, flags.data.own.items, flags.data.own.customers}) {
    if (!file.empty()) places.push_back(fs::absolute(file).parent_path());
  }
  for (const fs::path& place : places) {
    if (lies_in(flags.out, place)) {
      return Error{ErrorCategory::kUsage,
                   "--read-only: " + flags.out + " lies with the data, in " + place.string(), ""};
    }
  }
  return flags.out;
}

std::string told(const Report& report, const Provenance& from, const std::string& target) {
  const Style style = style_of(1);
  const auto columns = static_cast<size_t>(text_columns(1));
  std::string text;
  const std::string headline = headline_text(from.title, report.facts, report.notation);
  text += style.bold + wrapped(headline, columns, 0) + style.plain + "\n\n";
  for (size_t i = 0; i < report.insights.size() && i < kMostTold; ++i) {
    const Insight& insight = report.insights[i];
    text += "  • " + wrapped(plain_text(insight.headline), columns - 4, 4) + "\n";
    if (!insight.comparison.empty()) {
      text += "    " + style.dim + wrapped(plain_text(insight.comparison), columns - 4, 4) +
              style.plain + "\n";
    }
  }
  if (report.insights.empty()) text += "  Nothing stands out from chance in these data.\n";
  if (const size_t written = std::min(report.insights.size(), kMostInsights); written > kMostTold)
    text += "  … and " + std::to_string(written - kMostTold) + " more\n";
  if (!target.empty()) {
    text += "\n" + target + ": insights_report.md, executive_summary.json and " +
            std::to_string(report.files.size() - 2) + " more files\n";
  } else {
    text += "\nNothing was written; --out FOLDER keeps the whole report.\n";
  }
  return text;
}

Result<Report> make(const ReportFlags& flags, const Provenance& from, const std::string& target) {
  ReadingProgress progress(!global_options().quiet);
  auto analysis = open_data(flags.data, progress, "");
  if (!analysis) return analysis.error();
  auto report = make_report(*analysis, from);
  if (!report || target.empty()) return progress.clear(), report;
  std::string document;
  if (has_dashboard_page()) {
    auto made = dashboard_document(*analysis, {from, report->facts, report->insights});
    if (!made) return made.error();
    document = std::move(*made);
  }
  progress.clear();
  FOOTFALL_TRY(write_report(*report, document, from,
                            {target, flags.is_own() ? "" : flags.data.folder,
                             own_source_of(flags.data, analysis->notes, target)}));
  return report;
}

int run_report(const ReportFlags& flags) {
  if (!flags.is_own() && flags.data.folder.empty()) {
    return report({ErrorCategory::kUsage,
                   "name the folder of a data set, or your own file with --transactions", ""});
  }
  const auto target = target_of(flags);
  if (!target) return report(target.error());
  const auto from = provenance_of(flags.data);
  if (!from) return report(from.error());
  const auto made = make(flags, *from, *target);
  if (!made) return report(made.error());
  if (flags.json) return print(made->summary);
  return global_options().quiet ? 0 : print(told(*made, *from, *target));
}

}  // namespace

Result<> write_report(Report& report, std::string_view document, const Provenance& from,
                      const ReportPlace& place) {
  if (has_dashboard_page()) {
    report.files.push_back(
        {"dashboard.html", dashboard_page(document, key_figures_html(report, from.title))});
    std::sort(report.files.begin(), report.files.end(),
              [](const ReportFile& a, const ReportFile& b) { return a.name < b.name; });
  }
  std::error_code code;
  const std::string data =
      place.data.empty() ? "" : fs::relative(place.data, fs::absolute(place.report), code).string();
  return write_report_folder(place.report, report.files,
                             {kProgramVersion, from.manifest_hash, data, place.own});
}

int export_summary(const std::string& folder, bool is_quiet) {
  ReportFlags flags;
  flags.data.folder = folder;
  const std::string target = folder + "/report";
  const auto from = provenance_of(flags.data);
  if (!from) return report(from.error());
  const auto made = make(flags, *from, target);
  if (!made) return report(made.error());
  return is_quiet ? 0 : print("\n" + told(*made, *from, target));
}

void add_report(CLI::App& app, int& code) {
  auto flags = std::make_shared<ReportFlags>();
  add_data_flags(app, flags->data);
  app.add_option("--out,--output", flags->out,
                 "Folder to write; DIR/report of a data set, else nothing is written")
      ->type_name("FOLDER");
  app.add_flag("--read-only", flags->read_only,
               "Write nothing into the folder of the data; without --out nothing at all");
  app.add_flag("--json", flags->json, "Print the executive summary instead of text");
  app.footer(
      "footfall report data/output                      # into data/output/report\n"
      "footfall report --transactions sales.csv --out findings\n"
      "footfall report data/output --json | jq .totals.revenue");
  app.final_callback([flags, &code] { code = run_report(*flags); });
}

}  // namespace footfall
