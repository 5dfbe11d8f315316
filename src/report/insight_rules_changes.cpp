#include <algorithm>
#include <cmath>

#include "report/insight_rules.h"

namespace footfall {

namespace {

// Which part of a change of revenue it is: the number of transactions or their size, of which the
// product is revenue. `of` is the prefix of the facts, "change." or "trend.".
std::string parts_of_change(const RuleInput& in, const std::string& of) {
  const FactWriter& w = in.write;
  const std::string many = of + "transactions", size = of + "average_transaction_value";
  const Fact* revenue = in.facts.find(of + "revenue");
  const Fact *count = in.facts.find(many), *mean = in.facts.find(size);
  if (count == nullptr || mean == nullptr || revenue->value <= -1 || revenue->value == 0) return "";
  const double share = std::log1p(count->value) / std::log1p(revenue->value);
  const auto change = [&](const std::string& id) { return w.with_sign(id); };
  constexpr double kMost = 2.0 / 3;
  std::string text = "Transactions changed by " + change(many) + ", their size by " + change(size);
  if (in.facts.find(of + "active_customers") != nullptr)
    text += ", " + known_customers(in.facts) + " by " + change(of + "active_customers");
  if (share >= kMost) return text + ": it is the number of transactions.";
  if (share <= 1 - kMost) return text + ": it is their size.";
  return text + ": it is both.";
}

std::string action_on_fall(const RuleInput& in, const std::string& of) {
  const Fact* count = in.facts.find(of + "transactions");
  const Fact* customers = in.facts.find(of + "active_customers");
  const Fact* revenue = in.facts.find(of + "revenue");
  const Fact* mean = in.facts.find(of + "average_transaction_value");
  if (count == nullptr || mean == nullptr || revenue == nullptr)
    return "Look at the days in daily.csv to see when it began.";
  if (std::fabs(std::log1p(mean->value)) > std::fabs(std::log1p(count->value)))
    return "Find out which goods are bought less, or at lower prices, and since when.";
  const bool is_rarer = customers != nullptr && std::fabs(std::log1p(customers->value)) <
                                                    std::fabs(std::log1p(count->value)) / 2;
  return is_rarer ? "Ask customers who come less often than before what keeps them away; daily.csv "
                    "shows since when."
                  : "Find out which customers stay away, and since when; daily.csv has the days.";
}

}  // namespace

std::string pairs_compared(const FactWriter& w, const std::string& id) {
  const Fact *pairs = w.find(id + ".pairs"), *days = w.find("change.days");
  if (pairs == nullptr || days == nullptr || pairs->value >= days->value) return "";
  return ", " + w.value(pairs->id) + " pairs of days";
}

void try_changes(const RuleInput& in, Candidates& out) {
  const Fact* change = in.facts.find("change.revenue");
  if (change == nullptr) return;
  const bool is_alike = value_of(in.facts, "change.festival_days.current") ==
                        value_of(in.facts, "change.festival_days.previous");
  const Fact* like = in.facts.find("change.like_for_like");
  const double pairs = value_of(in.facts, "change.like_for_like.pairs");
  const Fact* told_of = is_alike ? change : like;
  if (told_of == nullptr) return;
  const double share =
      value_of(in.facts, "change.days") / std::max(1.0, value_of(in.facts, "period.days"));
  // Days differ by more than their customers do: both have to rule out chance.
  double p = p_of_change(change);
  if (like != nullptr)
    p = is_alike ? std::max(p, p_of_change(like, pairs - 1)) : p_of_change(like, pairs - 1);
  Candidate candidate{p, share * std::fabs(told_of->value)};
  // With a year before to compare with, that says what the season does not explain.
  const bool has_year = in.facts.find("year_before.like_for_like") != nullptr;
  if (!has_year) {
    candidate.tell = [in, is_alike, id = told_of->id, is_up = told_of->value > 0] {
      const FactWriter& w = in.write;
      Insight told;
      told.headline = std::string(is_alike ? "Revenue" : "Like for like, revenue") +
                      " of the last " + w.value("change.days") + " is " +
                      (is_up ? "up " : "down ") + w.size(id) + " on the " + w.value("change.days") +
                      " before";
      told.comparison = "The interval is " + w.interval(id) + "; " +
                        w.value("change.revenue.current") + " after " +
                        w.value("change.revenue.previous") + ".";
      if (!is_alike) {
        told.comparison += " Only pairs of equal weekdays outside festivals are compared" +
                           pairs_compared(w, "change.like_for_like") + ".";
      }
      const std::string parts = parts_of_change(in, "change.");
      if (!parts.empty() && is_alike) told.comparison += " " + parts;
      // One year alone cannot tell its season from a trend.
      const bool has_season = value_of(in.facts, "season.ratio", 1) < 0.8 &&
                              value_of(in.facts, "season.p_value", 1) < 0.05;
      told.why = has_season
                     ? "Months differ by more than this within the period: with the season it "
                       "would come back, and one year does not tell a season from a trend."
                     : "Kept up for a year, such a change decides the result.";
      told.action =
          has_season ? "Compare with the same weeks of another year before planning on it."
          : is_up    ? "Find out which customers and categories it comes from before planning "
                       "on it; the files beside this report have both by day."
                     : action_on_fall(in, "change.");
      told.view = "revenue";
      return told;
    };
  }
  out.push_back(std::move(candidate));
}

namespace {

Insight tell_year_before(const RuleInput& in, bool is_up) {
  const FactWriter& w = in.write;
  const std::string id = "year_before.like_for_like";
  Insight told;
  told.headline = "Revenue of the last " + w.value("change.days") + " is " +
                  (is_up ? "up " : "down ") + w.size(id) + " on the same weekdays a year before";
  told.comparison = "The interval is " + w.interval(id);
  const double now = value_of(in.facts, "change.festival_days.current");
  const double before = value_of(in.facts, "year_before.festival_days");
  if (value_of(in.facts, "year_before.festival_pairs") > 0) {
    told.comparison += ", days of a festival against those of the same festival";
  } else if (now + before > 0) {
    told.comparison += ", outside festivals";
  }
  told.comparison += pairs_compared(w, id);
  told.comparison += "; " + w.value("change.revenue.current") + " after " +
                     w.value("year_before.revenue.previous") + ".";
  const std::string parts = parts_of_change(in, "year_before.");
  if (!parts.empty() && now == before) told.comparison += " " + parts;
  told.why = "Both are the same weeks of the year, so that its season does not explain it.";
  told.action =
      is_up ? "Find out which customers and categories it comes from before planning on it; "
              "the files beside this report have both by day."
            : action_on_fall(in, "year_before.");
  told.view = "revenue";
  return told;
}

}  // namespace

void try_year_before(const RuleInput& in, Candidates& out) {
  const Fact* like = in.facts.find("year_before.like_for_like");
  const Fact* change = in.facts.find("year_before.revenue");
  if (like == nullptr || change == nullptr) return;
  double p = p_of_change(like, value_of(in.facts, "year_before.like_for_like.pairs") - 1);
  const bool is_alike = value_of(in.facts, "change.festival_days.current") ==
                        value_of(in.facts, "year_before.festival_days");
  if (is_alike) p = std::max(p, p_of_change(change));
  const double share =
      value_of(in.facts, "change.days") / std::max(1.0, value_of(in.facts, "period.days"));
  Candidate candidate{p, share * std::fabs(like->value)};
  // The trend of many weeks says the same, where it lies within what these few leave open.
  const Fact* trend = in.facts.find("trend.revenue");
  const bool is_trend = trend != nullptr && value_of(in.facts, "trend.years") >= 1 && trend->low &&
                        *trend->low * *trend->high > 0 && trend->value >= *like->low &&
                        trend->value <= *like->high;
  if (!is_trend)
    candidate.tell = [in, is_up = like->value > 0] { return tell_year_before(in, is_up); };
  out.push_back(std::move(candidate));
}

namespace {

// Every mean over the period hides a change of this size, which is therefore told first.
constexpr double kLeading = 0.1;

// Whether it is customers who are missing, and few are new.
bool is_not_replaced(const RuleInput& in) {
  constexpr double kFew = 0.1;
  const Fact* revenue = in.facts.find("trend.revenue");
  const Fact* customers = in.facts.find("trend.active_customers");
  const Fact* fresh = in.facts.find("trend.new_share");
  return fresh != nullptr && fresh->value < kFew && customers != nullptr &&
         std::log1p(customers->value) < std::log1p(revenue->value) / 2;
}

Insight tell_trend(const RuleInput& in, bool is_up) {
  const FactWriter& w = in.write;
  const std::string weeks = w.value("trend.weeks") + " weeks";
  const double years = value_of(in.facts, "trend.years");
  Insight told;
  told.headline = "Revenue of the last " + weeks + " is " + w.size("trend.revenue") +
                  (is_up ? " higher" : " lower") + " than in the " +
                  (years == 0   ? "first " + weeks
                   : years == 1 ? "same weeks a year before"
                                : "same weeks " + w.value("trend.years") + " years before");
  told.comparison =
      "The interval is " + w.interval("trend.revenue") + "; " + w.value("trend.revenue.current") +
      " a week after " + w.value("trend.revenue.previous") +
      (value_of(in.facts, "trend.festive_weeks") > 0 ? ", weeks of festivals left out. " : ". ") +
      parts_of_change(in, "trend.");
  if (in.facts.find("trend.new_share") != nullptr) {
    told.comparison += " Of the " + known_customers(in.facts) + " of these weeks " +
                       w.value("trend.new_share") + " had not bought before in these data.";
  }
  told.why = "Totals and means of the whole period describe neither its beginning nor its end";
  told.why += years == 0 ? "; whether the season of the year explains it, less than two years "
                           "cannot say."
                         : ", and the season of the year does not explain it.";
  told.action = is_up ? "Plan with the last weeks, not with the whole period, and find out which "
                        "customers and categories it comes from."
                : is_not_replaced(in) ? "Win new customers: those who leave are not replaced."
                                      : action_on_fall(in, "trend.");
  told.view = "revenue";
  return told;
}

}  // namespace

void try_trend(const RuleInput& in, Candidates& out) {
  const Fact* trend = in.facts.find("trend.revenue");
  if (trend == nullptr) return;
  const double size = std::fabs(trend->value);
  Candidate candidate{p_of_change(trend, value_of(in.facts, "trend.freedom")),
                      size >= kLeading ? 1 : size};
  candidate.tell = [in, is_up = trend->value > 0] { return tell_trend(in, is_up); };
  out.push_back(std::move(candidate));
}

}  // namespace footfall
