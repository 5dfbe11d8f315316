// Holds the parts of a document's header that tell of the data set as a whole, as JSON texts.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "dashboard/dashboard.h"
#include "dashboard/dimensions.h"

namespace footfall {

// What member "meta" tells, of documents, of the server and of a simulation that still runs.
struct DataMeta {
  Provenance provenance;
  Capabilities capabilities;
  Day first_day = 0;
  int days = 0;          // 0 without a transaction and a manifest
  int minor_digits = 2;  // decimals of amounts in the cubes
  bool personas_assigned = false;
  std::vector<std::string> notes;
};

// Reads it from the data. Errors: as Session::fetch.
Result<DataMeta> read_meta(Analysis& analysis, const Provenance& provenance);

// Returns member "meta".
std::string meta_json(const DataMeta& meta);

// Returns member "insights": texts without the marks that tie their figures to facts.
std::string insights_json(const std::vector<Insight>& insights);

}  // namespace footfall
