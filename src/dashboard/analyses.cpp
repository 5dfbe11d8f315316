#include "dashboard/analyses.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <nlohmann/json.hpp>

#include "analytics/metric.h"
#include "base/date.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostRows = 2000;  // of one analysis: more is for footfall analyze

constexpr const char* kNames[] = {"kpi",
                                  "daily",
                                  "persona_performance",
                                  "uplift_festival",
                                  "uplift_weekend",
                                  "weekday_hour",
                                  "rfm",
                                  "rfm_cells",
                                  "cohorts",
                                  "affinity",
                                  "categories",
                                  "category_months",
                                  "concentration",
                                  "lorenz",
                                  "clv_distribution",
                                  "forecast",
                                  "forecast_backtest",
                                  "anomalies",
                                  "basket_distribution",
                                  "spend_distribution",
                                  "data_quality",
                                  "reorder"};

// Sums in another order of rows differ in the last digits: nine are the same in every run.
Json number_json(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", value);
  const double rounded = std::strtod(text, nullptr);
  if (rounded == std::floor(rounded) && std::abs(rounded) < 9e15)
    return static_cast<int64_t>(rounded);
  return rounded;
}

std::string two(int64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "%02d", static_cast<int>(number));
  return text;
}

// A timestamp as ISO 8601, seconds since 1970-01-01.
std::string timestamp_text(int64_t seconds) {
  const int64_t day = seconds >= 0 ? seconds / 86'400 : -((-seconds + 86'399) / 86'400);
  const int64_t rest = seconds - day * 86'400;
  return format_date(static_cast<Day>(day)) + "T" + two(rest / 3600) + ":" + two(rest / 60 % 60) +
         ":" + two(rest % 60);
}

Json cell_json(const FrameColumn& column, size_t row) {
  if (column.missing(row)) return nullptr;
  switch (column.kind) {
    case ValueKind::kInteger:
      return column.integers[row];
    case ValueKind::kReal:
      return column.decimals >= 0 ? Json(column.reals[row]) : number_json(column.reals[row]);
    case ValueKind::kText:
      return column.texts[row];
    case ValueKind::kFlag:
      return column.integers[row] != 0;
    case ValueKind::kDate:
      return format_date(static_cast<Day>(column.integers[row]));
    case ValueKind::kTimestamp:
      return timestamp_text(column.integers[row]);
  }
  return nullptr;
}

Json frame_as_json(const Frame& frame, const Metric& metric) {
  constexpr const char* kKinds[] = {"integer", "real", "text", "flag", "date", "timestamp"};
  Json columns = Json::array(), rows = Json::array();
  for (const FrameColumn& column : frame.columns) {
    const auto known =
        std::find_if(metric.columns.begin(), metric.columns.end(),
                     [&](const MetricColumn& named) { return named.name == column.name; });
    columns.push_back({{"name", column.name},
                       {"kind", kKinds[static_cast<size_t>(column.kind)]},
                       {"unit", known == metric.columns.end() ? "" : known->unit}});
  }
  for (size_t row = 0; row < std::min(frame.rows, kMostRows); ++row) {
    Json cells = Json::array();
    for (const FrameColumn& column : frame.columns) cells.push_back(cell_json(column, row));
    rows.push_back(std::move(cells));
  }
  return {{"columns", std::move(columns)}, {"rows", std::move(rows)}};
}

// Customers at risk as sums a persona: who they are is nobody's business but their shop's.
Result<Json> customers_at_risk(Analysis& analysis) {
  const auto frame = run_metric(analysis, "customers_at_risk");
  if (!frame) return frame.error();
  struct Sums {
    int64_t customers = 0;
    double revenue = 0, revenue_per_30_days = 0;
  };
  std::map<std::string, Sums> personas;
  const FrameColumn& persona = frame->at("persona");
  for (size_t row = 0; row < frame->rows; ++row) {
    Sums& sums = personas[persona.missing(row) ? "" : persona.texts[row]];
    ++sums.customers;
    sums.revenue += frame->at("revenue").number(row);
    sums.revenue_per_30_days += frame->at("revenue_per_30_days").number(row);
  }
  Json rows = Json::array();
  for (const auto& [name, sums] : personas) {
    rows.push_back(
        {name, sums.customers, number_json(sums.revenue), number_json(sums.revenue_per_30_days)});
  }
  return Json{{"columns",
               {{{"name", "persona"}, {"kind", "text"}, {"unit", "text"}},
                {{"name", "customers"}, {"kind", "integer"}, {"unit", "count"}},
                {{"name", "revenue"}, {"kind", "real"}, {"unit", "currency"}},
                {{"name", "revenue_per_30_days"}, {"kind", "real"}, {"unit", "currency"}}}},
              {"rows", std::move(rows)}};
}

}  // namespace

Result<Analyses> run_analyses(Analysis& analysis) {
  Analyses result;
  Json all = Json::object();
  std::map<std::string, std::string> absent;  // names by what they need
  const auto needed = [&](const std::string& name) {
    const Metric* metric = find_metric(name);
    if (metric == nullptr) return false;
    const std::string missing = lacking(analysis, *metric);
    if (missing.empty()) return true;
    std::string& names = absent[missing];
    names += (names.empty() ? "" : ", ") + name;
    return false;
  };
  for (const char* name : kNames) {
    if (!needed(name)) continue;
    const auto frame = run_metric(analysis, name);
    if (!frame) return frame.error();
    all[name] = frame_as_json(*frame, *find_metric(name));
    if (frame->rows > kMostRows) {
      result.notes.push_back(std::string(name) + ": the first " + std::to_string(kMostRows) +
                             " of " + std::to_string(frame->rows) + " rows");
    }
  }
  if (needed("customers_at_risk")) {
    auto sums = customers_at_risk(analysis);
    if (!sums) return sums.error();
    all["customers_at_risk"] = std::move(*sums);
  }
  for (const auto& [missing, names] : absent)
    result.notes.push_back("Left out, as the data lack " + missing + ": " + names);
  result.json = all.dump(-1, ' ', false, Json::error_handler_t::replace);
  return result;
}

}  // namespace footfall
