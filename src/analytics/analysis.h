// Holds Analysis: transactions opened for reading, ours or the user's own, in the one shape that
// all metrics are written for: views customers, transactions, items, item_facts (items with what
// their transaction says), customer_days (purchases by known customer and day) and period (one
// row: first_date, last_date, days), and table closed_dates (date). Amounts have the SQL type
// `money`.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analytics/session.h"
#include "analytics/shop_calendar.h"
#include "base/result.h"

namespace footfall {

// Which parts of the shape the data have; the columns of the others are NULL, their tables empty.
struct Capabilities {
  bool customers = false;    // a table of customers, buyers or not
  bool items = false;        // lines with a category
  bool customer = false;     // who bought
  bool persona = false;      // of the customer
  bool festival = false;     // which days lie in one
  bool time_of_day = false;  // not only the date
  bool quantity = false;     // units of a line
  bool lines = false;        // number of lines of a transaction
  bool units = false;        // number of units of a transaction
  std::string currency;      // ISO code, or empty
  std::string symbol;        // of the currency, or empty
};

struct AnalysisOptions {
  std::string source;  // format to read of one of our data sets; empty takes the fastest
  int threads = 0;     // 0 takes all cores
  int64_t memory_bytes = 5LL << 29;         // 2.5 GiB; what is larger goes to temporary files
  std::string out;                          // the one file that SQL may write, or empty
  std::function<bool(double)> on_progress;  // see SessionOptions
};

// How transactions were read; what metrics need to know to read items and days fast.
struct Shape {
  bool ids_tell_day = false;       // transaction_id holds day and customer, see ARCHITECTURE.md
  bool one_trip_a_day = false;     // a customer has at most one transaction a day
  bool items_agree = false;        // transactions were made of the items
  bool personas_assigned = false;  // by assign_personas
  bool quality_checked = false;    // by check_quality
};

struct FittedModel {
  std::string parameters;
  std::vector<std::string> notes;
};

struct Analysis {
  Session session;
  Capabilities capabilities;
  Shape shape;
  std::vector<std::string> notes;                // how the input was understood, a line each
  std::set<std::string, std::less<>> made = {};  // shared tables that exist, see metric.h
  // By model that was fitted (see model_tables.h): with which parameters, and its limits in words.
  std::map<std::string, FittedModel, std::less<>> models = {};
  // What metrics gave, by name and parameters: report and dashboard ask for the same. Small ones.
  std::map<std::pair<std::string, Parameters>, Frame> results = {};
  std::vector<std::pair<std::string, uint64_t>> manifest_rows = {};  // by table, if it is ours
  ShopCalendar calendar = {};                                        // also beyond the period
};

// Opens a data set of ours by its manifest. Errors: kInput, kUnavailable without DuckDB.
Result<Analysis> open_data_set(const std::string& folder, const AnalysisOptions& options);

// Returns a SELECT of the personas' names in the order in which figures colour them: that of the
// scenario, sold or not, else by revenue. REQUIRES: capabilities.persona, shared table day_hours.
std::string personas_in_order(const Analysis& analysis);

// Gives every customer the persona (or segment) of `personas`, with columns customer_id and
// persona, in place of what the data say. Metrics run afterwards use it.
Result<> assign_personas(Analysis& analysis, const Frame& personas);

// Drops the tables that metrics share, and forgets models and results, so that they are made anew.
Result<> forget_shared_tables(Analysis& analysis);

// Makes the views of the shape. REQUIRES: read_transactions and read_items exist, with the columns
// of transactions and items; and money, customers, period.
Result<> make_views(Analysis& analysis);

// Returns SELECT list and NULLs for a table of ours, read from a relation with these columns.
// `table` is customers, transactions or items.
std::string canonical_columns(const std::string& table, const Frame& columns);

}  // namespace footfall
