#include "report/insights.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analytics/distributions.h"
#include "analytics/multiple_testing.h"
#include "report/insight_rules.h"

namespace footfall {

namespace {

Candidates all_candidates(const Facts& facts, const FactWriter& write) {
  Candidates candidates;
  const RuleInput in{facts, write};
  for (const auto& rule :
       {try_personas, try_concentration, try_largest, try_repeat, try_at_risk, try_festivals,
        try_uplifts, try_changes, try_year_before, try_trend, try_hours, try_weekdays, try_months,
        try_categories, try_affinity, try_anomalies, try_forecast}) {
    rule(in, candidates);
  }
  return candidates;
}

// Returns the identifiers that a marked text refers to, without what follows a colon.
void collect_ids(const std::string& text, std::vector<std::string>& ids) {
  for (size_t at = text.find("]["); at != std::string::npos; at = text.find("][", at + 2)) {
    const size_t end = text.find(']', at + 2);
    std::string id = text.substr(at + 2, end - at - 2);
    id = id.substr(0, id.find(':'));
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
}

}  // namespace

double value_of(const Facts& facts, const std::string& id, double otherwise) {
  const Fact* fact = facts.find(id);
  return fact != nullptr ? fact->value : otherwise;
}

double independent_purchases(const Facts& facts) {
  const double mean = value_of(facts, "average_transaction_value");
  const double ratio = mean > 0 ? value_of(facts, "spend.deviation") / mean : 0;
  return value_of(facts, "transactions") / (1 + ratio * ratio);
}

namespace {

// Intervals are 95 %: half their width is the 97.5 % quantile times the standard error.
double p_of_distance(double distance, double width, double freedom) {
  if (!(width > 0)) return 1;
  const double quantile = freedom > 0 ? student_t_quantile(0.975, freedom) : 1.959963984540054;
  const double statistic = distance / (width / 2 / quantile);
  return freedom > 0 ? student_t_two_sided(statistic, freedom) : normal_two_sided(statistic);
}

}  // namespace

double p_of(const Fact* fact, double null, double freedom) {
  if (fact == nullptr || !fact->low || !fact->high) return 1;
  return p_of_distance(fact->value - null, *fact->high - *fact->low, freedom);
}

double p_of_change(const Fact* fact, double freedom) {
  if (fact == nullptr || !fact->low || !fact->high || *fact->low <= -1) return 1;
  return p_of_distance(std::log1p(fact->value), std::log1p(*fact->high) - std::log1p(*fact->low),
                       freedom);
}

std::string told_name(const Facts& facts, const std::string& id) {
  return id + (facts.find(id + "rank_name") != nullptr ? "rank_name" : "name");
}

std::vector<std::string> words_of(const Facts& facts, const std::string& dimension) {
  std::vector<std::string> words;
  const std::string prefix = dimension + ".";
  for (const Fact& fact : facts.facts) {
    if (fact.id.starts_with(prefix) && fact.id.ends_with(".name"))
      words.push_back(fact.id.substr(prefix.size(), fact.id.size() - prefix.size() - 5));
  }
  return words;
}

namespace {

// Keeps of each kind that has a name the first few: the tenth rising category tells nothing new.
std::vector<Insight> first_of_kinds(std::vector<std::pair<std::string, Insight>> insights) {
  constexpr int kMostOfAKind = 2;
  std::map<std::string, int> told;
  std::vector<Insight> kept;
  for (auto& [kind, insight] : insights) {
    if (kind.empty() || ++told[kind] <= kMostOfAKind) kept.push_back(std::move(insight));
  }
  return kept;
}

}  // namespace

std::vector<Insight> find_insights(const Facts& facts, const Notation& notation) {
  const FactWriter write(facts, notation);
  const Candidates candidates = all_candidates(facts, write);
  std::vector<TestedRule> rules;
  for (size_t i = 0; i < candidates.size(); ++i)
    rules.push_back({static_cast<int64_t>(i), candidates[i].p_value});
  std::vector<std::pair<std::string, Insight>> insights;  // with their kinds
  for (const Discovery& found : discoveries(rules, kFalseDiscoveryRate)) {
    const Candidate& candidate = candidates[static_cast<size_t>(found.id)];
    if (!candidate.tell) continue;
    Insight insight = candidate.tell();
    insight.score = candidate.stake * (1 - found.q_value);
    for (const std::string* text :
         {&insight.headline, &insight.comparison, &insight.why, &insight.action}) {
      collect_ids(*text, insight.facts);
    }
    insights.emplace_back(candidate.kind, std::move(insight));
  }
  std::stable_sort(insights.begin(), insights.end(),
                   [](const auto& a, const auto& b) { return a.second.score > b.second.score; });
  return first_of_kinds(std::move(insights));
}

size_t tests_made(const Facts& facts, const Notation& notation) {
  size_t tests = 0;
  for (const Candidate& candidate : all_candidates(facts, FactWriter(facts, notation)))
    tests += candidate.tests;
  return tests;
}

}  // namespace footfall
