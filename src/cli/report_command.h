// Holds `footfall report`: the report of a data set or of the user's own transactions, written as a
// folder and told in a few lines; also as `simulate --export-summary` asks for it.
#pragma once
#include <string>
#include <string_view>

#include "report/report.h"

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of report to `app` and runs it as the app's callback; the exit code lands in
// `code`.
void add_report(CLI::App& app, int& code);

// Where a report lies, and the folder of its data; empty for the user's own files.
struct ReportPlace {
  std::string report, data;
  OwnSource own = {};
};

// Writes a report with the page that shows `document`, which it adds to the report's files where
// this build has a page. Errors: as write_report_folder.
Result<> write_report(Report& report, std::string_view document, const Provenance& from,
                      const ReportPlace& place);

// Writes the report of the data set in `folder`, and tells it unless `is_quiet`; returns the exit
// code.
int export_summary(const std::string& folder, bool is_quiet);

}  // namespace footfall
