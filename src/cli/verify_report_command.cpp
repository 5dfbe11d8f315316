#include "cli/verify_report_command.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/io_error.h"
#include "cli/data_flags.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/report_source.h"
#include "report/report.h"
#include "report/report_check.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

constexpr const char* kReport = "insights_report.md";

struct VerifyFlags {
  std::string place;  // a text, the folder of a report, or that of a data set
  DataFlags data;
};

Result<std::string> read_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  if (!stream) return io_error("read", path);
  return text.str();
}

// Returns the folder of the report that `place` means.
std::string folder_of(const std::string& place) {
  if (!fs::is_directory(place)) {
    const std::string parent = fs::path(place).parent_path().string();
    return parent.empty() ? "." : parent;
  }
  return fs::exists(place + "/" + kReport) || !fs::exists(place + "/report/" + kReport)
             ? place
             : place + "/report";
}

// Finds the data where the flags do not name them: where the report says, or the folder above.
Result<> find_data(const std::string& folder, DataFlags& data) {
  if (!data.folder.empty()) return Done{};
  const auto manifest = read_report_manifest(folder);
  if (!data.own.transactions.empty()) {
    if (manifest) take_own_options(manifest->own, data);
    return Done{};
  }
  if (manifest && !manifest->data.empty()) {
    data.folder = (fs::path(folder) / manifest->data).lexically_normal().string();
  } else if (manifest && !manifest->own.files.empty()) {
    take_own_source(manifest->own, folder, data);
    return Done{};
  } else if (!manifest && fs::exists(folder + "/../manifest.json")) {
    data.folder = folder + "/..";
  }
  if (!data.folder.empty()) return Done{};
  return Error{ErrorCategory::kUsage,
               "cannot tell which data " + folder +
                   " is about; name them with --data DIR, or --transactions FILE as for report",
               ""};
}

struct Checked {
  size_t numbers = 0, files = 0, wrong = 0;
};

void tell(const std::string& path, const std::vector<Mismatch>& mismatches, Checked& checked) {
  for (const Mismatch& mismatch : mismatches)
    std::fprintf(stderr, "%s:%zu: %s\n", path.c_str(), mismatch.line, mismatch.what.c_str());
  checked.wrong += mismatches.size();
}

Result<> check_file(const std::string& path, const Report& report, Checked& checked) {
  const auto text = read_text(path);
  if (!text) return text.error();
  const TextCheck found = check_text(*text, report.facts, report.notation);
  checked.numbers += found.checked;
  tell(path, found.mismatches, checked);
  return Done{};
}

// The files beside the text are what the program makes of the data.
Result<> check_folder(const std::string& folder, const Report& report, Checked& checked) {
  for (const ReportFile& file : report.files) {
    const std::string path = folder + "/" + file.name;
    if (file.name == kReport) {
      FOOTFALL_TRY(check_file(path, report, checked));
      continue;
    }
    if (!fs::exists(path)) continue;
    const auto text = read_text(path);
    if (!text) return text.error();
    ++checked.files;
    if (const auto difference = first_difference(*text, file.text))
      tell(path, {*difference}, checked);
  }
  return Done{};
}

Result<Checked> verify(VerifyFlags flags) {
  const std::string folder = folder_of(flags.place);
  if (!fs::exists(flags.place)) return io_error("read", flags.place, ENOENT);
  FOOTFALL_TRY(find_data(folder, flags.data));
  const auto from = provenance_of(flags.data);
  if (!from) return from.error();
  ReadingProgress progress(!global_options().quiet);
  auto analysis = open_data(flags.data, progress, "");
  if (!analysis) return analysis.error();
  if (const auto manifest = read_report_manifest(folder);
      manifest && !flags.data.own.transactions.empty())
    FOOTFALL_TRY(compare_roles(manifest->own, analysis->notes));
  const auto report = make_report(*analysis, *from);
  progress.clear();
  if (!report) return report.error();
  Checked checked;
  FOOTFALL_TRY(fs::is_directory(flags.place) ? check_folder(folder, *report, checked)
                                             : check_file(flags.place, *report, checked));
  return checked;
}

int run_verify(const VerifyFlags& flags) {
  const auto checked = verify(flags);
  if (!checked) return report(checked.error());
  if (checked->wrong != 0) {
    return report({ErrorCategory::kGate,
                   flags.place + " disagrees with the data in " + std::to_string(checked->wrong) +
                       (checked->wrong == 1 ? " place" : " places"),
                   ""});
  }
  if (global_options().quiet) return 0;
  std::string text = flags.place + " agrees with the data: " + std::to_string(checked->numbers) +
                     " numbers and names";
  if (checked->files != 0) text += ", " + std::to_string(checked->files) + " files";
  return print(text + "\n");
}

}  // namespace

void add_verify_report(CLI::App& app, int& code) {
  auto flags = std::make_shared<VerifyFlags>();
  app.add_option("report", flags->place, "The text of a report, its folder, or a data set's folder")
      ->required();
  add_data_flags(app, flags->data);
  app.add_option("--data", flags->data.folder, "Folder of the data set that the report is about")
      ->type_name("DIR");
  app.footer(
      "footfall verify-report data/output                       # text and files of its report\n"
      "footfall verify-report my_edited.md --data data/output\n"
      "footfall verify-report findings --transactions sales.csv");
  app.final_callback([flags, &code] { code = run_verify(*flags); });
}

}  // namespace footfall
