// A whole file of the user's: any bytes are refused with a reason, or become transactions whose
// figures are numbers, none of them more than the file has lines.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "analytics/metric.h"
#include "analytics/own_data.h"
#include "base/check.h"

using namespace footfall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const std::string bytes(reinterpret_cast<const char*>(data), size_bytes);
  const std::string path =
      std::filesystem::temp_directory_path() / ("footfall-fuzz-" + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << bytes;
  OwnData own;
  own.transactions = path;
  AnalysisOptions options;
  options.threads = 1;
  auto analysis = open_own_data(own, options);
  std::filesystem::remove(path);
  if (!analysis) {
    check(!analysis.error().message.empty(), "a refusal has a reason");
    check(analysis.error().category != ErrorCategory::kFailure, analysis.error().message.c_str());
    return 0;
  }
  const auto counted = analysis->session.fetch(
      "SELECT count(*), (SELECT count(*) FROM items), coalesce(sum(amount), 0)::DOUBLE, count(*) "
      "FILTER (date IS NULL OR amount IS NULL OR transaction_id IS NULL) FROM transactions");
  check(static_cast<bool>(counted), "transactions are counted");
  // Lines end with a feed, a return or the file.
  const auto lines = std::count(bytes.begin(), bytes.end(), '\n') +
                     std::count(bytes.begin(), bytes.end(), '\r') + 1;
  for (const size_t column : {0, 1})
    check(counted->columns[column].integers[0] <= lines, "a line is one row");
  check(std::isfinite(counted->columns[2].reals[0]), "revenue is a number");
  check(counted->columns[3].integers[0] == 0, "what is kept has time, amount and identifier");
  for (const char* name : {"kpi", "data_quality"}) {
    const auto figures = run_metric(*analysis, name, {});
    check(static_cast<bool>(figures), figures ? "" : figures.error().message.c_str());
    for (const FrameColumn& column : figures->columns) {
      for (size_t row = 0; row < column.reals.size(); ++row)
        check(column.missing(row) || std::isfinite(column.reals[row]), "figures are numbers");
    }
  }
  return 0;
}
