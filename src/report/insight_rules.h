// Holds the rules that look for insights. A rule makes a test for everything it looks at, told or
// not, so that the control of false discoveries knows how often chance had an opportunity.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "report/insights.h"
#include "report/marked_text.h"

namespace footfall {

// Ends the id of the fact that holds a pair's lift over chance, whatever sizes of baskets explain.
inline constexpr const char* kPairLift = "lift";

// One test of one rule, or several of which nothing is told.
struct Candidate {
  double p_value = 1;                  // or that corrected for a family of its own, as of days
  double stake = 0;                    // money it is about, as a share of revenue
  std::function<Insight()> tell = {};  // writes it; empty where there is nothing to tell even then
  size_t tests = 1;
  std::string kind = {};  // of findings of which the few with most at stake are told
};

// Returns whether segments by recency, frequency and value are told: of fewer than 20 customers
// they would be about single ones, and within less than a week nobody had the time to return.
bool has_segments(const Facts& facts);

using Candidates = std::vector<Candidate>;

struct RuleInput {
  const Facts& facts;
  const FactWriter& write;
};

void try_personas(const RuleInput& in, Candidates& out);
void try_concentration(const RuleInput& in, Candidates& out);
void try_largest(const RuleInput& in, Candidates& out);
void try_repeat(const RuleInput& in, Candidates& out);
void try_at_risk(const RuleInput& in, Candidates& out);
void try_festivals(const RuleInput& in, Candidates& out);
void try_uplifts(const RuleInput& in, Candidates& out);
void try_changes(const RuleInput& in, Candidates& out);
void try_year_before(const RuleInput& in, Candidates& out);
void try_trend(const RuleInput& in, Candidates& out);
void try_hours(const RuleInput& in, Candidates& out);
void try_weekdays(const RuleInput& in, Candidates& out);
void try_months(const RuleInput& in, Candidates& out);
void try_categories(const RuleInput& in, Candidates& out);
void try_affinity(const RuleInput& in, Candidates& out);
void try_anomalies(const RuleInput& in, Candidates& out);
void try_forecast(const RuleInput& in, Candidates& out);

// Returns of how many purchases of one size sums of revenue vary as much as of these: fewer, the
// more amounts differ.
double independent_purchases(const Facts& facts);

// Returns the value of a fact, or `otherwise`.
double value_of(const Facts& facts, const std::string& id, double otherwise = 0);

// Returns the p-value that a fact with an interval gives against `null`, by the normal
// distribution, or Student's t where `freedom` is above 0; 1 without an interval.
double p_of(const Fact* fact, double null, double freedom = 0);

// The same on the scale of the logarithm of 1 + value, as uplifts and changes have it.
double p_of_change(const Fact* fact, double freedom = 0);

// Returns " customers have been silent for longer than is their habit", of one in the singular.
std::string silent_customers(const Facts& facts);

// Returns ", 24 pairs of days" where fewer pairs are compared than `id`.pairs could be, as days of
// festivals or without a sale are left out, else nothing.
std::string pairs_compared(const FactWriter& w, const std::string& id);

// Returns whether another hour than the busiest brings more revenue than it by more than chance.
bool has_hour_of_revenue(const Facts& facts);

// Returns "Sundays bring 30.1 % of the revenue of other days". REQUIRES: fact weekday.apart.ratio.
std::string weekdays_apart(const Facts& facts, const FactWriter& w);

// Returns the identifier of the name that a text calls the part of the data with facts `id` by: its
// rank_name where there is one, else its name.
std::string told_name(const Facts& facts, const std::string& id);

// Returns the names that facts of a dimension have, as words of identifiers.
std::vector<std::string> words_of(const Facts& facts, const std::string& dimension);

}  // namespace footfall
