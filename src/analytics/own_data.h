// Holds how the user's own transactions become an Analysis: columns are recognised, rows are read
// with every value checked, those that cannot count are left out by stated rules and reported.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"

namespace footfall {

struct OwnData {
  std::string transactions;  // a file, or FILE:TABLE for DuckDB; one row a transaction or a line
  std::string items;         // one row a line, if they are apart; or empty
  std::string customers;     // one row a customer, or empty
  std::map<std::string, std::string> columns;  // by role, as told by the user; "-" for none
  std::string encoding = "auto";               // auto, utf-8, latin-1, windows-1252, cp1252
  char delimiter = 0;                          // of CSV; 0 to guess
  std::string time_format;                     // of strptime; empty to guess
  std::string currency, symbol;                // to print
  // Names of customers that stand for unknown buyers besides the usual ones; "none" alone: all
  // stay.
  std::vector<std::string> unknown_customers = {};
};

// Opens the files, read-only. Rules: see docs/analytics.md. Errors: kIo, kUsage, kInput with what
// was understood and what is missing.
Result<Analysis> open_own_data(const OwnData& data, const AnalysisOptions& options);

}  // namespace footfall
