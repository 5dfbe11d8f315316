#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analytics/distributions.h"
#include "report/fact_sections.h"

namespace footfall {

namespace {

constexpr const char* kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday"};

// The hour with the most revenue, beside that with the most purchases.
void put_hours_by_revenue(const Frame& hourly, Facts& facts) {
  std::optional<size_t> most, busiest;
  double whole = 0;
  for (size_t r = 0; r < hourly.rows; ++r) {
    if (!text_at(hourly, "persona", r).empty()) continue;
    const double revenue = number_at(hourly, "revenue", r).value_or(0);
    whole += revenue;
    if (!most || revenue > number_at(hourly, "revenue", *most).value_or(0)) most = r;
    if (number_at(hourly, "rank", r) == 1.0) busiest = r;
  }
  if (!most || !busiest || !(whole > 0)) return;
  const auto share = [&](size_t r) { return number_at(hourly, "revenue", r).value_or(0) / whole; };
  put(facts,
      {.id = "hour.busiest.revenue_share",
       .label = "Busiest hour: share of revenue",
       .unit = "fraction",
       .decimals = 1,
       .metric = "hourly"},
      share(*busiest));
  const std::string id = "hour.most_revenue", label = "Hour with the most revenue";
  put(facts, {.id = id, .label = label, .unit = "hour", .metric = "hourly"},
      number_at(hourly, "hour", *most));
  put(facts,
      {.id = id + ".transactions",
       .label = label + ": transactions",
       .unit = "count",
       .metric = "hourly"},
      number_at(hourly, "transactions", *most));
  put(facts,
      {.id = id + ".revenue",
       .label = label + ": revenue",
       .unit = "currency",
       .decimals = 2,
       .metric = "hourly"},
      number_at(hourly, "revenue", *most));
  put(facts,
      {.id = id + ".revenue_share",
       .label = label + ": share of revenue",
       .unit = "fraction",
       .decimals = 1,
       .metric = "hourly"},
      share(*most));
}

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

// Whether the busiest hour holds more than an even share by more than chance: the most of some
// hours is always above their mean (Bonferroni). Purchases of one customer tend to the same hour,
// so that counts vary as if there were only as many as customers.
void put_clear_hour(const std::map<int, double>& hours, Facts& facts) {
  if (hours.size() < 2) return;
  double total = 0, most = 0;
  for (const auto& [hour, sold] : hours) total += sold, most = std::max(most, sold);
  const Fact* each = facts.find("transactions_per_customer");
  const double design = each != nullptr ? std::max(1.0, each->value) : 1;
  const auto count = static_cast<double>(hours.size());
  const double even = total / count;
  const double z = (most - even) / std::sqrt(even * (1 - 1 / count) * design);
  put(facts,
      {.id = "hour.is_clear",
       .label = "Whether an hour holds more than an even share by more than chance",
       .unit = "count",
       .metric = "hourly"},
      normal_two_sided(z) * count < 0.05);
}

// Whether the hours of a persona differ by more than chance, over all hours of the shop, with
// purchases of one customer taken as one.
bool hours_differ(const std::map<int, double>& hours, const std::map<int, double>& of_shop,
                  double per_customer) {
  constexpr double kLevel = 0.01;
  if (of_shop.size() < 2) return true;  // there is one hour only
  double total = 0, distance = 0;
  for (const auto& [hour, sold] : hours) total += sold;
  const double even = total / static_cast<double>(of_shop.size());
  for (const auto& [hour, sold] : of_shop) {
    const auto own = hours.find(hour);
    distance += std::pow((own != hours.end() ? own->second : 0) - even, 2) / even;
  }
  return chi_square_upper(distance / std::max(1.0, per_customer),
                          static_cast<double>(of_shop.size()) - 1) < kLevel;
}

// "9 to 11 h, 14 to 16 h": the fewest hours that hold four fifths of the purchases.
std::string main_hours(const std::map<int, double>& hours) {
  constexpr double kMost = 0.8;
  std::vector<std::pair<double, int>> ranked;
  double total = 0, held = 0;
  for (const auto& [hour, sold] : hours) {
    ranked.emplace_back(-sold, hour);
    total += sold;
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<int> chosen;
  for (size_t i = 0; i < ranked.size() && held < kMost * total; ++i) {
    held -= ranked[i].first;
    chosen.push_back(ranked[i].second);
  }
  std::sort(chosen.begin(), chosen.end());
  std::string text;
  for (size_t i = 0; i < chosen.size();) {
    size_t end = i + 1;
    while (end < chosen.size() && chosen[end] == chosen[end - 1] + 1) ++end;
    text += (text.empty() ? "" : ", ") + std::to_string(chosen[i]) + " to " +
            std::to_string(chosen[end - 1] + 1) + "\u00a0h";
    i = end;
  }
  return text;
}

void put_hours_of_personas(const Frame& hourly, Facts& facts) {
  std::map<std::string, std::map<int, double>> by_persona;
  for (size_t r = 0; r < hourly.rows; ++r) {
    const double sold = number_at(hourly, "transactions", r).value_or(0);
    const int hour = static_cast<int>(number_at(hourly, "hour", r).value_or(0));
    if (sold > 0) by_persona[text_at(hourly, "persona", r)][hour] = sold;
  }
  const std::map<int, double> of_shop = by_persona[""];
  for (const auto& [persona, hours] : by_persona) {
    if (persona.empty()) {
      put_clear_hour(hours, facts);
      continue;
    }
    const std::string id = "persona." + fact_word(persona) + ".";
    const Fact *count = facts.find(id + "transactions"),
               *buyers = facts.find(id + "active_customers");
    const bool is_known = count != nullptr && buyers != nullptr && buyers->value > 0;
    if (!hours_differ(hours, of_shop, is_known ? count->value / buyers->value : 1)) continue;
    put_text(facts,
             {.id = id + "main_hours",
              .label = persona + ": the fewest hours that hold four fifths of the purchases",
              .filter = {{"persona", persona}},
              .metric = "hourly"},
             main_hours(hours));
  }
}

}  // namespace

Result<> add_times(Measurements& measured, Facts& facts) {
  const auto hourly = measured.metric("hourly");
  if (!hourly) return hourly.error();
  if (*hourly != nullptr) {
    put_hours(**hourly, facts);
    put_hours_by_revenue(**hourly, facts);
    put_hours_of_personas(**hourly, facts);
  }
  const auto season = measured.metric("seasonality");
  if (!season) return season.error();
  if (*season == nullptr) return Done{};
  std::optional<size_t> best;
  double closed = 0;
  for (size_t r = 0; r < (*season)->rows; ++r) {
    closed += number_at(**season, "closed_days", r).value_or(0);
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
         .formula = "days in festival windows, and those without a sale of weekdays with seven or "
                    "more, left out; t interval over the days",
         .metric = "seasonality"},
        number_at(**season, "index", r), number_at(**season, "index_low", r),
        number_at(**season, "index_high", r));
    if (number_at(**season, "index", r) &&
        (!best || *number_at(**season, "index", r) > *number_at(**season, "index", *best)))
      best = r;
  }
  if (closed > 0) {
    put(facts,
        {.id = "weekday.closed_days",
         .label = "Days without a sale that weekdays are compared without",
         .unit = "days",
         .metric = "seasonality"},
        closed);
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

}  // namespace footfall
