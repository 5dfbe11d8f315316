#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

// Share of the revenue less share of the customers.
double share_beyond_customers(const Facts& facts, const std::string& persona) {
  const std::string id = "persona." + persona + ".";
  return value_of(facts, id + "revenue_share") - value_of(facts, id + "customer_share");
}

// Returns the place of the persona whose revenue is farthest above what its customers' number is.
size_t farthest_persona(const Facts& facts, const std::vector<std::string>& personas) {
  size_t farthest = 0;
  for (size_t i = 1; i < personas.size(); ++i) {
    if (share_beyond_customers(facts, personas[i]) >
        share_beyond_customers(facts, personas[farthest]))
      farthest = i;
  }
  return farthest;
}

}  // namespace

void try_personas(const RuleInput& in, Candidates& out) {
  const auto personas = words_of(in.facts, "persona");
  double transactions = 0;
  for (const std::string& persona : personas)
    transactions += value_of(in.facts, "persona." + persona + ".transactions");
  const std::string whole = persona_revenue(in.facts, transactions);
  const size_t foremost = farthest_persona(in.facts, personas);
  for (size_t i = 0; i < personas.size(); ++i) {
    const std::string id = "persona." + personas[i] + ".";
    const Fact* contrast = in.facts.find(id + "contrast");
    // Segments were cut by what their customers spend: that they differ in it is no finding.
    if (contrast == nullptr || in.facts.find("segments.found") != nullptr) continue;
    Candidate candidate;
    candidate.p_value =
        contrast->low && *contrast->low > 0
            ? normal_two_sided(std::log(contrast->value) /
                               (std::log(*contrast->high / *contrast->low) / 2 / 1.959963984540054))
            : 1;
    candidate.stake = share_beyond_customers(in.facts, personas[i]);
    // Only that with the most beyond its customers is told, the others stand in the table.
    if (i == foremost && contrast->value > 1 && candidate.stake > 0) {
      candidate.tell = [id, whole, &w = in.write] {
        Insight told;
        told.headline = w.name(id + "name") + " brings " + w.value(id + "revenue_share") + " of " +
                        whole + " with " + w.value(id + "customer_share") + " of the customers";
        told.comparison = "The interval of that share is " + w.interval(id + "revenue_share") +
                          "; one of its customers brings " + w.value(id + "contrast") +
                          " times as much as one of the other customers" +
                          w.in_brackets(id + "contrast") + ".";
        told.why = "Losing one of them costs as much as losing " + w.value(id + "contrast") +
                   " others, and an average over all customers describes neither.";
        told.action = "Report this group apart, and judge every plan by what it does for it first.";
        told.view = "personas";
        return told;
      };
    }
    out.push_back(std::move(candidate));
  }
}

bool has_segments(const Facts& facts) {
  constexpr double kFewestCustomers = 20, kFewestDays = 7;
  return value_of(facts, "active_customers") >= kFewestCustomers &&
         value_of(facts, "period.days") >= kFewestDays;
}

void try_concentration(const RuleInput& in, Candidates& out) {
  constexpr double kEvenShare = 0.35, kFewDecide = 0.6;
  const Fact* share = in.facts.find("concentration.top20_share");
  if (share == nullptr) return;
  // Among customers who are all alike some buy more than others, by chance.
  const double freedom = value_of(in.facts, "active_customers") - 1;
  const double dispersion = value_of(in.facts, "concentration.dispersion");
  Candidate candidate{freedom >= 1 ? chi_square_upper(dispersion * freedom, freedom) : 1,
                      share->value - 0.2};
  const auto personas = words_of(in.facts, "persona");
  const std::string inner =
      personas.empty() ? "" : "persona." + personas[0] + ".concentration.top20_share";
  const Fact* within = in.facts.find(inner);
  // Whether customers of one persona are far more alike than all are. Segments that were found were
  // cut by what customers spend: those of one are alike by construction.
  const bool is_between = within != nullptr && in.facts.find("segments.found") == nullptr &&
                          within->value - 0.2 < (share->value - 0.2) / 2;
  // A shop where all customers are alike but for chance has about a quarter.
  const bool is_even = share->value < kEvenShare;
  const bool is_steep = share->value >= kFewDecide;
  candidate.tell = [is_between, is_even, is_steep, inner, personas, in] {
    const FactWriter& w = in.write;
    Insight told;
    told.headline = "The best fifth of the " + known_customers(in.facts) + " brings " +
                    w.value("concentration.top20_share") + " of " + customer_revenue(in.facts);
    told.comparison = "The interval is " + w.interval("concentration.top20_share") + ".";
    if (is_between) {
      told.comparison += " Among customers of " + w.name("persona." + personas[0] + ".name") +
                         " alone the best fifth has " + w.value(inner) + w.in_brackets(inner) +
                         ": the gap lies between groups of customers, not within them.";
      told.why = "Ranking customers by revenue mostly finds out to which group they belong.";
      told.action = "Choose whom to address by group; within a group, treat customers alike.";
    } else if (is_even) {
      told.why = "That is little more than a fifth: no small group of customers decides the total.";
      told.action = "Address customers broadly; a programme for the best few would move little.";
    } else if (!is_steep) {
      told.why = "Customers are worth different amounts, but the total does not hang on a few.";
      told.action =
          "Notice early when one of the best falls silent, and go on addressing the others: "
          "together they bring about as much.";
    } else {
      told.why = "A small part of the customers decides the total.";
      told.action =
          "Know these customers, notice early when one falls silent, and spend on "
          "keeping them before spending on new ones.";
    }
    told.view = "value";
    return told;
  };
  // Where it says the same as the personas do, or that nothing stands out, it comes after others.
  if (is_between || is_even) candidate.stake /= 2;
  out.push_back(std::move(candidate));
}

void try_largest(const RuleInput& in, Candidates& out) {
  constexpr double kMuch = 0.1, kTimesEven = 3;
  const Fact* share = in.facts.find("concentration.largest_share");
  const double customers = value_of(in.facts, "active_customers");
  const double mean = value_of(in.facts, "average_transaction_value");
  const double purchases =
      value_of(in.facts, "known.transactions", value_of(in.facts, "transactions"));
  if (share == nullptr || customers < 2 || mean <= 0 || purchases <= 0) return;
  // Among customers who are all alike shares vary by chance, as purchases and their amounts do; the
  // largest is the largest of all (Bonferroni).
  const double ratio = value_of(in.facts, "spend.deviation") / mean, even = 1 / customers;
  const double z = (share->value - even) / std::sqrt((1 + ratio * ratio) / (purchases * customers));
  Candidate candidate{std::min(1.0, customers * (z > 0 ? normal_two_sided(z) / 2 : 1)),
                      share->value};
  if (share->value > std::max(kMuch, kTimesEven * even)) {
    candidate.tell = [in] {
      const FactWriter& w = in.write;
      Insight told;
      told.headline = "One customer brings " + w.value("concentration.largest_share") + " of " +
                      customer_revenue(in.facts);
      if (in.facts.find("concentration.largest5_share") != nullptr)
        told.headline += ", the five largest " + w.value("concentration.largest5_share");
      told.comparison =
          "That is of " + w.value("active_customers") + " " + known_customers(in.facts) + ".";
      told.why =
          "If the largest left, as much would be missing; and a mean over all customers "
          "describes neither it nor the others.";
      told.action =
          "Plan stock and cash with and without this customer, and keep in touch with the "
          "largest before all others.";
      told.view = "value";
      return told;
    };
  }
  out.push_back(std::move(candidate));
}

constexpr double kMostlyActive = 0.9;  // share of customers above which nobody is said to leave

void try_repeat(const RuleInput& in, Candidates& out) {
  const Fact* share = in.facts.find("repeat.revenue_share");
  const Fact* customers = in.facts.find("repeat.customer_share");
  if (share == nullptr || customers == nullptr) return;
  const double beyond =
      value_of(in.facts, "once.customer_share") - value_of(in.facts, "once.expected_share", 1);
  // What those who came once too many would bring if they were as those who came back.
  Candidate candidate{value_of(in.facts, "once.p_value", 1),
                      customers->value > 0 ? beyond * share->value / customers->value : 0};
  if (beyond > 0) {
    candidate.tell = [in] {
      const FactWriter& w = in.write;
      Insight told;
      told.headline = w.value("once.customer_share") + " of the " + known_customers(in.facts) +
                      " bought on one day only, where " + w.value("once.expected_share") +
                      " would if all came back at rates of their own";
      told.comparison = "Those who came back bring " + w.value("repeat.revenue_share") + " of " +
                        customer_revenue(in.facts) + w.in_brackets("repeat.revenue_share") + ".";
      told.why = value_of(in.facts, "clv.identified") != 0 &&
                         value_of(in.facts, "clv.active_share", 1) < kMostlyActive
                     ? "A model of their purchases takes only " + w.value("clv.active_share") +
                           " of the customers for active still: not all of those are coming back."
                     : "Whether they left or buy far more rarely than the others, these data do "
                       "not tell.";
      told.action =
          "Test an offer for the second purchase on half of the new customers, and compare how "
          "many come back.";
      told.view = "cohorts";
      return told;
    };
  }
  out.push_back(std::move(candidate));
}

std::string silent_customers(const Facts& facts) {
  return value_of(facts, "at_risk.customers") == 1
             ? " customer has been silent for longer than is the habit"
             : " customers have been silent for longer than is their habit";
}

void try_at_risk(const RuleInput& in, Candidates& out) {
  const Fact* silent = in.facts.find("at_risk.customers");
  const Fact* expected = in.facts.find("at_risk.expected_by_chance");
  const Fact* revenue = in.facts.find("revenue");
  if (silent == nullptr || expected == nullptr || revenue == nullptr || expected->value <= 0)
    return;
  const double z = (silent->value - expected->value) / std::sqrt(expected->value);
  const double monthly = revenue->value * 30 / std::max(1.0, value_of(in.facts, "period.days"));
  Candidate candidate{z > 0 ? normal_two_sided(z) : 1,
                      monthly > 0 ? value_of(in.facts, "at_risk.revenue_per_30_days") / monthly *
                                        (1 - expected->value / silent->value)
                                  : 0};
  candidate.tell = [in] {
    const FactWriter& w = in.write;
    Insight told;
    told.headline = w.value("at_risk.customers") + silent_customers(in.facts);
    told.comparison = "By chance it would be about " + w.value("at_risk.expected_by_chance") +
                      " if all of them were still active.";
    told.why = "While active they are reckoned to have brought " +
               w.value("at_risk.revenue_per_30_days") + " in a month.";
    told.action =
        "Write to the ones with the most revenue first; customers\\_at\\_risk.csv lists "
        "them all.";
    told.view = "rfm";
    return told;
  };
  out.push_back(std::move(candidate));
}

}  // namespace footfall
