// How the last days compare with the days before, and with the same days a year before.
#include <cmath>
#include <vector>

#include "analytics/distributions.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

constexpr size_t kYear = 364;  // 52 weeks, so that weekdays stay
constexpr size_t kFewestPairs = 5;

struct Kpi {
  const char* name;
  const char* label;
  const char* unit;
  int decimals;
};

constexpr Kpi kKpis[] = {{"revenue", "Revenue", "currency", 2},
                         {"transactions", "Transactions", "count", 0},
                         {"active_customers", "Active customers", "count", 0},
                         {"average_transaction_value", "Average transaction", "currency", 2},
                         {"items_per_basket", "Items a basket", "ratio", 2},
                         {"units_per_basket", "Units a basket", "ratio", 2}};

// Revenue by day, its festivals, and what weekdays are outside them.
struct Days {
  std::vector<double> revenue, usual;
  std::vector<std::string> festival;

  explicit Days(const Frame& daily) {
    double sums[8] = {}, counts[8] = {};
    std::vector<size_t> weekdays;
    for (size_t r = 0; r < daily.rows; ++r) {
      revenue.push_back(number_at(daily, "revenue", r).value_or(0));
      festival.push_back(text_at(daily, "festival", r));
      weekdays.push_back(static_cast<size_t>(number_at(daily, "weekday", r).value_or(1)));
      if (!festival[r].empty()) continue;
      sums[weekdays[r]] += revenue[r];
      counts[weekdays[r]] += 1;
    }
    for (const size_t weekday : weekdays)
      usual.push_back(counts[weekday] > 0 ? sums[weekday] / counts[weekday] : 0);
  }

  // First day of the window of a festival that a day lies in.
  size_t window_start(size_t day) const {
    size_t start = day;
    for (size_t back = day; back-- > 0 && start - back <= kDaysOfWindowGap;) {
      if (festival[back] == festival[day]) start = back;
    }
    return start;
  }

  // The same day of the same festival about a year before, at most 45 days off; none if there is
  // none.
  std::optional<size_t> festival_day_before(size_t day) const {
    constexpr size_t kDrift = 45;
    const size_t start = window_start(day), place = day - start;
    for (size_t off = 0; off <= kDrift; ++off) {
      for (const size_t first : {start + off, start - std::min(off, start)}) {
        if (first < kYear || first - kYear + place >= revenue.size()) continue;
        const size_t then = first - kYear;
        if (festival[then] == festival[day] && window_start(then) == then &&
            festival[then + place] == festival[day] && window_start(then + place) == then) {
          return then + place;
        }
      }
    }
    return std::nullopt;
  }

  std::optional<double> log_ratio(size_t now, size_t before) const {
    if (!(revenue[now] > 0) || !(revenue[before] > 0)) return std::nullopt;
    return std::log(revenue[now] / revenue[before]);
  }
};

struct Pairs {
  std::vector<double> ratios;  // logarithms
  size_t festive = 0;          // of them, of days of festivals
};

// Pairs of the last days with those `apart` before, both outside festivals.
Pairs ordinary_pairs(const Days& days, size_t count, size_t apart) {
  Pairs pairs;
  for (size_t back = 0; back < count; ++back) {
    const size_t now = days.revenue.size() - 1 - back, before = now - apart;
    if (!days.festival[now].empty() || !days.festival[before].empty()) continue;
    if (const auto ratio = days.log_ratio(now, before)) pairs.ratios.push_back(*ratio);
  }
  return pairs;
}

// The same a year before, and days of festivals with those of the same festival a year before, at
// what their weekdays are apart.
Pairs pairs_of_years(const Days& days, size_t count) {
  Pairs pairs = ordinary_pairs(days, count, kYear);
  for (size_t back = 0; back < count; ++back) {
    const size_t now = days.revenue.size() - 1 - back;
    if (days.festival[now].empty()) continue;
    const auto before = days.festival_day_before(now);
    if (!before || !(days.usual[now] > 0) || !(days.usual[*before] > 0)) continue;
    const auto ratio = days.log_ratio(now, *before);
    if (!ratio) continue;
    pairs.ratios.push_back(*ratio - std::log(days.usual[now] / days.usual[*before]));
    ++pairs.festive;
  }
  return pairs;
}

void put_pairs(const std::string& id, const std::string& label, const std::string& formula,
               const Pairs& pairs, Facts& facts) {
  if (pairs.ratios.size() < kFewestPairs) return;
  double mean = 0, squares = 0;
  const auto n = static_cast<double>(pairs.ratios.size());
  for (const double ratio : pairs.ratios) mean += ratio / n;
  for (const double ratio : pairs.ratios) squares += (ratio - mean) * (ratio - mean);
  const double width = student_t_quantile(0.975, n - 1) * std::sqrt(squares / (n - 1) / n);
  put(facts,
      {.id = id + ".pairs",
       .label = label + ": pairs of days compared",
       .unit = "count",
       .metric = "daily"},
      n);
  put(facts,
      {.id = id,
       .label = label,
       .unit = "fraction",
       .decimals = 1,
       .formula = formula,
       .metric = "daily"},
      std::expm1(mean), std::expm1(mean - width), std::expm1(mean + width));
}

size_t festive_days(const Days& days, size_t first, size_t count) {
  size_t festive = 0;
  for (size_t day = first; day < first + count; ++day) festive += !days.festival[day].empty();
  return festive;
}

// The last days against the days before, weekday by weekday, both outside festivals: the mean of
// the logarithms of the ratios, with Student's t over the pairs.
void put_like_for_like(const Days& days, size_t count, Facts& facts) {
  const size_t last = days.revenue.size() - count;
  const struct {
    const char* id;
    const char* label;
    size_t first;
  } kParts[] = {
      {"change.festival_days.current", "Festival days among the last days", last},
      {"change.festival_days.previous", "Festival days among those before", last - count}};
  for (const auto& part : kParts) {
    put(facts, {.id = part.id, .label = part.label, .unit = "days", .metric = "daily"},
        static_cast<double>(festive_days(days, part.first, count)));
  }
  if (count % 7 != 0) return;
  put_pairs("change.like_for_like", "Revenue, like for like",
            "geometric mean over pairs of equal weekdays outside festivals of revenue / revenue of "
            "the earlier day, minus 1; t interval over pairs",
            ordinary_pairs(days, count, count), facts);
}

void put_year_before(const Frame& daily, const Days& days, size_t count, Facts& facts) {
  const size_t last = daily.rows - count;
  put_date(facts,
           {.id = "year_before.start",
            .label = "First of the same days a year before",
            .formula = "52 weeks before",
            .metric = "kpi"},
           day_at(daily, "date", last - kYear));
  put_date(
      facts,
      {.id = "year_before.end", .label = "Last of the same days a year before", .metric = "kpi"},
      day_at(daily, "date", daily.rows - 1 - kYear));
  put(facts,
      {.id = "year_before.festival_days",
       .label = "Festival days among the same days a year before",
       .unit = "days",
       .metric = "daily"},
      static_cast<double>(festive_days(days, last - kYear, count)));
  const Pairs pairs = pairs_of_years(days, count);
  put(facts,
      {.id = "year_before.festival_pairs",
       .label = "Festival days that are compared with the same festival a year before",
       .unit = "days",
       .metric = "daily"},
      static_cast<double>(pairs.festive));
  put_pairs("year_before.like_for_like", "Revenue against a year before, like for like",
            "geometric mean of revenue / revenue of the earlier day, minus 1, over pairs of equal "
            "weekdays 52 weeks apart outside festivals, and of equal days of a festival, at the "
            "mean revenue of their weekdays; t interval over pairs",
            pairs, facts);
}

void put_change(const Frame& kpis, size_t row, const Kpi& kpi, Facts& facts) {
  const struct {
    const char* id;
    const char* label;
    const char* when;
    const char *change, *low, *high, *before;
    bool with_current;
  } kSides[] = {{"change.", ", change", ", days before", "change", "change_low", "change_high",
                 "previous", true},
                {"year_before.", ", change on a year before", ", same days a year before",
                 "year_change", "year_low", "year_high", "year_before", false}};
  for (const auto& side : kSides) {
    const std::string id = std::string(side.id) + kpi.name, label = kpi.label;
    const auto change = number_at(kpis, side.change, row);
    if (!change) continue;
    const auto put_part = [&](const char* part, const char* when, const char* column) {
      put(facts,
          {.id = id + part,
           .label = label + when,
           .unit = kpi.unit,
           .decimals = kpi.decimals,
           .metric = "kpi"},
          number_at(kpis, column, row));
    };
    if (side.with_current) put_part(".current", ", last days", "current");
    put_part(".previous", side.when, side.before);
    put(facts,
        {.id = id,
         .label = label + side.label,
         .unit = "fraction",
         .decimals = 1,
         .formula = "current / previous - 1; delta method over customers",
         .metric = "kpi"},
        change, number_at(kpis, side.low, row), number_at(kpis, side.high, row));
  }
}

}  // namespace

Result<> add_changes(Measurements& measured, Facts& facts) {
  const auto kpi = measured.metric("kpi");
  if (!kpi) return kpi.error();
  const auto daily = measured.metric("daily");
  if (!daily) return daily.error();
  const double days = number_at(**kpi, "days", 0).value_or(0);
  if (days < 1) return Done{};
  put(facts, {.id = "change.days", .label = "Days compared", .unit = "days", .metric = "kpi"},
      days);
  for (size_t r = 0; r < (*kpi)->rows; ++r) {
    for (const Kpi& known : kKpis) {
      if (text_at(**kpi, "kpi", r) == known.name) put_change(**kpi, r, known, facts);
    }
  }
  const auto count = static_cast<size_t>(days);
  if (*daily == nullptr || (*daily)->rows < 2 * count) return Done{};
  const Days figures(**daily);
  put_like_for_like(figures, count, facts);
  if ((*daily)->rows >= kYear + count) put_year_before(**daily, figures, count, facts);
  return Done{};
}

}  // namespace footfall
