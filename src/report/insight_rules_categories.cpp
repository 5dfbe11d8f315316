#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

// From here on the line may be a part of the year's season, which less than two years do not tell
// apart.
constexpr double kDaysOfDoubt = 91, kTwoYears = 730;

Insight tell_trend(const RuleInput& in, const std::string& id, bool rises) {
  const FactWriter& w = in.write;
  const double days = value_of(in.facts, "period.days");
  const bool is_beside_season =
      days >= kTwoYears && value_of(in.facts, "category.trend_stretch") > 1;
  const bool is_doubtful = !is_beside_season && days > kDaysOfDoubt;
  Insight told;
  told.headline = (is_beside_season ? "Beside the season, revenue of " : "Revenue of ") +
                  w.name(id + "name") + (rises ? " rises" : " falls") + " by " +
                  w.size(id + "trend") + " in " + w.value("report.trend_days");
  told.comparison = "The interval is " + w.interval(id + "trend") +
                    "; against all other categories together it" + (rises ? " rises" : " falls") +
                    " by " + w.size(id + "beyond") + w.in_brackets(id + "beyond") +
                    ". The category holds " + w.value(id + "revenue_share") + " of revenue.";
  if (is_beside_season) {
    told.comparison += " The season is taken out as a wave of the year.";
  } else if (is_doubtful) {
    told.comparison += " Whether it is the season of the year, less than two years cannot say.";
  }
  told.why = rises ? "Shelves and orders that follow earlier sales will be short."
                   : "Orders that follow earlier sales will be left over.";
  told.action =
      is_beside_season
          ? std::string(rises ? "Raise" : "Lower") +
                " orders against those of the same weeks a year before, not against last month's."
      : is_doubtful ? "Look at these months of another year before orders follow it."
      : rises       ? "Raise orders step by step, and check that the price still fits."
                    : "Lower orders step by step, and find out which customers stopped buying it.";
  told.view = "categories";
  return told;
}

void try_leader(const RuleInput& in, Candidates& out) {
  const Fact* share = in.facts.find("category.top5_share");
  const double count = value_of(in.facts, "categories");
  const double baskets = value_of(in.facts, "transactions");
  if (share == nullptr || count < 10 || baskets < 30) return;
  const double even = 5 / count;
  const double error =
      std::sqrt(share->value * (1 - share->value) / independent_purchases(in.facts));
  // Picked as the largest of all fives: as many tests as there are of them (Bonferroni).
  const double fives = std::exp(std::lgamma(count + 1) - std::lgamma(6) - std::lgamma(count - 4));
  Candidate candidate{
      error > 0 ? std::min(1.0, fives * normal_two_sided((share->value - even) / error)) : 1,
      // Ranked low: it describes more than it tells.
      (share->value - even) / 10};
  if (share->value > 2 * even) {
    candidate.tell = [in] {
      const FactWriter& w = in.write;
      const auto words = words_of(in.facts, "category");
      Insight told;
      told.headline = "The five largest of " + w.value("categories") + " categories bring " +
                      w.value("category.top5_share") + " of revenue";
      told.comparison = "First is " + w.name("category." + words[0] + ".name") + " with " +
                        w.value("category." + words[0] + ".revenue_share") + ", then " +
                        w.name("category." + words[1] + ".name") + " with " +
                        w.value("category." + words[1] + ".revenue_share") + ".";
      told.why = "Five of as many that all sell alike would bring " +
                 w.value("category.top5_even") +
                 ": a shortage in one of these is felt in the total.";
      told.action = "Give these categories the safest stock and the best places.";
      told.view = "categories";
      return told;
    };
  }
  out.push_back(std::move(candidate));
}

}  // namespace

void try_categories(const RuleInput& in, Candidates& out) {
  try_leader(in, out);
  const double freedom = value_of(in.facts, "category.trend_freedom");
  for (const std::string& word : words_of(in.facts, "category")) {
    const std::string id = "category." + word + ".";
    const Fact* trend = in.facts.find(id + "trend");
    if (trend == nullptr || !trend->low || freedom < 1) continue;
    // A shop that grows as a whole, or others that shrink, are no finding of one category.
    const Fact* beyond = in.facts.find(id + "beyond");
    const bool is_its_own = beyond != nullptr && beyond->value * trend->value > 0;
    Candidate candidate{std::max(p_of_change(trend, freedom), p_of_change(beyond, freedom)),
                        value_of(in.facts, id + "revenue_share") * std::fabs(trend->value)};
    candidate.kind = "trend of a category";
    if (is_its_own && value_of(in.facts, id + "trend_turned") != 1) {
      candidate.tell = [in, id, rises = trend->value > 0] { return tell_trend(in, id, rises); };
    }
    out.push_back(std::move(candidate));
  }
}

void try_affinity(const RuleInput& in, Candidates& out) {
  for (const char* pair : {"a", "b", "c", "d"}) {
    const std::string id = std::string("affinity.pair_") + pair + ".";
    const Fact* q_value = in.facts.find(id + "q_value");
    const Fact* lift = in.facts.find(id + "beyond");
    if (q_value == nullptr || lift == nullptr) continue;
    // Corrected already for all pairs: a second correction errs on the safe side.
    Candidate candidate{q_value->value, value_of(in.facts, id + "support") *
                                            (1 - 1 / std::max(1.0, lift->value)) / 4};
    candidate.kind = "pair";
    // More than such baskets explain can still be less often than by chance: nothing to recommend.
    if (lift->value > 1 && value_of(in.facts, id + kPairLift) > 1) {
      candidate.tell = [in, id] {
        const FactWriter& w = in.write;
        Insight told;
        told.headline = w.name(id + "left") + " and " + w.name(id + "right") +
                        " are bought together " + w.value(id + "beyond") +
                        " times as often as by chance in baskets of such sizes";
        told.comparison = "The interval is " + w.interval(id + "beyond") + "; " +
                          w.value(id + "support") + " of the baskets hold both";
        if (in.facts.find(id + "persona") != nullptr)
          told.comparison += ", among " + w.name(id + "persona");
        told.comparison += ".";
        told.why = "Who buys the first buys the second in " + w.value(id + "confidence") +
                   " of the cases; of all these baskets " + w.value(id + "base_rate") + " hold it.";
        told.action = "Show them together, and test whether an offer on one sells the other.";
        told.view = "affinity";
        return told;
      };
    }
    out.push_back(std::move(candidate));
  }
}

}  // namespace footfall
