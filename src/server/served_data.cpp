#include "server/served_data.h"

#include <nlohmann/json.hpp>

#include "analytics/frame_text.h"
#include "analytics/metric.h"
#include "analytics/quality.h"
#include "dashboard/dashboard.h"
#include "report/executive_summary.h"
#include "server/built_in_effects.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string meta_answer(const std::string& meta) {
  return "{\"schema_version\":1," + meta.substr(1);
}

ServedData::ServedData(Analysis analysis, Provenance provenance, std::string folder)
    : analysis_(std::move(analysis)),
      provenance_(std::move(provenance)),
      folder_(std::move(folder)) {}

Result<std::unique_ptr<ServedData>> open_served_data(const std::string& folder,
                                                     const AnalysisOptions& options) {
  auto provenance = provenance_of_data_set(folder);
  if (!provenance) return provenance.error();
  auto analysis = open_data_set(folder, options);
  if (!analysis) return analysis.error();
  return std::make_unique<ServedData>(std::move(*analysis), std::move(*provenance), folder);
}

Result<std::string> ServedData::meta() {
  const std::lock_guard lock(mutex_);
  if (!meta_) {
    auto meta = read_meta(analysis_, provenance_);
    if (!meta) return meta.error();
    meta_ = std::move(*meta);
  }
  meta_->notes = analysis_.notes;  // which a report may have added to
  return meta_answer(meta_json(*meta_));
}

Result<> ServedData::compute_report() {
  if (report_) return Done{};
  auto report = make_report(analysis_, provenance_);
  if (!report) return report.error();
  report_.emplace(std::move(*report));
  return Done{};
}

Result<std::string> ServedData::facts() {
  const std::lock_guard lock(mutex_);
  FOOTFALL_TRY(compute_report());
  return facts_json(report_->facts);
}

Result<Facts> ServedData::fact_list() {
  const std::lock_guard lock(mutex_);
  FOOTFALL_TRY(compute_report());
  return report_->facts;
}

Result<Report> ServedData::report() {
  const std::lock_guard lock(mutex_);
  FOOTFALL_TRY(compute_report());
  return *report_;
}

Result<std::string> ServedData::document() {
  const std::lock_guard lock(mutex_);
  if (!document_.empty()) return document_;
  FOOTFALL_TRY(compute_report());
  auto document =
      dashboard_document(analysis_, {provenance_, report_->facts, report_->insights}, {});
  if (document) document_ = *document;
  return document;
}

Result<std::string> ServedData::metric(const std::string& name, const QueryWords& words) {
  const Metric* metric = find_metric(name);
  if (metric == nullptr) return Error{ErrorCategory::kUsage, "there is no analysis " + name, ""};
  Parameters parameters;
  for (const auto& [word, text] : words) {
    if (word != "run") parameters[word] = parse_value(text);
  }
  const std::lock_guard lock(mutex_);
  if (name == "data_quality") FOOTFALL_TRY(check_quality(analysis_));
  const auto frame = run_metric(analysis_, name, parameters);
  if (!frame) return frame.error();
  return "{\"name\": " + Json(name).dump() + ", \"title\": " + Json(metric->title).dump() + ", " +
         frame_members_json(*frame, {units_of(*frame, *metric)}) + "}\n";
}

Result<std::string> ServedData::rows(const RowsQuery& query) {
  const std::lock_guard lock(mutex_);
  const auto count = analysis_.session.fetch(query.count_sql, query.parameters);
  if (!count) return count.error();
  const auto frame = analysis_.session.fetch(query.rows_sql, query.parameters);
  if (!frame) return frame.error();
  std::vector<std::string> units;
  const Schema& schema = schema_of(query.table);
  for (const FrameColumn& column : frame->columns) {
    units.emplace_back();
    for (const Column& known : schema.columns) {
      if (known.name == column.name) units.back() = known.unit;
    }
  }
  return "{\"table\": \"" + std::string(schema.name) +
         "\", \"total\": " + std::to_string(count->columns[0].integers[0]) +
         ", \"limit\": " + std::to_string(query.limit) +
         ", \"offset\": " + std::to_string(query.offset) + ", " +
         frame_members_json(*frame, {units}) + "}\n";
}

}  // namespace footfall
