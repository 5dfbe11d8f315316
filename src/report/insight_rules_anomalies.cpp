#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "analytics/multiple_testing.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

// "97 times what" or "35.1 % more than" the calendar explains: beyond four times, percentages are
// hard to read, and beyond a hundred times what the calendar explains is next to nothing.
std::string against_calendar(const RuleInput& in, const std::string& id) {
  const double deviation = value_of(in.facts, id + "deviation");
  if (deviation > 99) return "where the calendar explains " + in.write.value(id + "expected");
  if (deviation > 3) return in.write.value(id + "times") + " times what the calendar explains";
  return in.write.size(id + "deviation") + (deviation > 0 ? " more" : " less") +
         " than the calendar explains";
}

// One finding for all days of a side, `largest` the one of them that is furthest off.
Insight tell_anomalies(const RuleInput& in, const std::string& largest, bool is_above) {
  const FactWriter& w = in.write;
  const std::string side = is_above ? "anomalies.above." : "anomalies.below.";
  const bool is_one = value_of(in.facts, side + "days") == 1;
  Insight told;
  if (is_one) {
    told.headline = w.value(largest + "date") + " brought " + w.value(largest + "revenue") + ", " +
                    against_calendar(in, largest);
    told.comparison = "By trend, season, weekday and festivals " + w.value(largest + "expected") +
                      " was to be expected; the day lies " + w.value(largest + "score") +
                      " standard deviations off.";
  } else {
    told.headline = w.value(side + "days") + " brought " + (is_above ? "far more" : "far less") +
                    " than the calendar explains, " + w.value(side + "gap") +
                    (is_above ? " above" : " below") + " it together";
    told.comparison = "Furthest off is " + w.value(largest + "date") + " with " +
                      w.value(largest + "revenue") + ", " + against_calendar(in, largest) + " (" +
                      w.value(largest + "score") + " standard deviations).";
  }
  told.why = is_above ? "A large order, a doubled file or a real event looks like this."
                      : "A closed shop, missing data or a real event looks like this.";
  told.action = is_one ? "Look at this day's transactions before using it in a plan or a model."
                       : "Look at their transactions before using them in a plan or a model; "
                         "anomalies.csv lists the days.";
  told.view = "anomalies";
  return told;
}

// The p-value of a day's revenue if its transactions came by chance around what is expected (a
// compound Poisson sum): of few transactions no model of the days knows how far they vary.
double p_of_few_sales(const Facts& facts, const std::string& id) {
  const double expected = value_of(facts, id + "expected");
  const double mean = value_of(facts, "average_transaction_value");
  const double deviation = value_of(facts, "spend.deviation");
  if (!(expected > 0) || !(mean > 0)) return 0;
  const double variance = expected * (mean + deviation * deviation / mean);
  return normal_two_sided((value_of(facts, id + "revenue") - expected) / std::sqrt(variance));
}

}  // namespace

void try_anomalies(const RuleInput& in, Candidates& out) {
  if (in.facts.find("anomalies") == nullptr) return;
  const double revenue = value_of(in.facts, "revenue");
  std::vector<std::string> ids;
  std::vector<double> p_values;
  for (const Fact& fact : in.facts.facts) {
    if (!fact.id.starts_with("anomaly.") || !fact.id.ends_with(".date")) continue;
    ids.push_back(fact.id.substr(0, fact.id.size() - 4));
    p_values.push_back(std::max(normal_two_sided(value_of(in.facts, ids.back() + "score")),
                                p_of_few_sales(in.facts, ids.back())));
  }
  // Days are a family of their own, lest the many of a long period drown every other finding.
  const auto days = static_cast<size_t>(value_of(in.facts, "period.days"));
  p_values.resize(std::max(days, ids.size()), 1);
  const auto corrected = adjust_p_values(p_values, Correction::kBenjaminiHochberg);
  size_t told = 0;
  for (const bool is_above : {true, false}) {
    const double sign = is_above ? 1 : -1;
    size_t largest = ids.size();
    for (size_t i = 0; i < ids.size(); ++i) {
      const double score = sign * value_of(in.facts, ids[i] + "score");
      if (!(score > 0)) continue;
      if (largest == ids.size() || corrected[i] < corrected[largest] ||
          (corrected[i] == corrected[largest] &&
           score > sign * value_of(in.facts, ids[largest] + "score"))) {
        largest = i;
      }
    }
    if (largest == ids.size()) continue;
    const double gap = value_of(in.facts, is_above ? "anomalies.above.gap" : "anomalies.below.gap");
    Candidate candidate{corrected[largest], revenue > 0 ? gap / revenue : 0};
    candidate.tell = [in, id = ids[largest], is_above] { return tell_anomalies(in, id, is_above); };
    out.push_back(std::move(candidate));
    ++told;
  }
  if (p_values.size() > told) out.push_back({1, 0, {}, p_values.size() - told});
}

}  // namespace footfall
