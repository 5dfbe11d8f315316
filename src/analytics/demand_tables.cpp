#include "analytics/demand_tables.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>

#include "analytics/forecast.h"
#include "analytics/metric.h"
#include "analytics/metric_parameters.h"
#include "analytics/reorder.h"
#include "base/joined_words.h"

namespace footfall {

namespace {

struct NamedSeries {
  std::string name;                     // revenue or units
  std::optional<std::string> category;  // of units
  DailySeries days;
};

// Numbers of festivals by name, from 1; beyond what a byte holds they are one.
class FestivalNumbers {
 public:
  uint8_t of(const std::string& name) {
    if (name.empty()) return 0;
    return numbers_
        .try_emplace(name, static_cast<uint8_t>(std::min<size_t>(numbers_.size(), 254) + 1))
        .first->second;
  }

 private:
  std::map<std::string, uint8_t> numbers_;
};

Result<std::vector<NamedSeries>> read_series(Analysis& analysis, int64_t categories,
                                             FestivalNumbers& numbers) {
  const auto frame = run_metric(analysis, "forecast_inputs", {{"categories", categories}});
  if (!frame) return frame.error();
  const FrameColumn &names = frame->at("series"), &kinds = frame->at("category"),
                    &dates = frame->at("date"), &festivals = frame->at("festival"),
                    &values = frame->at("value");
  std::vector<NamedSeries> all;
  for (size_t row = 0; row < frame->rows; ++row) {
    std::optional<std::string> category;
    if (!kinds.missing(row)) category = kinds.texts[row];
    if (all.empty() || all.back().name != names.texts[row] || all.back().category != category) {
      all.push_back({names.texts[row], std::move(category), {}});
      all.back().days.first_day = static_cast<Day>(dates.integers[row]);
    }
    DailySeries& days = all.back().days;
    // A closed weekday shows in the figures; a holiday tells nothing of the days like it.
    const Day date = static_cast<Day>(dates.integers[row]);
    days.values.push_back(values.number(row));
    days.observed.push_back(days.values.back() > 0 || !analysis.calendar.is_holiday(date));
    days.festivals.push_back(festivals.missing(row) ? uint8_t{0}
                                                    : numbers.of(festivals.texts[row]));
  }
  return all;
}

struct Plan {
  int64_t days = 0, categories = 0;
  int horizon = 0;  // days, or what a delivery needs where that is longer
  ReorderPolicy policy;
};

Plan plan_of(const Parameters& parameters) {
  Plan plan;
  plan.days = whole_of(parameters, "days");
  plan.categories = whole_of(parameters, "categories");
  const double lead = number_of(parameters, "lead_time_days");
  const double deviation = number_of(parameters, "lead_time_deviation_days");
  const double review = number_of(parameters, "review_days");
  plan.policy = {number_of(parameters, "service_level"), lead, deviation, review};
  const double needed = std::ceil(lead + review + 3 * deviation);
  plan.horizon = std::max(static_cast<int>(plan.days), static_cast<int>(needed));
  return plan;
}

struct DemandFrames {
  Frame days, totals, tests, reorder;
};

DemandFrames empty_frames() {
  const auto text = [](const char* name) { return make_column(name, ValueKind::kText); };
  const auto real = [](const char* name) { return make_column(name, ValueKind::kReal); };
  const auto whole = [](const char* name) { return make_column(name, ValueKind::kInteger); };
  const auto flag = [](const char* name) { return make_column(name, ValueKind::kFlag); };
  DemandFrames frames;
  frames.days.columns = {text("series"),   text("category"), make_column("date", ValueKind::kDate),
                         text("festival"), real("mean"),     real("low"),
                         real("high"),     real("low_80"),   real("high_80"),
                         text("method")};
  frames.totals.columns = {text("series"), text("category"), whole("days"),  real("total"),
                           real("low"),    real("high"),     real("low_80"), real("high_80"),
                           real("past"),   text("method")};
  frames.tests.columns = {text("series"),      text("category"),    text("method"),
                          whole("origins"),    whole("days"),       real("mase"),
                          real("smape"),       real("coverage"),    real("interval_score"),
                          real("naive_mase"),  real("naive_smape"), real("naive_interval_score"),
                          flag("beats_naive"), real("widening"),    text("note")};
  frames.reorder.columns = {text("category"),     real("daily_units"),   real("lead_time_units"),
                            real("safety_stock"), real("reorder_point"), real("expected_shortage"),
                            text("method")};
  return frames;
}

void add_forecast(const NamedSeries& series, const Forecast& forecast, const Plan& plan,
                  const ShopCalendar& calendar, DemandFrames& frames) {
  const DailySeries& past = series.days;
  const std::string method = method_name(forecast.method);
  const auto days = static_cast<size_t>(plan.days);
  for (size_t i = 0; i < days; ++i) {
    const ForecastDay& day = forecast.days[i];
    const Day date = past.first_day + static_cast<Day>(past.values.size() + i);
    frames.days.add_row(series.name, series.category, static_cast<int64_t>(date), calendar.on(date),
                        day.mean, day.interval.low, day.interval.high, day.inner.low,
                        day.inner.high, method);
  }
  const ForecastSum sum = sum_of_days(forecast, days);
  std::optional<double> before;
  if (past.values.size() >= days) {
    before = 0;
    for (size_t i = past.values.size() - days; i < past.values.size(); ++i)
      *before += past.values[i];
  }
  frames.totals.add_row(series.name, series.category, plan.days, sum.total, sum.interval.low,
                        sum.interval.high, sum.inner.low, sum.inner.high, before, method);
}

void add_test(const NamedSeries& series, const Forecast& forecast, DemandFrames& frames) {
  std::string note;
  for (const std::string& part : forecast.notes) note += (note.empty() ? "" : "; ") + part;
  const std::optional<std::string> said = note.empty() ? std::nullopt : std::optional(note);
  const std::optional<Backtest>& test = forecast.backtest;
  const auto of = [&](auto member) {
    using Value = std::decay_t<decltype(std::declval<Backtest>().*member)>;
    using Cell = std::conditional_t<std::is_same_v<Value, int>, int64_t, Value>;
    return test ? std::optional<Cell>((*test).*member) : std::nullopt;
  };
  frames.tests.add_row(
      series.name, series.category, method_name(forecast.method), of(&Backtest::origins),
      of(&Backtest::days), of(&Backtest::mase), of(&Backtest::smape), of(&Backtest::coverage),
      of(&Backtest::interval_score), of(&Backtest::naive_mase), of(&Backtest::naive_smape),
      of(&Backtest::naive_interval_score), of(&Backtest::beats_naive), forecast.widening, said);
}

void add_reorder(const NamedSeries& series, const Forecast& forecast, const Plan& plan,
                 DemandFrames& frames) {
  if (!series.category) return;
  const auto point = reorder_point_of_paths(forecast.paths, plan.horizon, plan.policy);
  if (!point) return;
  const double daily = point->expected_demand / (plan.policy.lead_time + plan.policy.review_period);
  frames.reorder.add_row(*series.category, daily, point->expected_demand, point->safety_stock,
                         std::ceil(point->point), point->expected_shortage,
                         method_name(forecast.method));
}

// A note of the tests with the series that it is about, or their number.
std::vector<std::string> notes_of(const std::map<std::string, std::vector<std::string>>& said,
                                  size_t series) {
  std::vector<std::string> notes;
  for (const auto& [note, names] : said) {
    if (names.size() == series && series > 1) {
      notes.push_back("every forecast: " + note);
    } else if (names.size() <= 3) {
      notes.push_back(joined_words(names) + ": " + note);
    } else {
      notes.push_back(std::to_string(names.size()) + " of " + std::to_string(series) +
                      " forecasts: " + note);
    }
  }
  return notes;
}

}  // namespace

Result<std::vector<std::string>> make_demand_tables(Analysis& analysis,
                                                    const Parameters& parameters) {
  const Plan plan = plan_of(parameters);
  FestivalNumbers numbers;
  const auto all = read_series(analysis, plan.categories, numbers);
  if (!all) return all.error();
  DemandFrames frames = empty_frames();
  std::map<std::string, std::vector<std::string>> said;
  ForecastOptions options;
  options.horizon = plan.horizon;
  options.keep_paths = true;
  if (!all->empty()) {
    const DailySeries& past = all->front().days;
    const Day first = past.first_day + static_cast<Day>(past.values.size());
    for (int i = 0; i < plan.horizon; ++i) {
      const Day day = first + i;
      options.festivals.push_back(numbers.of(analysis.calendar.on(day)));
      options.closed.push_back(analysis.calendar.is_closed(day));
    }
  }
  for (const NamedSeries& series : *all) {
    const std::string name = series.category.value_or(series.name);
    const auto forecast = forecast_daily(series.days, options);
    if (!forecast) {
      const std::string& why = forecast.error().message;
      const std::optional<double> none;
      const std::optional<int64_t> no_count;
      frames.tests.add_row(series.name, series.category, std::optional<std::string>(), no_count,
                           no_count, none, none, none, none, none, none, none,
                           std::optional<bool>(), none, why);
      said[why].push_back(name);
      continue;
    }
    add_forecast(series, *forecast, plan, analysis.calendar, frames);
    add_test(series, *forecast, frames);
    add_reorder(series, *forecast, plan, frames);
    for (const std::string& note : forecast->notes) said[note].push_back(name);
  }
  Session& session = analysis.session;
  FOOTFALL_TRY(session.create_table("forecast_days", frames.days));
  FOOTFALL_TRY(session.create_table("forecast_totals", frames.totals));
  FOOTFALL_TRY(session.create_table("forecast_tests", frames.tests));
  FOOTFALL_TRY(session.create_table("reorder_points", frames.reorder));
  return notes_of(said, all->size());
}

}  // namespace footfall
