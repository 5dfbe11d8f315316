// Holds ServedData, a data set that the server shows: opened once, each answer computed when it is
// first asked for, and kept where it does not depend on the question.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"
#include "dashboard/document_header.h"
#include "report/report.h"
#include "server/rows_query.h"

namespace footfall {

// Returns what /api/v1/meta answers of a data set, from member "meta" of its document.
std::string meta_answer(const std::string& meta);

// THREADS: any; one at a time is answered.
class ServedData {
 public:
  ServedData(Analysis analysis, Provenance provenance, std::string folder);

  const Provenance& provenance() const { return provenance_; }
  // Returns the folder, empty for the user's own files.
  const std::string& folder() const { return folder_; }

  // Returns meta information, as JSON.
  Result<std::string> meta();
  // Returns facts.json of the report.
  Result<std::string> facts();
  Result<Facts> fact_list();
  // Returns the report, without the page that shows the document.
  Result<Report> report();
  // Returns the dashboard's document, gzipped.
  Result<std::string> document();
  // Returns a metric's columns and rows, as JSON. Errors: as run_metric.
  Result<std::string> metric(const std::string& name, const QueryWords& words);
  // Returns the rows asked for, and how many there are in all, as JSON.
  Result<std::string> rows(const RowsQuery& query);

 private:
  Result<> compute_report();

  std::mutex mutex_;
  Analysis analysis_;
  const Provenance provenance_;
  const std::string folder_;
  std::optional<DataMeta> meta_;
  std::optional<Report> report_;
  std::string document_;
};

// Opens a data set of ours. `on_progress` as in AnalysisOptions. Errors: as open_data_set.
Result<std::unique_ptr<ServedData>> open_served_data(const std::string& folder,
                                                     const AnalysisOptions& options);

}  // namespace footfall
