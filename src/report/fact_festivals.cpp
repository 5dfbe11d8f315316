#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "analytics/distributions.h"
#include "analytics/least_squares.h"
#include "base/date.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

// What a day of sales is made of: revenue = transactions × lines each × units each × price.
constexpr const char* kDrivers[] = {"revenue", "transactions", "lines", "units", "price"};
constexpr const char* kDriverNames[] = {"revenue a day", "transactions a day", "lines a basket",
                                        "units a line", "revenue a unit"};

using Drivers = std::array<double, 5>;

std::optional<Drivers> drivers_of(const Frame& daily, size_t row) {
  const double revenue = number_at(daily, "revenue", row).value_or(0);
  const double transactions = number_at(daily, "transactions", row).value_or(0);
  if (revenue <= 0 || transactions <= 0) return {};
  const double lines = number_at(daily, "lines", row).value_or(0);
  const double units = number_at(daily, "units", row).value_or(0);
  return Drivers{std::log(revenue), std::log(transactions), std::log(lines / transactions),
                 std::log(units / lines), std::log(revenue / units)};
}

constexpr size_t kDaysOfYear = 366;
constexpr double kMostUncertain = 1e4;  // variance of an effect, in units of that of a day

// Days that a regression compares: those of weekdays with festival days and others.
struct ComparedDays {
  std::vector<std::vector<double>> rows;  // of the design: weekdays, months, years, festival last
  std::vector<Drivers> drivers;
  std::vector<double> design;
  size_t columns = 0;
};

// Weekday, over a season also month of the year, and over more than a year the year, without the
// first of each of the latter, which the weekdays stand for.
ComparedDays compared_days(const Frame& daily) {
  std::array<std::array<double, 2>, 7> seen{};
  std::map<std::pair<char, int>, size_t> column;  // by kind and number
  const bool has_season = daily.rows >= kDaysOfSeason;
  struct Kept {
    Drivers drivers;
    std::vector<std::pair<char, int>> levels;
    bool is_festive;
  };
  std::vector<Kept> kept;
  const auto weekday_at = [&](size_t r) {
    return static_cast<int>(number_at(daily, "weekday", r).value_or(1)) - 1;
  };
  for (size_t r = 0; r < daily.rows; ++r) {
    if (drivers_of(daily, r)) ++seen[weekday_at(r)][!text_at(daily, "festival", r).empty()];
  }
  std::optional<CivilDate> first;
  for (size_t r = 0; r < daily.rows; ++r) {
    const auto drivers = drivers_of(daily, r);
    const int weekday = weekday_at(r);
    if (!drivers || seen[weekday][0] == 0 || seen[weekday][1] == 0) continue;
    const CivilDate date = civil_from_day(day_at(daily, "date", r).value_or(0));
    if (!first) first = date;
    Kept day{*drivers, {{'w', weekday}}, !text_at(daily, "festival", r).empty()};
    if (has_season && date.month != first->month) day.levels.emplace_back('m', date.month);
    if (daily.rows > kDaysOfYear && date.year != first->year)
      day.levels.emplace_back('y', date.year);
    for (const auto& level : day.levels) column.try_emplace(level, 0);
    kept.push_back(std::move(day));
  }
  ComparedDays days;
  for (auto& [level, place] : column) place = days.columns++;
  ++days.columns;
  for (const Kept& day : kept) {
    std::vector<double> row(days.columns);
    for (const auto& level : day.levels) row[column[level]] = 1;
    row.back() = day.is_festive;
    days.design.insert(days.design.end(), row.begin(), row.end());
    days.drivers.push_back(day.drivers);
    days.rows.push_back(std::move(row));
  }
  return days;
}

// Festival days against like days: a regression of the logarithm on weekday, season and festival,
// with Student's t over the days.
void put_day_effects(const Frame& daily, Facts& facts) {
  const ComparedDays days = compared_days(daily);
  const auto freedom = static_cast<double>(days.rows.size()) - static_cast<double>(days.columns);
  if (freedom < 3) return;
  const std::vector<double> weights(days.rows.size(), 1), ridge(days.columns, 1e-12);
  const std::string like =
      daily.rows >= kDaysOfSeason ? "like weekdays of their months" : "like weekdays";
  for (size_t d = 0; d < 5; ++d) {
    std::vector<double> target;
    for (const Drivers& drivers : days.drivers) target.push_back(drivers[d]);
    const LeastSquares solved = solve_least_squares(days.design, target, weights, ridge);
    double squares = 0;
    for (size_t r = 0; r < target.size(); ++r) {
      const double rest = target[r] - std::inner_product(days.rows[r].begin(), days.rows[r].end(),
                                                         solved.coefficient.begin(), 0.0);
      squares += rest * rest;
    }
    // Where all festival days fill their months, nothing tells one from the other.
    if (solved.covariance.back() > kMostUncertain) return;
    const double effect = solved.coefficient.back();
    const double width = student_t_quantile(0.975, freedom) *
                         std::sqrt(squares / freedom * solved.covariance.back());
    put(facts,
        {.id = std::string("festival_days.") + kDrivers[d],
         .label = "Festival days against " + like + ": " + kDriverNames[d],
         .unit = "fraction",
         .decimals = 1,
         .formula = "exp(festival effect) - 1 of log(" + std::string(kDriverNames[d]) + ") on " +
                    (daily.rows >= kDaysOfSeason ? "weekday, month of the year, year and festival"
                                                 : "weekday and festival") +
                    "; t interval over days",
         .metric = "daily"},
        std::expm1(effect), std::expm1(effect - width), std::expm1(effect + width));
  }
}

// What each day would bring without a festival: the mean of its weekday outside festivals, over a
// season times what its month lies above the mean of such days; nothing for unknown weekdays.
std::vector<std::optional<double>> ordinary_revenue(const Frame& daily) {
  std::array<double, 7> sums{}, counts{};
  std::map<int64_t, std::pair<double, double>> months;  // revenue, and by weekdays alone
  const auto weekday_at = [&](size_t r) {
    return static_cast<size_t>(number_at(daily, "weekday", r).value_or(1)) - 1;
  };
  const auto month_at = [&](size_t r) -> int64_t {
    const CivilDate date = civil_from_day(day_at(daily, "date", r).value_or(0));
    return int64_t{date.year} * 12 + date.month;
  };
  for (size_t r = 0; r < daily.rows; ++r) {
    if (!text_at(daily, "festival", r).empty()) continue;
    sums[weekday_at(r)] += number_at(daily, "revenue", r).value_or(0);
    counts[weekday_at(r)] += 1;
  }
  for (size_t r = 0; r < daily.rows && daily.rows >= kDaysOfSeason; ++r) {
    if (!text_at(daily, "festival", r).empty()) continue;
    auto& [revenue, usual] = months[month_at(r)];
    revenue += number_at(daily, "revenue", r).value_or(0);
    usual += sums[weekday_at(r)] / counts[weekday_at(r)];
  }
  std::vector<std::optional<double>> ordinary(daily.rows);
  for (size_t r = 0; r < daily.rows; ++r) {
    const size_t weekday = weekday_at(r);
    if (counts[weekday] == 0) continue;
    const auto month = months.find(month_at(r));
    const bool has_month = month != months.end() && month->second.second > 0;
    ordinary[r] = sums[weekday] / counts[weekday] *
                  (has_month ? month->second.first / month->second.second : 1);
  }
  return ordinary;
}

// Revenue of the weekend, and what festival days brought beyond like days.
void put_day_sums(const Frame& daily, Facts& facts) {
  double total = 0, weekend = 0;
  std::map<int, double> weekend_sales;  // transactions of its weekdays
  for (size_t r = 0; r < daily.rows; ++r) {
    const double revenue = number_at(daily, "revenue", r).value_or(0);
    const auto weekday = static_cast<size_t>(number_at(daily, "weekday", r).value_or(1)) - 1;
    total += revenue;
    if (number_at(daily, "is_weekend", r).value_or(0) != 0) {
      weekend += revenue;
      weekend_sales[static_cast<int>(weekday) + 1] +=
          number_at(daily, "transactions", r).value_or(0);
    }
  }
  if (total > 0) {
    put(facts,
        {.id = "weekend_days.revenue_share",
         .label = "Weekends: share of revenue",
         .unit = "fraction",
         .decimals = 1,
         .metric = "daily"},
        weekend / total);
  }
  std::vector<std::string> closed;
  for (const auto& [weekday, sales] : weekend_sales) {
    if (sales == 0) closed.push_back(weekday_name(weekday));
  }
  put_text(facts,
           {.id = "weekend_days.closed",
            .label = "Days of the weekend that never have a sale",
            .metric = "daily"},
           total > 0 ? listed(closed) : "");
  double extra = 0;
  size_t days = 0;
  const auto ordinary = ordinary_revenue(daily);
  for (size_t r = 0; r < daily.rows; ++r) {
    if (text_at(daily, "festival", r).empty() || !ordinary[r]) continue;
    extra += number_at(daily, "revenue", r).value_or(0) - *ordinary[r];
    ++days;
  }
  if (days == 0) return;
  put(facts,
      {.id = "festival_days.extra_revenue",
       .label = "Festival days: revenue beyond the mean of like weekdays",
       .unit = "currency",
       .decimals = 2,
       .formula = std::string("sum over festival days of revenue - mean revenue of other days of "
                              "the weekday, ") +
                  (daily.rows >= kDaysOfSeason ? "at the level of the month, " : "") +
                  "without its sign",
       .metric = "daily"},
      std::fabs(extra));
}

struct Festival {
  std::string name = {};    // empty for all together
  Day first = 0, last = 0;  // of its latest window
  double days = 0, revenue = 0, transactions = 0, times = 1;
};

// All festivals together, then each in the order of the calendar.
std::vector<Festival> festivals_of(const Frame& daily) {
  std::vector<Festival> festivals(1);
  for (size_t r = 0; r < daily.rows; ++r) {
    const std::string name = text_at(daily, "festival", r);
    if (name.empty()) continue;
    const Day day = day_at(daily, "date", r).value_or(0);
    size_t at = 1;
    while (at < festivals.size() && festivals[at].name != name) ++at;
    if (at == festivals.size()) festivals.push_back({name, day, day});
    if (day > festivals[at].last + kDaysOfWindowGap)
      festivals[at].first = day, ++festivals[at].times;
    for (Festival* sum : {&festivals[at], &festivals[0]}) {
      sum->last = day;
      sum->days += 1;
      sum->revenue += number_at(daily, "revenue", r).value_or(0);
      sum->transactions += number_at(daily, "transactions", r).value_or(0);
    }
  }
  return festivals;
}

void put_festival(const Festival& sum, double total, double days, Facts& facts) {
  const bool is_all = sum.name.empty();
  const std::string id = is_all ? "festival_days." : "festival." + fact_word(sum.name) + ".";
  const std::string label = (is_all ? "Festival days" : sum.name) + ": ";
  std::vector<FactFilter> filter;
  if (!is_all) {
    filter = {{"festival", sum.name}};
    put_text(facts, {.id = id + "name", .label = "Festival", .filter = filter}, sum.name);
    const std::string when = sum.times > 1 ? " of its latest window" : "";
    put_date(facts, {.id = id + "start", .label = label + "first day" + when, .filter = filter},
             sum.first);
    put_date(facts, {.id = id + "end", .label = label + "last day" + when, .filter = filter},
             sum.last);
    put(facts,
        {.id = id + "times",
         .label = label + "windows in the period",
         .unit = "count",
         .filter = filter,
         .metric = "daily"},
        sum.times);
  }
  const auto or_nothing = [](double part, double whole) {
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
  };
  const struct {
    const char* id;
    const char* label;
    const char* unit;
    int decimals;
    std::optional<double> value;
  } kFigures[] = {
      {"days", "days", "days", 0, sum.days},
      {is_all ? "sum" : "revenue", "revenue", "currency", 2, sum.revenue},
      {"revenue_share", "share of revenue", "fraction", 1, or_nothing(sum.revenue, total)},
      {"day_share", "share of the days", "fraction", 1, or_nothing(sum.days, days)},
      {"average_transaction_value", "average transaction", "currency", 2,
       or_nothing(sum.revenue, sum.transactions)}};
  for (const auto& figure : kFigures) {
    put(facts,
        {.id = id + figure.id,
         .label = label + figure.label,
         .unit = figure.unit,
         .decimals = figure.decimals,
         .filter = filter,
         .metric = "daily"},
        figure.value);
  }
}

}  // namespace

Result<> add_festivals(Measurements& measured, Facts& facts) {
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  if (*daily == nullptr) return Done{};
  put_day_sums(**daily, facts);
  if (!measured.analysis().capabilities.festival) return Done{};
  double total = 0;
  for (size_t r = 0; r < (*daily)->rows; ++r) total += number_at(**daily, "revenue", r).value_or(0);
  const std::vector<Festival> festivals = festivals_of(**daily);
  put(facts, {.id = "festivals", .label = "Festivals", .unit = "count", .metric = "daily"},
      static_cast<double>(festivals.size() - 1));
  if (festivals.size() == 1) return Done{};
  for (const Festival& festival : festivals)
    put_festival(festival, total, static_cast<double>((*daily)->rows), facts);
  put_day_effects(**daily, facts);
  return Done{};
}

}  // namespace footfall
