// Which weekdays and which months lie apart from the others, by how much, and how sure that is:
// both are picked out of the data, which intervals and p-values allow for (Bonferroni).
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <vector>

#include "analytics/distributions.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

struct WeekdayMean {
  int weekday = 1;
  double index = 0, error = 0, days = 0;
};

// The mean of part of the weekdays over that of the others.
struct Split {
  double ratio = 1, error = 0;  // error: of its logarithm
};

double mean_of(std::span<const WeekdayMean> days, double& error) {
  double sum = 0, squares = 0;
  for (const WeekdayMean& day : days) sum += day.index, squares += day.error * day.error;
  const auto count = static_cast<double>(days.size());
  error = std::sqrt(squares) / count;
  return sum / count;
}

Split split_of(std::span<const WeekdayMean> days, size_t lowest) {
  double low_error = 0, high_error = 0;
  const double low = mean_of(days.first(lowest), low_error);
  const double high = mean_of(days.subspan(lowest), high_error);
  if (low <= 0) return {};
  return {low / high, std::hypot(low_error / low, high_error / high)};
}

// "Sundays", "Fridays and Saturdays", "Mondays to Thursdays".
std::string weekdays_text(std::vector<int> weekdays) {
  std::sort(weekdays.begin(), weekdays.end());
  const auto name = [&](size_t at) { return weekday_name(weekdays[at]) + "s"; };
  const size_t last = weekdays.size() - 1;
  if (last > 1 && weekdays[last] - weekdays[0] == static_cast<int>(last))
    return name(0) + " to " + name(last);
  std::vector<std::string> names;
  for (size_t i = 0; i <= last; ++i) names.push_back(name(i));
  return listed(names);
}

// Whether days differ by no more than chance: the sum of squares of their distances from the mean
// that weighs them by their errors.
bool are_alike(std::span<const WeekdayMean> days) {
  double weights = 0, sum = 0, distance = 0;
  for (const WeekdayMean& day : days) {
    if (!(day.error > 0)) return false;
    weights += 1 / (day.error * day.error);
    sum += day.index / (day.error * day.error);
  }
  if (days.size() < 2) return false;
  for (const WeekdayMean& day : days)
    distance += std::pow((day.index - sum / weights) / day.error, 2);
  return chi_square_upper(distance, static_cast<double>(days.size()) - 1) > 0.05;
}

std::vector<WeekdayMean> weekday_means(const Frame& season) {
  std::vector<WeekdayMean> days;
  for (size_t r = 0; r < season.rows; ++r) {
    const auto index = number_at(season, "index", r), high = number_at(season, "index_high", r);
    const double count = number_at(season, "days", r).value_or(0);
    if (!index || !high || count < 2) return {};
    days.push_back({static_cast<int>(number_at(season, "weekday", r).value_or(1)), *index,
                    (*high - *index) / student_t_quantile(0.975, count - 1), count});
  }
  std::stable_sort(days.begin(), days.end(),
                   [](const WeekdayMean& a, const WeekdayMean& b) { return a.index < b.index; });
  return days;
}

// A ratio that was picked as the most striking of `tries`, with its p-value.
void put_picked(const std::string& id, const std::string& label, const std::string& metric,
                const Split& split, double freedom, double tries, Facts& facts) {
  const double width = split.error * student_t_quantile(1 - 0.025 / tries, freedom);
  const bool is_part = split.ratio < 1;
  put(facts,
      {.id = id + ".ratio",
       .label = label,
       .unit = is_part ? "fraction" : "ratio",
       .decimals = is_part ? 1 : 2,
       .formula = "interval by Student's t, wide enough for every choice there was (Bonferroni)",
       .metric = metric},
      split.ratio, split.ratio * std::exp(-width), split.ratio * std::exp(width));
  const double p = student_t_two_sided(std::log(split.ratio) / split.error, freedom);
  put(facts,
      {.id = id + ".p_value",
       .label = label + ": p-value of no difference, corrected for every choice there was",
       .unit = "ratio",
       .decimals = 4,
       .metric = metric},
      std::min(1.0, p * tries));
}

void put_weekday_groups(const Frame& season, Facts& facts) {
  const std::vector<WeekdayMean> days = weekday_means(season);
  if (days.size() < 3) return;
  size_t lowest = 0;
  Split best;
  double clearest = 0, counted = 0;
  for (const WeekdayMean& day : days) counted += day.days;
  for (size_t k = 1; k < days.size(); ++k) {
    const Split split = split_of(days, k);
    const double distance = split.error > 0 ? -std::log(split.ratio) / split.error : 0;
    if (distance > clearest) clearest = distance, lowest = k, best = split;
  }
  if (lowest == 0) return;
  // The smaller part is told, the larger is what it is compared with.
  const bool is_low = 2 * lowest < days.size();
  const std::span<const WeekdayMean> all(days);
  const auto low = all.first(lowest), high = all.subspan(lowest);
  if (!is_low) best.ratio = 1 / best.ratio;
  const auto names = [](std::span<const WeekdayMean> part) {
    std::vector<int> weekdays;
    for (const WeekdayMean& day : part) weekdays.push_back(day.weekday);
    return weekdays_text(std::move(weekdays));
  };
  put_text(facts, {.id = "weekday.apart.days", .label = "Weekdays that lie apart"},
           names(is_low ? low : high));
  put_text(facts, {.id = "weekday.apart.others", .label = "The other weekdays"},
           names(is_low ? high : low));
  const auto count = static_cast<double>(days.size());
  put_picked("weekday.apart", "Weekdays that lie apart: revenue a day over that of the others",
             "seasonality", best, counted - count, std::exp2(count - 1) - 1, facts);
  put(facts,
      {.id = "weekday.apart.others_alike",
       .label = "Whether the other weekdays differ by no more than chance",
       .unit = "count",
       .metric = "seasonality"},
      static_cast<double>(are_alike(is_low ? high : low)));
  double low_error = 0, high_error = 0;
  const double gap = mean_of(high, high_error) - mean_of(low, low_error);
  const auto lows = static_cast<double>(lowest);
  double sum = 0, apart = 0;
  for (const WeekdayMean& day : days) sum += day.index;
  for (const WeekdayMean& day : is_low ? low : high) apart += day.index;
  put(facts,
      {.id = "weekday.apart.share",
       .label = "Weekdays that lie apart: share of a week's revenue",
       .unit = "fraction",
       .decimals = 1,
       .metric = "seasonality"},
      apart / sum);
  put(facts,
      {.id = "weekday.apart.even_share",
       .label = "Weekdays that lie apart: share of the weekdays with sales",
       .unit = "fraction",
       .decimals = 1,
       .metric = "seasonality"},
      static_cast<double>((is_low ? low : high).size()) / count);
  put(facts,
      {.id = "weekday.apart.shift",
       .label = "Share of revenue that an even week would have on other weekdays",
       .unit = "fraction",
       .decimals = 1,
       .metric = "seasonality"},
      lows * (count - lows) / count / count * gap);
}

constexpr size_t kFewestMonths = 6;
constexpr size_t kFewestWeeks = 3;

constexpr double kFewestDaysOfMonth = 14, kFewestDaysOfWeek = 4;

// A month of the year, over all years that hold the whole of it. Festivals have a finding of their
// own, and closed days tell nothing of what a day brings.
struct Month {
  double whole = 0;              // days, of any kind
  double revenue = 0, days = 0;  // of open days outside festivals
  std::vector<double> weeks;     // logarithms of their mean in weeks with their Thursday in it

  double daily() const { return revenue / days; }
};

// Returns which rows are open days outside festivals. As for weekdays, a day without a sale is
// closed where its weekday has seven or more.
std::vector<bool> ordinary_days(const Frame& daily) {
  constexpr double kNeverNone = 7;
  double sales[8] = {}, days[8] = {};
  const auto weekday = [&](size_t r) {
    return static_cast<size_t>(number_at(daily, "weekday", r).value_or(1));
  };
  const auto sold = [&](size_t r) { return number_at(daily, "transactions", r).value_or(0); };
  for (size_t r = 0; r < daily.rows; ++r) {
    sales[weekday(r)] += sold(r);
    days[weekday(r)] += sold(r) > 0;
  }
  std::vector<bool> is_ordinary(daily.rows);
  for (size_t r = 0; r < daily.rows; ++r) {
    const size_t which = weekday(r);
    const bool is_closed =
        sold(r) == 0 && (days[which] == 0 || sales[which] >= kNeverNone * days[which]);
    is_ordinary[r] = !is_closed && text_at(daily, "festival", r).empty();
  }
  return is_ordinary;
}

std::map<int, Month> months_of(const Frame& daily) {
  std::map<std::pair<int, int>, Month> single;  // by year and month
  const std::vector<bool> is_ordinary = ordinary_days(daily);
  double week = 0, seen = 0, counted = 0;
  std::pair<int, int> thursday;
  for (size_t r = 0; r < daily.rows; ++r) {
    const Day day = day_at(daily, "date", r).value_or(0);
    const CivilDate date = civil_from_day(day);
    const double revenue = number_at(daily, "revenue", r).value_or(0);
    Month& month = single[{date.year, date.month}];
    month.whole += 1;
    const int weekday = weekday_of(day);
    if (weekday == 1) week = seen = counted = 0;
    if (weekday == 4) thursday = {date.year, date.month};
    seen += 1;
    if (is_ordinary[r]) {
      month.revenue += revenue;
      month.days += 1;
      week += revenue;
      counted += 1;
    }
    if (weekday == 7 && seen == 7 && week > 0 && counted >= kFewestDaysOfWeek)
      single[thursday].weeks.push_back(std::log(week / counted));
  }
  std::map<int, Month> months;
  for (const auto& [when, part] : single) {
    const auto [year, number] = when;
    const Day next = day_from_civil({number == 12 ? year + 1 : year, number % 12 + 1, 1});
    if (part.whole != next - day_from_civil({year, number, 1})) continue;
    if (part.days < kFewestDaysOfMonth || part.revenue <= 0) continue;
    Month& month = months[number];
    month.revenue += part.revenue;
    month.days += part.days;
    month.weeks.insert(month.weeks.end(), part.weeks.begin(), part.weeks.end());
  }
  std::erase_if(months, [](const auto& item) { return item.second.weeks.size() < kFewestWeeks; });
  return months;
}

void put_month(const std::string& id, const std::string& label, int number, const Month& month,
               Facts& facts) {
  put_text(facts, {.id = id, .label = label, .metric = "daily"}, month_name(number));
  put(facts,
      {.id = id + ".revenue_per_day",
       .label = label + ": revenue an open day outside festivals",
       .unit = "currency",
       .decimals = 2,
       .metric = "daily"},
      month.daily());
}

// The weekdays that never have a sale, of periods that hold each of them.
void put_closed_weekdays(const Frame& daily, Facts& facts) {
  double sales[8] = {}, days[8] = {};
  for (size_t r = 0; r < daily.rows; ++r) {
    const auto weekday = static_cast<size_t>(number_at(daily, "weekday", r).value_or(1));
    sales[weekday] += number_at(daily, "transactions", r).value_or(0);
    days[weekday] += 1;
  }
  std::vector<int> closed;
  double sum = 0;
  for (int weekday = 1; weekday <= 7; ++weekday) {
    const auto at = static_cast<size_t>(weekday);
    if (sales[at] > 0 || days[at] < 2) continue;
    closed.push_back(weekday);
    sum += days[at];
  }
  if (closed.empty()) return;
  put_text(facts,
           {.id = "closed.weekdays", .label = "Weekdays that never have a sale", .metric = "daily"},
           weekdays_text(closed));
  put(facts,
      {.id = "closed.weekday_days",
       .label = "Days on weekdays that never have a sale",
       .unit = "days",
       .metric = "daily"},
      sum);
}

void put_months(const Frame& daily, Facts& facts) {
  const std::map<int, Month> months = months_of(daily);
  if (months.size() < kFewestMonths) return;
  const auto is_less = [](const auto& a, const auto& b) {
    return a.second.daily() < b.second.daily();
  };
  const auto low = std::min_element(months.begin(), months.end(), is_less);
  const auto peak = std::max_element(months.begin(), months.end(), is_less);
  double squares = 0, freedom = 0, mean = 0, shift = 0;
  for (const auto& [number, month] : months) {
    double middle = 0;
    const auto weeks = static_cast<double>(month.weeks.size());
    for (const double week : month.weeks) middle += week / weeks;
    for (const double week : month.weeks) squares += (week - middle) * (week - middle);
    freedom += weeks - 1;
    mean += month.daily() / static_cast<double>(months.size());
  }
  if (low == peak || !(squares > 0)) return;
  for (const auto& [number, month] : months)
    shift += std::fabs(month.daily() / mean - 1) / 2 / static_cast<double>(months.size());
  const double noise = std::sqrt(squares / freedom);
  const auto weeks = [](const auto& month) {
    return static_cast<double>(month->second.weeks.size());
  };
  const Split split{low->second.daily() / peak->second.daily(),
                    noise * std::sqrt(1 / weeks(low) + 1 / weeks(peak))};
  put_month("season.peak", "Month with the most revenue a day", peak->first, peak->second, facts);
  put_month("season.low", "Month with the least revenue a day", low->first, low->second, facts);
  const auto count = static_cast<double>(months.size());
  put_picked("season", "Revenue a day of the lowest month over that of the highest", "daily", split,
             freedom, count * (count - 1) / 2, facts);
  put(facts,
      {.id = "season.shift",
       .label = "Share of revenue that an even year would have in other months",
       .unit = "fraction",
       .decimals = 1,
       .metric = "daily"},
      shift);
  // A lasting rise or fall has its extremes at both ends, and is told as such.
  const int first = months.begin()->first, last = months.rbegin()->first;
  const double years = static_cast<double>(daily.rows) / 365;
  put(facts,
      {.id = "season.is_trend",
       .label = "Whether the highest and the lowest month are the ends of less than two years",
       .unit = "count",
       .metric = "daily"},
      static_cast<double>(years < 1.9 && std::min(low->first, peak->first) == first &&
                          std::max(low->first, peak->first) == last));
}

}  // namespace

Result<> add_seasons(Measurements& measured, Facts& facts) {
  const auto season = measured.metric("seasonality");
  if (!season) return season.error();
  if (*season != nullptr) put_weekday_groups(**season, facts);
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  if (*daily != nullptr) {
    put_closed_weekdays(**daily, facts);
    put_months(**daily, facts);
  }
  return Done{};
}

}  // namespace footfall
