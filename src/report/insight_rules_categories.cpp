#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

Insight tell_trend(const FactWriter& w, const std::string& id, bool rises) {
  Insight told;
  told.headline = "Revenue of " + w.name(id + "name") + (rises ? " rises" : " falls") + " by " +
                  w.size(id + "trend") + " in " + w.value("report.trend_days");
  told.comparison = "The interval is " + w.interval(id + "trend") + "; the category holds " +
                    w.value(id + "revenue_share") + " of revenue.";
  told.why = rises ? "Shelves and orders that follow last month's sales will be short."
                   : "Orders that follow last month's sales will be left over.";
  told.action = rises ? "Raise orders step by step, and check that the price still fits."
                      : "Lower orders, and find out which customers stopped buying it.";
  told.view = "categories";
  return told;
}

void try_leader(const RuleInput& in, Candidates& out) {
  const Fact* share = in.facts.find("category.top5_share");
  const double count = value_of(in.facts, "categories");
  const double baskets = value_of(in.facts, "transactions");
  if (share == nullptr || count < 10 || baskets < 30) return;
  const double even = 5 / count;
  const double error = std::sqrt(share->value * (1 - share->value) / baskets);
  Candidate candidate{error > 0 ? normal_two_sided((share->value - even) / error) : 1,
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
      told.why =
          "The others share what is left, so that a shortage in one of the five is felt in "
          "the total.";
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
  const double freedom = value_of(in.facts, "period.days") - 2;
  for (const std::string& word : words_of(in.facts, "category")) {
    const std::string id = "category." + word + ".";
    const Fact* trend = in.facts.find(id + "trend");
    if (trend == nullptr || !trend->low || freedom < 1) continue;
    Candidate candidate{p_of_change(trend, freedom),
                        value_of(in.facts, id + "revenue_share") * std::fabs(trend->value)};
    candidate.kind = "trend of a category";
    candidate.tell = [id, rises = trend->value > 0, &w = in.write] {
      return tell_trend(w, id, rises);
    };
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
    if (lift->value > 1) {
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
                   " of the cases.";
        told.action = "Show them together, and test whether an offer on one sells the other.";
        told.view = "affinity";
        return told;
      };
    }
    out.push_back(std::move(candidate));
  }
}

}  // namespace footfall
