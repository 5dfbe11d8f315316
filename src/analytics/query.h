// Holds run_query: one SELECT over a data set's tables, whatever format its files have, by DuckDB.
#pragma once
#include <functional>
#include <string>

#include "base/result.h"

namespace footfall {

struct QueryOptions {
  std::string folder;            // of a data set, with its manifest.json
  std::string sql;               // one SELECT; tables are customers, transactions and items
  std::string format = "table";  // table, csv, json (an array of objects) or parquet
  std::string out = "-";         // file to write, or "-"
  bool overwrite = false;        // whether that file may exist already
  std::string source;            // duckdb, parquet, csv or jsonl; empty takes the fastest there is
  int max_width = 60;            // widest column of a table, in characters
  size_t columns = 0;            // of the terminal, to which a table must fit; 0 for no limit
  std::function<bool()> stops;   // asked now and then; true interrupts the work
};

// Runs the SELECT with no access to other files; returns what to print, empty when it went to
// `out`, which is written whole or not at all. Errors: kInput for no data set, what DuckDB says
// about the SQL or a file that exists already, kUsage, kIo, kInterrupted, kUnavailable without the
// library.
Result<std::string> run_query(const QueryOptions& options);

}  // namespace footfall
