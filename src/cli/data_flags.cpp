#include "cli/data_flags.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "analytics/quality.h"
#include "analytics/role_map.h"
#include "analytics/segment_personas.h"
#include "base/currency.h"
#include "cli/allowed.h"
#include "cli/global_options.h"
#include "cli/message.h"
#include "cli/stop_signal.h"

namespace footfall {

namespace {

// Returns the first option given that is of the user's own transactions; empty without one.
std::string own_option(const DataFlags& flags) {
  const std::pair<bool, const char*> kGiven[] = {
      {!flags.own.items.empty(), "--items"},
      {!flags.own.customers.empty(), "--customers"},
      {!flags.maps.empty(), "--map"},
      {!flags.own.unknown_customers.empty(), "--unknown-customers"},
      {!flags.own.time_format.empty(), "--time-format"},
      {!flags.own.currency.empty(), "--currency"}};
  for (const auto& [is_given, name] : kGiven) {
    if (is_given) return name;
  }
  return "";
}

Result<Analysis> open(const DataFlags& flags, const AnalysisOptions& options) {
  if (flags.own.transactions.empty()) {
    const std::string own = own_option(flags);
    if (!flags.folder.empty() && !own.empty()) {
      return Error{
          ErrorCategory::kUsage,
          own + " goes with --transactions; " + flags.folder + " says itself what it holds", ""};
    }
    if (!flags.folder.empty()) return open_data_set(flags.folder, options);
    return Error{ErrorCategory::kUsage,
                 "name the folder of a data set, or your own file with --transactions", ""};
  }
  if (!flags.folder.empty())
    return Error{ErrorCategory::kUsage, "either a data set or --transactions, not both", ""};
  OwnData own = flags.own;
  if (!own.currency.empty() && find_currency(own.currency) == nullptr) {
    const std::string near = nearest_currency(own.currency);
    return Error{ErrorCategory::kUsage,
                 "--currency takes a code of ISO 4217, as EUR, not " + own.currency +
                     (near.empty() ? "" : "; did you mean " + near + "?"),
                 ""};
  }
  for (const std::string& map : flags.maps) FOOTFALL_TRY(read_role_map(map, own.columns));
  if (flags.delimiter == "\\t" || flags.delimiter == "tab") {
    own.delimiter = '\t';
  } else if (flags.delimiter.size() > 1 ||
             flags.delimiter.find_first_of("\"\r\n") != std::string::npos) {
    return Error{ErrorCategory::kUsage,
                 "--delimiter is one character, neither a quote nor a line's end, or tab", ""};
  } else if (!flags.delimiter.empty()) {
    own.delimiter = flags.delimiter[0];
  }
  return open_own_data(own, options);
}

// Returns whether `path` lies in `folder`, other than in its report.
bool is_within(const std::filesystem::path& path, const std::string& folder) {
  std::error_code code;
  const auto relative = std::filesystem::canonical(path, code)
                            .lexically_relative(std::filesystem::canonical(folder, code));
  return !code && !relative.empty() && *relative.begin() != ".." && *relative.begin() != "report";
}

// Returns whether the command reads `path`: one of the user's files, or one of a data set's.
bool is_read(const DataFlags& flags, const std::string& path) {
  std::error_code code;
  if (!std::filesystem::exists(path, code)) return false;
  for (const std::string& own : {flags.own.transactions, flags.own.items, flags.own.customers}) {
    const bool is_file = std::filesystem::exists(own, code);
    const std::string file = is_file ? own : own.substr(0, own.rfind(':'));  // FILE.duckdb:TABLE
    if (std::filesystem::equivalent(path, file, code)) return true;
  }
  return !flags.folder.empty() && is_within(path, flags.folder);
}

}  // namespace

Result<WholeFile> begin_output(const DataFlags& flags, const std::string& target, bool overwrite) {
  if (is_read(flags, target)) {
    return Error{ErrorCategory::kUsage, "--out " + target + " is what is read; name another file",
                 target};
  }
  return WholeFile::begin(target, overwrite);
}

ReadingProgress::ReadingProgress(bool is_shown) : is_shown_(is_shown && ::isatty(2) != 0) {}

ReadingProgress::~ReadingProgress() { clear(); }

bool ReadingProgress::tell(double share) {
  if (stop_requested) return false;
  if (!is_shown_ || std::chrono::steady_clock::now() - began_ < std::chrono::seconds(1))
    return true;
  if (share < 0) return true;
  std::fprintf(stderr, "\r\033[Kreading … %2.0f %%", share * 100);
  is_dirty_ = true;
  return true;
}

void ReadingProgress::clear() {
  if (is_dirty_) std::fprintf(stderr, "\r\033[K");
  is_dirty_ = false;
}

void add_data_flags(CLI::App& app, DataFlags& flags) {
  app.add_option("folder", flags.folder, "Folder of a data set");
  app.add_option("--transactions", flags.own.transactions,
                 "Your own transactions instead: CSV, JSON, Parquet or FILE.duckdb:TABLE")
      ->type_name("FILE");
  app.add_option("--items", flags.own.items, "Your own lines of baskets, if they are apart")
      ->type_name("FILE");
  app.add_option("--customers", flags.own.customers, "Your own customers")->type_name("FILE");
  app.add_option("--map", flags.maps,
                 "Meaning of your columns where the guess is wrong: customer=CustomerID,time=…")
      ->type_name("ROLE=COLUMN")
      ->take_all();
  app.add_option("--unknown-customers", flags.own.unknown_customers,
                 "Names in your data that stand for unknown buyers, besides Walk-in, Cash, Guest "
                 "and the like; none: all are customers")
      ->type_name("NAME,…")
      ->delimiter(',');
  app.add_option("--time-format", flags.own.time_format, "Of your times, as in %d/%m/%Y %H:%M")
      ->type_name("FORMAT");
  allow_one_of(app.add_option("--encoding", flags.own.encoding,
                              "Of your CSV files: auto, utf-8, windows-1252 (cp1252) or latin-1"),
               {"auto", "utf-8", "latin-1", "windows-1252", "cp1252"})
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("--delimiter", flags.delimiter, "Of your CSV files; guessed otherwise")
      ->type_name("CHARACTER");
  app.add_option("--currency", flags.own.currency, "Of your amounts, as EUR")->type_name("CODE");
  allow_one_of(app.add_option("--from", flags.source,
                              "Files to read where the data set has several formats"),
               {"duckdb", "parquet", "csv", "jsonl"});
  allow_one_of(app.add_option("--segments", flags.segments,
                              "Put customers without personas into segments by what they do"),
               {"auto", "none"})
      ->capture_default_str();
  app.add_flag("--strict", flags.strict, "Exit with 5 when the data have problems");
  allow_whole(app.add_option("--threads", flags.threads, "Threads, 0 for all cores"), 0, 1024)
      ->type_name("N")
      ->capture_default_str();
}

Result<Analysis> open_data(const DataFlags& flags, ReadingProgress& progress,
                           const std::string& out) {
  AnalysisOptions options;
  options.source = flags.source;
  options.threads = flags.threads;
  options.out = out;
  options.on_progress = [&](double share) { return progress.tell(share); };
  auto analysis = open(flags, options);
  progress.clear();
  if (!analysis) return analysis;
  const bool is_changed = flags.own.transactions.empty() && !analysis->notes.empty();
  if (flags.strict || is_changed) FOOTFALL_TRY(check_quality(*analysis));
  const auto problems = quality_problems(*analysis);
  if (!problems) return problems.error();
  if (flags.strict && !problems->empty())
    return Error{ErrorCategory::kGate, "the data have problems: " + *problems, ""};
  if (flags.segments == "auto") FOOTFALL_TRY(assign_segments(*analysis));
  progress.clear();
  if (global_options().quiet) return analysis;
  for (const std::string& note : analysis->notes) tell(note);
  if (!problems->empty())
    tell("problems: " + *problems + " (footfall analyze data_quality shows all)");
  return analysis;
}

}  // namespace footfall
