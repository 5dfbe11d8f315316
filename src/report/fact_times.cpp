#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "analytics/distributions.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

constexpr const char* kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday"};

void put_hours(const Frame& hourly, Facts& facts) {
  for (size_t r = 0; r < hourly.rows; ++r) {
    const int rank = static_cast<int>(number_at(hourly, "rank", r).value_or(0));
    if (!text_at(hourly, "persona", r).empty() || rank < 1 || rank > 2) continue;
    const std::string id = rank == 1 ? "hour.busiest" : "hour.second";
    put(facts,
        {.id = id,
         .label = rank == 1 ? "Busiest hour" : "Second busiest hour",
         .unit = "hour",
         .metric = "hourly"},
        number_at(hourly, "hour", r));
    for (const char* column : {"transactions", "revenue", "share"}) {
      const std::string_view name = column;
      put(facts,
          {.id = id + "." + column,
           .label = std::string(rank == 1 ? "Busiest hour: " : "Second busiest hour: ") +
                    (name == "share" ? "share of transactions" : column),
           .unit = name == "share"     ? "fraction"
                   : name == "revenue" ? "currency"
                                       : "count",
           .decimals = name == "share"     ? 1
                       : name == "revenue" ? 2
                                           : 0,
           .metric = "hourly"},
          number_at(hourly, column, r));
    }
  }
}

}  // namespace

Result<> add_times(Measurements& measured, Facts& facts) {
  const auto hourly = measured.metric("hourly");
  if (!hourly) return hourly.error();
  if (*hourly != nullptr) put_hours(**hourly, facts);
  const auto season = measured.metric("seasonality");
  if (!season) return season.error();
  if (*season == nullptr) return Done{};
  std::optional<size_t> best;
  for (size_t r = 0; r < (*season)->rows; ++r) {
    const int weekday = static_cast<int>(number_at(**season, "weekday", r).value_or(1));
    const std::string id = std::string("weekday.") + kWeekdays[weekday - 1];
    const std::string name = weekday_name(weekday);
    put(facts,
        {.id = id + ".days",
         .label = name + ": days averaged",
         .unit = "count",
         .metric = "seasonality"},
        number_at(**season, "days", r));
    put(facts,
        {.id = id + ".revenue_per_day",
         .label = name + ": revenue a day",
         .unit = "currency",
         .decimals = 2,
         .metric = "seasonality"},
        number_at(**season, "revenue_per_day", r));
    put(facts,
        {.id = id + ".index",
         .label = name + ": revenue a day over the mean of all weekdays",
         .unit = "ratio",
         .decimals = 2,
         .formula = "days in festival windows left out; t interval over the days",
         .metric = "seasonality"},
        number_at(**season, "index", r), number_at(**season, "index_low", r),
        number_at(**season, "index_high", r));
    if (number_at(**season, "index", r) &&
        (!best || *number_at(**season, "index", r) > *number_at(**season, "index", *best)))
      best = r;
  }
  if (best && (*season)->rows > 1) {
    put(facts,
        {.id = "weekday.best",
         .label = "Weekday with the most revenue a day",
         .unit = "weekday",
         .metric = "seasonality"},
        number_at(**season, "weekday", *best));
  }
  return Done{};
}

Result<> add_effects(Measurements& measured, Facts& facts) {
  for (const std::string kind : {"festival", "weekend"}) {
    const auto frame = measured.metric("uplift_" + kind);
    if (!frame) return frame.error();
    for (size_t r = 0; *frame != nullptr && r < (*frame)->rows; ++r) {
      const std::string scope = text_at(**frame, "scope", r);
      const std::string persona = text_at(**frame, "persona", r);
      std::string id = "uplift." + kind + ".", label = kind + " uplift of the average transaction";
      label[0] = static_cast<char>(label[0] - 'a' + 'A');
      if (scope == "all") id += "pooled";
      if (scope == "within personas") id += "within", label += ", personas held at their mix";
      if (scope == "mix") id += "mix", label += ", by the mix of personas";
      if (scope == "persona") id += "persona." + fact_word(persona), label += ": " + persona;
      Fact fact{.id = id,
                .label = label,
                .unit = "fraction",
                .decimals = 1,
                .formula = "mean amount on " + kind +
                           " days / on other days - 1; delta method over customers",
                .metric = "uplift_" + kind};
      if (scope == "persona") fact.filter = {{"persona", persona}};
      put(facts, fact, number_at(**frame, "uplift", r), number_at(**frame, "uplift_low", r),
          number_at(**frame, "uplift_high", r));
      if (scope != "all") continue;
      put(facts,
          {.id = "uplift." + kind + ".mean",
           .label = "Average transaction on " + kind + " days",
           .unit = "currency",
           .decimals = 2,
           .metric = "uplift_" + kind},
          number_at(**frame, "mean", r));
      put(facts,
          {.id = "uplift." + kind + ".other_mean",
           .label = "Average transaction on other days",
           .unit = "currency",
           .decimals = 2,
           .metric = "uplift_" + kind},
          number_at(**frame, "other_mean", r));
    }
  }
  return Done{};
}

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

// Festival days against other days of the same weekday: a regression of the logarithm on weekday
// and festival, in closed form, with Student's t over the days.
void put_day_effects(const Frame& daily, Facts& facts) {
  struct Cell {
    double n = 0;
    Drivers sum{};
  };
  std::array<Cell, 7> other, festive;
  std::vector<std::pair<size_t, Drivers>> all;
  for (size_t r = 0; r < daily.rows; ++r) {
    const auto drivers = drivers_of(daily, r);
    if (!drivers) continue;
    const auto weekday = static_cast<size_t>(number_at(daily, "weekday", r).value_or(1)) - 1;
    Cell& cell = text_at(daily, "festival", r).empty() ? other[weekday] : festive[weekday];
    cell.n += 1;
    for (size_t d = 0; d < drivers->size(); ++d) cell.sum[d] += (*drivers)[d];
    all.emplace_back(r, *drivers);
  }
  double weight = 0, days = 0, weekdays = 0;
  for (size_t w = 0; w < 7; ++w) {
    if (other[w].n == 0 || festive[w].n == 0) continue;
    weight += other[w].n * festive[w].n / (other[w].n + festive[w].n);
    days += other[w].n + festive[w].n;
    weekdays += 1;
  }
  const double freedom = days - weekdays - 1;
  if (freedom < 3) return;
  for (size_t d = 0; d < 5; ++d) {
    double effect = 0, squares = 0;
    for (size_t w = 0; w < 7; ++w) {
      if (other[w].n == 0 || festive[w].n == 0) continue;
      effect += other[w].n * festive[w].n / (other[w].n + festive[w].n) / weight *
                (festive[w].sum[d] / festive[w].n - other[w].sum[d] / other[w].n);
    }
    for (const auto& [row, drivers] : all) {
      const auto w = static_cast<size_t>(number_at(daily, "weekday", row).value_or(1)) - 1;
      if (other[w].n == 0 || festive[w].n == 0) continue;
      const bool is_festive = !text_at(daily, "festival", row).empty();
      const double level = (other[w].sum[d] + festive[w].sum[d] - effect * festive[w].n) /
                           (other[w].n + festive[w].n);
      const double rest = drivers[d] - level - (is_festive ? effect : 0);
      squares += rest * rest;
    }
    const double width = student_t_quantile(0.975, freedom) * std::sqrt(squares / freedom / weight);
    put(facts,
        {.id = std::string("festival_days.") + kDrivers[d],
         .label = std::string("Festival days against like weekdays: ") + kDriverNames[d],
         .unit = "fraction",
         .decimals = 1,
         .formula = "exp(festival effect) - 1 of log(" + std::string(kDriverNames[d]) +
                    ") on weekday and festival; t interval over days",
         .metric = "daily"},
        std::expm1(effect), std::expm1(effect - width), std::expm1(effect + width));
  }
}

// Revenue of the weekend, and what festival days brought beyond the mean of like weekdays.
void put_day_sums(const Frame& daily, Facts& facts) {
  std::array<double, 7> sums{}, counts{};
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
    if (!text_at(daily, "festival", r).empty()) continue;
    sums[weekday] += revenue;
    counts[weekday] += 1;
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
  for (size_t r = 0; r < daily.rows; ++r) {
    const auto weekday = static_cast<size_t>(number_at(daily, "weekday", r).value_or(1)) - 1;
    if (text_at(daily, "festival", r).empty() || counts[weekday] == 0) continue;
    extra += number_at(daily, "revenue", r).value_or(0) - sums[weekday] / counts[weekday];
    ++days;
  }
  if (days == 0) return;
  put(facts,
      {.id = "festival_days.extra_revenue",
       .label = "Festival days: revenue beyond the mean of like weekdays",
       .unit = "currency",
       .decimals = 2,
       .formula = "sum over festival days of revenue - mean revenue of other days of the weekday, "
                  "without its sign",
       .metric = "daily"},
      std::fabs(extra));
}

struct Festival {
  std::string name = {};  // empty for all together
  Day first = 0, last = 0;
  double days = 0, revenue = 0, transactions = 0;
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
    if (at == festivals.size()) festivals.push_back({name, day});
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
    put_date(facts, {.id = id + "start", .label = label + "first day", .filter = filter},
             sum.first);
    put_date(facts, {.id = id + "end", .label = label + "last day", .filter = filter}, sum.last);
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
