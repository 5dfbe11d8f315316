#include "report/facts.h"

#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/plain_letters.h"
#include "report/fact_sections.h"
#include "report/insights.h"

namespace footfall {

const Fact* Facts::find(std::string_view id) const {
  for (const Fact& fact : facts) {
    if (fact.id == id) return &fact;
  }
  return nullptr;
}

std::string customer_revenue(const Facts& facts) {
  return facts.find("known.transactions") == nullptr ? "revenue" : "the revenue of known customers";
}

std::string known_customers(const Facts& facts) {
  return facts.find("known.transactions") == nullptr ? "customers" : "known customers";
}

std::string persona_revenue(const Facts& facts, double transactions) {
  const Fact* known = facts.find("known.transactions");
  return known != nullptr && transactions <= known->value ? customer_revenue(facts) : "revenue";
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

namespace {

// Returns the letters and digits of a name as a word, those with accents as plain ones; `is_whole`
// tells whether nothing was lost.
std::string letters_of(std::string_view name, bool& is_whole) {
  std::string word;
  const std::string plain = plain_letters(name);
  is_whole = plain == name;
  for (const char c : plain) {
    if (is_letter(c) || (c >= '0' && c <= '9')) {
      word += lower(c);
    } else {
      is_whole = is_whole && (c == ' ' || c == '_');
      if (!word.empty() && word.back() != '_') word += '_';
    }
  }
  while (!word.empty() && word.back() == '_') word.pop_back();
  return word;
}

}  // namespace

std::string fact_word(std::string_view name) {
  bool is_whole = true;
  std::string word = letters_of(name, is_whole);
  if (is_whole && !word.empty()) return word;
  char hash[20];
  std::snprintf(hash, sizeof hash, "%08x", static_cast<unsigned>(hash64(name) & 0xffffffff));
  return word + (word.empty() ? "" : "_") + hash;
}

void shorten_ids(Facts& facts) {
  for (const char* dimension : {"persona", "segment", "category", "festival", "festival_ahead"}) {
    std::map<std::string, std::set<std::string>> names;  // by plain word
    const std::string prefix = std::string(dimension) + ".";
    bool is_whole = true;
    for (const Fact& fact : facts.facts) {
      if (fact.id.starts_with(prefix) && fact.id.ends_with(".name"))
        names[letters_of(fact.text, is_whole)].insert(fact.text);
    }
    for (const auto& [word, called] : names) {
      if (word.empty() || called.size() > 1) continue;
      const std::string hashed = prefix + fact_word(*called.begin());
      if (hashed == prefix + word) continue;
      for (Fact& fact : facts.facts) {
        const size_t at = fact.id.find(hashed);
        const size_t end = at + hashed.size();
        if (at == std::string::npos || (at > 0 && fact.id[at - 1] != '.')) continue;
        if (end == fact.id.size() || fact.id[end] == '.')
          fact.id.replace(at, hashed.size(), prefix + word);
      }
    }
  }
}

Result<Facts> collect_facts(Measurements& measured) {
  Facts facts;
  for (const auto& section :
       {add_totals, add_changes, add_trend, add_personas, add_times, add_seasons, add_effects,
        add_festivals, add_categories, add_affinity, add_customers, add_segments, add_anomalies,
        add_models, add_quality}) {
    FOOTFALL_TRY(section(measured, facts));
  }
  shorten_ids(facts);
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
