#include "server/paired_effect.h"

#include <algorithm>
#include <cmath>

namespace footfall {

namespace {

// Sums up values of a stratum.
struct Moments {
  double count = 0, sum = 0, squares = 0;
  void add(double value) {
    ++count;
    sum += value;
    squares += value * value;
  }
  // Returns the variance of the sum over customers who are drawn like these.
  double variance_of_sum() const {
    if (count < 2) return 0;
    return std::max(0.0, (squares - sum * sum / count) / (count - 1)) * count;
  }
};

double paise(int64_t amount) { return static_cast<double>(amount) / 100; }
double revenue(const CustomerTotal& t) { return paise(t.revenue_paise); }
double festival(const CustomerTotal& t) { return paise(t.festival_paise); }
double transactions(const CustomerTotal& t) { return static_cast<double>(t.transactions); }
double lines(const CustomerTotal& t) { return static_cast<double>(t.lines); }
double buys(const CustomerTotal& t) { return t.transactions > 0 ? 1 : 0; }

// One world's sums of a measure: of the values, and of what they are divided by.
struct Sums {
  double of = 0, per = 0;
  double value(bool is_ratio) const { return !is_ratio ? of : per > 0 ? of / per : 0; }
};

Sums sum_up(const Measure& measure, const CustomerTotals& totals,
            const std::vector<PlayedPersona>& played, double PlayedPersona::*share) {
  Sums sums;
  for (size_t p = 0; p < totals.size(); ++p) {
    Sums persona;
    for (const CustomerTotal& total : totals[p]) {
      persona.of += measure.of(total);
      if (measure.per != nullptr) persona.per += measure.per(total);
    }
    sums.of += persona.of * (played[p].*share);
    sums.per += persona.per * (played[p].*share);
  }
  return sums;
}

// Returns what a customer adds to a world's value, to first order.
double influence(const Measure& measure, const Sums& sums, const CustomerTotal& total) {
  if (measure.per == nullptr) return measure.of(total);
  if (sums.per <= 0) return 0;
  return (measure.of(total) - sums.value(true) * measure.per(total)) / sums.per;
}

}  // namespace

const std::vector<Measure>& effect_measures() {
  static const std::vector<Measure> kMeasures = {
      {"revenue", "currency", revenue, nullptr},
      {"transactions", "count", transactions, nullptr},
      {"customers", "count", buys, nullptr},
      {"lines", "count", lines, nullptr},
      {"average_basket", "currency", revenue, transactions},
      {"lines_a_basket", "count", lines, transactions},
      {"festival_revenue", "currency", festival, nullptr},
  };
  return kMeasures;
}

Effect paired_effect(const Measure& measure, const CustomerTotals& baseline,
                     const CustomerTotals& variant, const std::vector<PlayedPersona>& played) {
  const bool is_ratio = measure.per != nullptr;
  const Sums before = sum_up(measure, baseline, played, &PlayedPersona::baseline_share);
  const Sums after = sum_up(measure, variant, played, &PlayedPersona::variant_share);
  double variance = 0, unpaired = 0;
  for (size_t p = 0; p < baseline.size(); ++p) {
    const size_t both = std::min(baseline[p].size(), variant[p].size());
    Moments pairs, gone, come, all_before, all_after;
    for (size_t i = 0; i < std::max(baseline[p].size(), variant[p].size()); ++i) {
      double b = 0, v = 0;
      if (i < baseline[p].size())
        b = played[p].baseline_share * influence(measure, before, baseline[p][i]);
      if (i < variant[p].size())
        v = played[p].variant_share * influence(measure, after, variant[p][i]);
      if (i < baseline[p].size()) all_before.add(b);
      if (i < variant[p].size()) all_after.add(v);
      (i < both ? pairs : i < baseline[p].size() ? gone : come).add(v - b);
    }
    variance += pairs.variance_of_sum() + gone.variance_of_sum() + come.variance_of_sum();
    unpaired += all_before.variance_of_sum() + all_after.variance_of_sum();
  }
  const double old_value = before.value(is_ratio), new_value = after.value(is_ratio);
  return {old_value, new_value, new_value - old_value, std::sqrt(variance), std::sqrt(unpaired)};
}

}  // namespace footfall
