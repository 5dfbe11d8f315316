#include "report/topic_files.h"

#include "analytics/frame_text.h"

namespace footfall {

namespace {

struct Topic {
  const char* file;
  const char* metric;
};

constexpr Topic kTopics[] = {{"affinity.csv", "affinity"},
                             {"anomalies.csv", "anomalies"},
                             {"categories.csv", "categories"},
                             {"clv.csv", "clv"},
                             {"clv_model.csv", "clv_model"},
                             {"cohorts.csv", "cohorts"},
                             {"customers_at_risk.csv", "customers_at_risk"},
                             {"daily.csv", "daily"},
                             {"data_quality.csv", "data_quality"},
                             {"forecast.csv", "forecast"},
                             {"forecast_backtest.csv", "forecast_backtest"},
                             {"forecast_totals.csv", "forecast_totals"},
                             {"hourly.csv", "hourly"},
                             {"persona_performance.csv", "persona_performance"},
                             {"reorder.csv", "reorder"},
                             {"rfm.csv", "rfm"},
                             {"trend.csv", "trend"},
                             {"uplift_festival.csv", "uplift_festival"},
                             {"uplift_weekend.csv", "uplift_weekend"},
                             {"weekday_hour.csv", "weekday_hour"}};

}  // namespace

Result<std::vector<ReportFile>> topic_files(Measurements& measured) {
  std::vector<ReportFile> files;
  for (const Topic& topic : kTopics) {
    const auto frame = measured.metric(topic.metric);
    if (!frame) return frame.error();
    if (*frame != nullptr) files.push_back({topic.file, frame_csv(**frame)});
  }
  return files;
}

}  // namespace footfall
