// Holds where the tables of one of our data sets are: what its manifest lists, in the format that
// is fastest to read, and the SQL that reads them.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analytics/session.h"
#include "analytics/shop_calendar.h"
#include "base/result.h"

namespace footfall {

struct DataFile {
  std::string path;    // absolute
  std::string table;   // or "all"
  uint64_t bytes = 0;  // by the manifest
  uint64_t rows = 0;
};

struct DataFiles {
  std::string source;  // duckdb, parquet, csv or jsonl
  std::vector<DataFile> files;
  std::string manifest;               // its text
  std::string first_date, last_date;  // of the period, YYYY-MM-DD; empty when not named
  std::string currency, symbol;       // of the scenario; empty when it names none
  ShopCalendar calendar;              // of the scenario
  std::vector<std::pair<std::string, uint64_t>> rows;  // by table, by the manifest
};

// SQL to read one table.
struct TableScan {
  std::string table;
  std::string sql;  // what may stand after FROM
};

// Finds the files of `folder` in format `source`, or in the fastest there is when it is empty.
// Errors: kInput for no data set, no such format, or a path that leaves the folder.
Result<DataFiles> find_data_files(const std::string& folder, const std::string& source);

// Makes the files known to the session, read-only, and returns how to read each table.
Result<std::vector<TableScan>> open_data_files(Session& session, const DataFiles& files);

// Returns the paths of all files.
std::vector<std::string> paths_of(const DataFiles& files);

}  // namespace footfall
