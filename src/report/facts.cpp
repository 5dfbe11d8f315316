#include "report/facts.h"

#include <cmath>
#include <cstdio>

#include "base/hash.h"
#include "report/fact_sections.h"
#include "report/insights.h"

namespace footfall {

const Fact* Facts::find(std::string_view id) const {
  for (const Fact& fact : facts) {
    if (fact.id == id) return &fact;
  }
  return nullptr;
}

void put(Facts& facts, Fact fact, std::optional<double> value, std::optional<double> low,
         std::optional<double> high) {
  if (!value || !std::isfinite(*value)) return;
  fact.value = *value;
  if (low && high && std::isfinite(*low) && std::isfinite(*high)) {
    fact.low = low;
    fact.high = high;
  }
  facts.facts.push_back(std::move(fact));
}

void put_text(Facts& facts, Fact fact, const std::string& text) {
  if (text.empty()) return;
  fact.unit = "text";
  fact.text = text;
  facts.facts.push_back(std::move(fact));
}

void put_date(Facts& facts, Fact fact, std::optional<Day> day) {
  if (!day) return;
  fact.unit = "date";
  fact.value = *day;
  fact.text = format_date(*day);
  facts.facts.push_back(std::move(fact));
}

std::string fact_word(std::string_view name) {
  std::string word;
  bool is_whole = true;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || is_upper) {
      word += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else {
      is_whole = is_whole && (c == ' ' || c == '_');
      if (!word.empty() && word.back() != '_') word += '_';
    }
  }
  while (!word.empty() && word.back() == '_') word.pop_back();
  if (is_whole && !word.empty()) return word;
  char hash[20];
  std::snprintf(hash, sizeof hash, "%08x", static_cast<unsigned>(hash64(name) & 0xffffffff));
  return word + (word.empty() ? "" : "_") + hash;
}

Result<Facts> collect_facts(Measurements& measured) {
  Facts facts;
  for (const auto& section : {add_totals, add_changes, add_personas, add_times, add_effects,
                              add_festivals, add_categories, add_affinity, add_customers,
                              add_segments, add_anomalies, add_models, add_quality}) {
    FOOTFALL_TRY(section(measured, facts));
  }
  return facts;
}

Result<Facts> collect_facts(Analysis& analysis) {
  Measurements measured(analysis);
  FOOTFALL_TRY(measured.prepare());
  return collect_facts(measured);
}

void add_source(const Provenance& provenance, const Notation& notation, Facts& facts) {
  put_text(facts, {.id = "source.title", .label = "Source"}, provenance.title);
  put(facts,
      {.id = "report.tests", .label = "Tests that findings were chosen from", .unit = "count"},
      static_cast<double>(tests_made(facts, notation)));
}

}  // namespace footfall
