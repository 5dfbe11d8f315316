#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

// "13 Jan to 17 Jan" of the only festival; nothing where there are several.
std::string window_of(const RuleInput& in, const std::vector<std::string>& festivals) {
  if (festivals.size() != 1) return "";
  const std::string id = "festival." + festivals[0] + ".";
  return in.write.name(id + "name") + (value_of(in.facts, id + "times") > 1 ? ", last " : ", ") +
         in.write.short_date(id + "start") + " to " + in.write.short_date(id + "end");
}

// "36.1 % more transactions, 13.2 % more lines a basket": drivers that chance does not explain.
std::string drivers_of(const RuleInput& in) {
  const struct {
    const char* id;
    const char* more;
    const char* fewer;
  } kDrivers[] = {{"festival_days.transactions", "more transactions", "fewer transactions"},
                  {"festival_days.lines", "more lines a basket", "fewer lines a basket"},
                  {"festival_days.units", "more units a line", "fewer units a line"},
                  {"festival_days.price", "more revenue a unit", "less revenue a unit"}};
  std::vector<std::string> parts;
  for (const auto& driver : kDrivers) {
    const Fact* fact = in.facts.find(driver.id);
    if (fact == nullptr || !fact->low || *fact->low * *fact->high <= 0) continue;
    parts.push_back(in.write.size(driver.id) + " " +
                    (fact->value > 0 ? driver.more : driver.fewer));
  }
  return listed(parts);
}

}  // namespace

void try_festivals(const RuleInput& in, Candidates& out) {
  const Fact* effect = in.facts.find("festival_days.revenue");
  if (effect == nullptr) return;
  const double freedom = std::max(3.0, value_of(in.facts, "period.days") - 8);
  const double share = value_of(in.facts, "festival_days.revenue_share");
  Candidate candidate{p_of_change(effect, freedom),
                      share * std::fabs(effect->value) / (1 + std::max(0.0, effect->value))};
  candidate.tell = [in, rises = effect->value > 0] {
    const FactWriter& w = in.write;
    const auto festivals = words_of(in.facts, "festival");
    const bool has_season = value_of(in.facts, "period.days") >= kDaysOfSeason;
    Insight told;
    told.headline = "Revenue is " + w.size("festival_days.revenue") +
                    (rises ? " higher" : " lower") +
                    " on festival days than on the same weekdays " +
                    (has_season ? "of their months" : "at other times");
    told.comparison = "The interval is " + w.interval("festival_days.revenue") + ".";
    const std::string drivers = drivers_of(in);
    if (!drivers.empty()) told.comparison += " It is made of " + drivers + ".";
    told.why = "The festival days are " + w.value("festival_days.day_share") +
               " of the days and bring " + w.value("festival_days.revenue_share") +
               " of revenue, " + w.value("festival_days.extra_revenue") +
               (rises ? " above" : " off") + " what ordinary days of their weekdays " +
               (has_season ? "and months would." : "would.");
    const std::string window = window_of(in, festivals);
    told.action = rises ? "Stock and staff for the whole window" +
                              (window.empty() ? "" : " (" + window + ")") +
                              ", not for the day alone, and order ahead of it."
                        : "Plan less stock and fewer people for these days.";
    told.view = "effects";
    return told;
  };
  out.push_back(std::move(candidate));
}

namespace {

Insight tell_uplift(const RuleInput& in, const std::string& kind) {
  const FactWriter& w = in.write;
  const std::string id = "uplift." + kind + ".";
  const std::string when = kind == "festival" ? "on festival days" : "at weekends";
  const Fact* pooled = in.facts.find(id + "pooled");
  const Fact* within = in.facts.find(id + "within");
  const Fact* mix = in.facts.find(id + "mix");
  const std::string direction = pooled->value > 0 ? " higher" : " lower";
  Insight told;
  told.view = "effects";
  const bool has_mix = within != nullptr && within->low && mix != nullptr && mix->low &&
                       *mix->low * *mix->high > 0 && within->value * pooled->value > 0;
  if (!has_mix) {
    told.headline = "The average transaction is " + w.size(id + "pooled") + direction + " " + when;
    told.comparison = w.value(id + "mean") + " against " + w.value(id + "other_mean") +
                      "; the interval is " + w.interval(id + "pooled") + ".";
    told.why = pooled->value > 0
                   ? "That comes on top of any rise in the number of transactions."
                   : "More transactions may hide it: the sum of a day does not show it.";
    told.action = "Place offers for large baskets " + when +
                  ", and measure them against the same days of other weeks.";
    return told;
  }
  told.headline = "Persona by persona, the average transaction is " + w.size(id + "within") +
                  direction + " " + when + "; pooled it is only " + w.size(id + "pooled");
  if (std::fabs(within->value) < std::fabs(pooled->value)) {
    told.headline = "The average transaction is " + w.size(id + "pooled") + direction + " " + when +
                    ", persona by persona only " + w.size(id + "within");
  }
  told.comparison = "Intervals: " + w.interval(id + "within") + " at an equal mix of personas, " +
                    w.interval(id + "pooled") + " pooled (" + w.value(id + "mean") + " against " +
                    w.value(id + "other_mean") + ").";
  told.why = "The mix accounts for the rest (" + w.with_sign(id + "mix") + "): " +
             (mix->value < 0 ? "more of the transactions come from personas with small ones "
                             : "more of the transactions come from personas with large ones ") +
             when + ".";
  told.action = "Plan each persona with its own figure; the pooled one fits none of them.";
  return told;
}

// Whether festivals, and not only the months that they lie in, go with the uplift of all
// transactions: within weekdays and months the average is revenue over transactions.
bool holds_within_months(const RuleInput& in, const Fact& pooled) {
  const Fact *revenue = in.facts.find("festival_days.revenue"),
             *count = in.facts.find("festival_days.transactions");
  if (value_of(in.facts, "period.days") < kDaysOfSeason || revenue == nullptr || count == nullptr ||
      !pooled.low || !pooled.high)
    return true;
  const double within = (1 + revenue->value) / (1 + count->value) - 1;
  return within >= *pooled.low && within <= *pooled.high;
}

}  // namespace

void try_uplifts(const RuleInput& in, Candidates& out) {
  for (const std::string kind : {"festival", "weekend"}) {
    const Fact* pooled = in.facts.find("uplift." + kind + ".pooled");
    if (pooled == nullptr) continue;
    const Fact* within = in.facts.find("uplift." + kind + ".within");
    const Fact* tested = within != nullptr && within->low ? within : pooled;
    const std::string days = kind + "_days.revenue_share";
    const double size = std::fabs(tested->value);
    Candidate candidate{p_of_change(tested), value_of(in.facts, days) * size / (1 + size)};
    if (kind == "weekend" || holds_within_months(in, *pooled))
      candidate.tell = [in, kind] { return tell_uplift(in, kind); };
    out.push_back(std::move(candidate));
    // The personas' own uplifts are tests as well; a table shows them.
    for (const std::string& persona : words_of(in.facts, "persona"))
      out.push_back({p_of_change(in.facts.find("uplift." + kind + ".persona." + persona))});
  }
}

bool has_hour_of_revenue(const Facts& facts) {
  const std::string most = "hour.most_revenue", busiest = "hour.busiest";
  const double mean = value_of(facts, "average_transaction_value");
  if (facts.find(most) == nullptr || mean <= 0) return false;
  if (value_of(facts, most) == value_of(facts, busiest)) return false;
  const double ratio = value_of(facts, "spend.deviation") / mean;
  // A sum of purchases that come by chance varies as the sum of their squares.
  double variance = 0;
  for (const std::string& hour : {most, busiest}) {
    const double count = value_of(facts, hour + ".transactions");
    if (count <= 0) return false;
    variance += std::pow(value_of(facts, hour + ".revenue"), 2) / count * (1 + ratio * ratio);
  }
  variance *= std::max(1.0, value_of(facts, "transactions_per_customer", 1));
  const double gap = value_of(facts, most + ".revenue") - value_of(facts, busiest + ".revenue");
  return gap > 1.96 * std::sqrt(variance);
}

void try_hours(const RuleInput& in, Candidates& out) {
  const double first = value_of(in.facts, "hour.busiest.transactions");
  const double second = value_of(in.facts, "hour.second.transactions");
  if (first <= 0 || second <= 0) return;
  // Purchases of one customer tend to the same hour: counts vary as if there were only as many
  // independent ones as customers.
  const double design = std::max(1.0, value_of(in.facts, "transactions_per_customer", 1));
  const double z = (first - second) / std::sqrt((first + second) * design);
  Candidate candidate{normal_two_sided(z), value_of(in.facts, "hour.busiest.share") -
                                               value_of(in.facts, "hour.second.share")};
  candidate.tell = [&facts = in.facts, &w = in.write] {
    Insight told;
    told.headline = "The hour from " + w.value("hour.busiest") + " holds " +
                    w.value("hour.busiest.share") + " of all transactions";
    told.comparison = "The next, " + w.value("hour.second") + ", holds " +
                      w.value("hour.second.share") + "; " + w.value("hour.busiest.transactions") +
                      " purchases against " + w.value("hour.second.transactions") + ".";
    if (has_hour_of_revenue(facts)) {
      told.comparison += " Most revenue comes from " + w.value("hour.most_revenue") + ": " +
                         w.value("hour.most_revenue.revenue_share") + " of it, after " +
                         w.value("hour.busiest.revenue_share") + " in the busiest hour.";
    }
    told.why = "Queues and empty shelves in this hour are seen by the most customers.";
    told.action = "Open every till for it, and have shelves filled before it begins.";
    told.view = "heat";
    return told;
  };
  out.push_back(std::move(candidate));
}

namespace {

// What the others are among themselves: alike, or from the lowest to the highest.
std::string among_others(const RuleInput& in) {
  return value_of(in.facts, "weekday.apart.others_alike") != 0
             ? " Among " + in.write.name("weekday.apart.others") +
                   " no day differs from the others beyond noise."
             : " " + in.write.name("weekday.apart.others") +
                   " differ among themselves as well, by less.";
}

// Holidays and gaps are no trading days.
std::string without_closed_days(const RuleInput& in) {
  if (in.facts.find("weekday.closed_days") == nullptr) return "";
  return "; " + in.write.value("weekday.closed_days") +
         " without a sale, holidays or gaps, are left out";
}

}  // namespace

void try_weekdays(const RuleInput& in, Candidates& out) {
  const Fact* ratio = in.facts.find("weekday.apart.ratio");
  if (ratio == nullptr) return;
  Candidate candidate{value_of(in.facts, "weekday.apart.p_value", 1),
                      value_of(in.facts, "weekday.apart.shift")};
  candidate.tell = [in, is_low = ratio->value < 1] {
    const FactWriter& w = in.write;
    const bool had_festivals = value_of(in.facts, "festival_days.days") > 0;
    Insight told;
    told.headline = weekdays_apart(in.facts, w);
    told.comparison = "The interval is " + w.interval("weekday.apart.ratio") +
                      (had_festivals ? ", over days outside festivals" : "") +
                      without_closed_days(in) + "." + among_others(in);
    told.why = w.name("weekday.apart.days") + " hold " + w.value("weekday.apart.share") +
               " of a week's revenue; an even share would be " +
               w.value("weekday.apart.even_share") + ".";
    told.action = is_low ? "Plan fewer hours and deliveries for these days."
                         : "Shift hours and deliveries towards these days.";
    told.view = "heat";
    return told;
  };
  out.push_back(std::move(candidate));
}

std::string weekdays_apart(const Facts& facts, const FactWriter& w) {
  return w.name("weekday.apart.days") + " bring " + w.value("weekday.apart.ratio") +
         (value_of(facts, "weekday.apart.ratio") < 1 ? " of the revenue of other days"
                                                     : " times the revenue of other days");
}

void try_months(const RuleInput& in, Candidates& out) {
  constexpr double kFlat = 0.8;  // a year that varies less has no season worth a plan
  const Fact* ratio = in.facts.find("season.ratio");
  if (ratio == nullptr) return;
  Candidate candidate{value_of(in.facts, "season.p_value", 1), value_of(in.facts, "season.shift")};
  if (ratio->value < kFlat && value_of(in.facts, "season.is_trend") == 0) {
    candidate.tell = [in] {
      const FactWriter& w = in.write;
      Insight told;
      told.headline = "Day for day, " + w.name("season.low") + " brings " +
                      w.value("season.ratio") + " of the revenue of " + w.name("season.peak");
      told.comparison =
          w.value("season.low.revenue_per_day") + " a day against " +
          w.value("season.peak.revenue_per_day") + " in the lowest and the highest " +
          "month; the interval is " + w.interval("season.ratio") + ", over open days" +
          (value_of(in.facts, "festival_days.days") > 0 ? " outside festivals." : ".");
      told.why = "A plan by the mean of the year orders too much for " + w.name("season.low") +
                 " and too little for " + w.name("season.peak") + ".";
      told.action = "Plan stock, staff and orders month by month, not by the mean of the year.";
      told.view = "revenue";
      return told;
    };
  }
  out.push_back(std::move(candidate));
}

namespace {

// "Holi (23 Mar to 27 Mar) and Diwali (…)": festivals that the forecast counts in.
std::string festivals_ahead(const RuleInput& in) {
  constexpr size_t kMost = 3;
  const std::vector<std::string> words = words_of(in.facts, "festival_ahead");
  std::vector<std::string> told;
  for (size_t i = 0; i < std::min(words.size(), kMost); ++i) {
    const std::string id = "festival_ahead." + words[i] + ".";
    std::string text = in.write.name(id + "name") + " (" + in.write.short_date(id + "start");
    if (value_of(in.facts, id + "start") != value_of(in.facts, id + "end"))
      text += " to " + in.write.short_date(id + "end");
    told.push_back(text + ")");
  }
  if (words.size() > kMost) told.emplace_back("others");
  return listed(told);
}

// What the forecast knows of festivals ahead, beside those of the days that it is compared with.
std::string of_festivals(const RuleInput& in) {
  const FactWriter& w = in.write;
  const bool had_some = value_of(in.facts, "forecast.past_festival_days") > 0;
  const std::string before = had_some ? w.value("forecast.past_festival_days") : "";
  if (in.facts.find("forecast.festival_days") == nullptr) {
    return had_some ? " Festivals ahead are not known to the forecast; " + before +
                          " of the period before lay in one."
                    : "";
  }
  if (value_of(in.facts, "forecast.festival_days") == 0) {
    return had_some ? " No festival lies ahead; " + before + " of the period before lay in one."
                    : "";
  }
  return " Counted in are " + w.value("forecast.festival_days") + " of festivals ahead, " +
         festivals_ahead(in) + ", after " + (had_some ? before : "none") + " in the period before.";
}

}  // namespace

void try_forecast(const RuleInput& in, Candidates& out) {
  const Fact* change = in.facts.find("forecast.change");
  if (change == nullptr || in.facts.find("forecast.end") == nullptr) return;
  Candidate candidate{p_of_change(change), std::fabs(change->value)};
  if (value_of(in.facts, "forecast.is_clear") == 0) candidate.p_value = 1;
  candidate.tell = [in, is_up = change->value > 0] {
    const FactWriter& w = in.write;
    Insight told;
    told.headline = "The next " + w.value("forecast.days") + " are expected to bring " +
                    w.value("forecast.revenue") + ", " + w.size("forecast.change") +
                    (is_up ? " more" : " less") + " than as many days before";
    told.comparison = "The interval is " + w.interval("forecast.revenue") + ", after " +
                      w.value("forecast.past") + ".";
    if (in.facts.find("forecast.year_before") != nullptr) {
      told.comparison +=
          " The same weekdays a year before brought " + w.value("forecast.year_before") + ".";
    }
    told.comparison += of_festivals(in);
    told.why = "A plan that repeats the last period is off by this much.";
    told.action = is_up ? "Raise orders for these days; reorder.csv has the stock of each category "
                          "at which to order."
                        : "Lower orders for these days; reorder.csv has the stock of each category "
                          "at which to order.";
    told.view = "forecast";
    return told;
  };
  out.push_back(std::move(candidate));
}

}  // namespace footfall
