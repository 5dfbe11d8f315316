// Holds run_query: one SELECT over a data set's tables, whatever format its files have, by DuckDB.
#pragma once
#include <string>

#include "base/result.h"

namespace footfall {

struct QueryOptions {
  std::string folder;            // of a data set, with its manifest.json
  std::string sql;               // one SELECT; tables are customers, transactions and items
  std::string format = "table";  // table, csv, json (an array of objects) or parquet
  std::string out = "-";         // file to write, or "-"
  std::string source;            // duckdb, parquet, csv or jsonl; empty takes the fastest there is
  int max_width = 60;            // widest column of a table, in characters
};

// Runs the SELECT with no access to other files; returns what to print, empty when it went to
// `out`. Errors: kInput for no data set or what DuckDB says about the SQL, kUsage, kIo,
// kUnavailable without the library.
Result<std::string> run_query(const QueryOptions& options);

}  // namespace footfall
