#include "dashboard/analyses.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analytics/frame_text.h"
#include "analytics/metric.h"

namespace footfall {

namespace {

constexpr size_t kMostRows = 2000;  // of one analysis: more is for footfall analyze

constexpr const char* kNames[] = {"kpi",
                                  "daily",
                                  "persona_performance",
                                  "uplift_festival",
                                  "uplift_weekend",
                                  "weekday_hour",
                                  "rfm",
                                  "cohorts",
                                  "affinity",
                                  "categories",
                                  "category_months",
                                  "concentration",
                                  "lorenz",
                                  "clv_distribution",
                                  "clv_segments",
                                  "forecast",
                                  "forecast_backtest",
                                  "anomalies",
                                  "basket_distribution",
                                  "spend_distribution",
                                  "data_quality",
                                  "reorder"};

// Of affinity, what neither page nor text of a page reads: a tenth of a document.
constexpr std::array kUnread = {"confidence_back", "leverage", "p_value", "beyond_p_value",
                                "q_value"};

// Sums in another order of rows differ in the last digits: nine are the same in every run.
constexpr int kDigits = 9;

// Of days the last are kept, as the page shows what was before a forecast.
bool is_of_days(std::string_view name) { return name == "daily" || name == "anomalies"; }

std::string analysis_json(const Frame& frame, std::vector<std::string> units,
                          std::string_view name) {
  FrameJsonOptions options{std::move(units), kMostRows, kDigits};
  if (is_of_days(name) && frame.rows > kMostRows) options.first_row = frame.rows - kMostRows;
  return "{" + frame_members_json(frame, options) + "}";
}

// The days to come of revenue alone: those of each category would be a tenth of a document, and
// only their sums are shown, which reorder has.
Frame forecast_of_revenue(const Frame& all) {
  const FrameColumn& series = all.at("series");
  Frame kept;
  for (const FrameColumn& column : all.columns) {
    kept.columns.push_back(make_column(column.name, column.kind));
    kept.columns.back().decimals = column.decimals;
  }
  for (size_t row = 0; row < all.rows; ++row) {
    if (series.texts[row] != "revenue") continue;
    for (size_t c = 0; c < all.columns.size(); ++c) {
      const FrameColumn& column = all.columns[c];
      if (column.missing(row)) {
        kept.columns[c].add_missing();
      } else if (column.kind == ValueKind::kReal) {
        kept.columns[c].add(column.reals[row]);
      } else if (column.kind == ValueKind::kText) {
        kept.columns[c].add(column.texts[row]);
      } else {
        kept.columns[c].add(column.integers[row]);
      }
    }
    ++kept.rows;
  }
  return kept;
}

// Customers at risk as sums a persona: who they are is nobody's business but their shop's.
Result<std::string> customers_at_risk(Analysis& analysis) {
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
  Frame table;
  table.columns = {make_column("persona", ValueKind::kText),
                   make_column("customers", ValueKind::kInteger),
                   make_column("revenue", ValueKind::kReal),
                   make_column("revenue_per_30_days", ValueKind::kReal)};
  for (const auto& [name, sums] : personas)
    table.add_row(name, sums.customers, sums.revenue, sums.revenue_per_30_days);
  return analysis_json(table, {"text", "count", "currency", "currency"}, "customers_at_risk");
}

}  // namespace

Result<Analyses> run_analyses(Analysis& analysis) {
  Analyses result;
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
  const auto add = [&](const std::string& name, const std::string& json) {
    result.json.append(result.json.empty() ? "{\"" : ",\"").append(name).append("\":").append(json);
  };
  for (const char* name : kNames) {
    if (!needed(name)) continue;
    // The page draws every day in the band of what is usual.
    const bool is_judging = std::string_view(name) == "anomalies";
    auto frame = run_metric(analysis, name, is_judging ? Parameters{{"all", true}} : Parameters{});
    if (!frame) return frame.error();
    if (std::string_view(name) == "forecast") frame = forecast_of_revenue(*frame);
    if (std::string_view(name) == "affinity") {
      std::erase_if(frame->columns, [](const FrameColumn& column) {
        return std::find(kUnread.begin(), kUnread.end(), column.name) != kUnread.end();
      });
    }
    add(name, analysis_json(*frame, units_of(*frame, *find_metric(name)), name));
    if (frame->rows > kMostRows) {
      result.notes.push_back(
          std::string(name) + (is_of_days(name) ? ": the last " : ": the first ") +
          std::to_string(kMostRows) + " of " + std::to_string(frame->rows) + " rows");
    }
  }
  if (needed("customers_at_risk")) {
    auto sums = customers_at_risk(analysis);
    if (!sums) return sums.error();
    add("customers_at_risk", *sums);
  }
  for (const auto& [missing, names] : absent)
    result.notes.push_back("Left out, as the data lack " + missing + ": " + names);
  result.json += result.json.empty() ? "{}" : "}";
  return result;
}

}  // namespace footfall
