// Holds the metrics: each one SELECT in sql/NAME.sql, whose leading comment says what it measures,
// in which units, and what the data must have. Tables that several metrics read are SELECTs too,
// in sql/tables/, made when first needed, so that items are scanned once.
//
// FORMAT of the comment: lines `-- key: text`, continued by lines that begin with `--` and two or
// more blanks. Keys: name, title, definition, columns (one a line: `name (unit): meaning`), needs
// (members of Capabilities), tables, models (see model_tables.h), parameters (one a line: `name =
// default: meaning`), shown (columns that a narrow table keeps, the most telling first), source.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analytics/analysis.h"
#include "analytics/frame.h"
#include "analytics/metric_parameters.h"
#include "base/result.h"
#include "base/whole_file.h"

namespace footfall {

struct MetricColumn {
  std::string name, unit, meaning;
};

struct Metric {
  std::string name, title, definition, source;
  std::vector<MetricColumn> columns;
  std::vector<std::string> needs, tables, models, shown;
  std::vector<MetricParameter> parameters;
  std::string_view sql;
};

// Returns all metrics by name; read once.
const std::vector<Metric>& metrics();

// Returns the metric of that name, or nothing.
const Metric* find_metric(std::string_view name);

// Returns the units of the columns that a metric gave, by column; empty where none is said.
std::vector<std::string> units_of(const Frame& frame, const Metric& metric);

// Reads a metric out of the text of its file.
Metric parse_metric(std::string_view text);

// Returns what of the metric's needs the data lack, in words; empty when it can be run.
std::string lacking(const Analysis& analysis, const Metric& metric);

// Returns whether a metric has these parameters and takes their values. Error: kUsage.
Result<> check_parameters(const Metric& metric, const Parameters& parameters);

// Runs a metric. Parameters that are not given have their default. Errors: kUsage for an unknown
// metric or parameter, kInput when the data lack what it needs, kInterrupted.
Result<Frame> run_metric(Analysis& analysis, std::string_view name,
                         const Parameters& parameters = {});

// Fills a Parquet file with what a metric gives, row by row as run_metric returns it. REQUIRES: an
// analysis that may write path_to_fill(file).
Result<> write_metric(Analysis& analysis, std::string_view name, const Parameters& parameters,
                      const WholeFile& file);

// Makes shared table sql/tables/NAME.sql unless it exists, and those it reads.
Result<> make_shared_table(Analysis& analysis, const std::string& name);

}  // namespace footfall
