// An edit changes what it names and nothing else: rows of all other customers, days, personas and
// categories stay bit for bit.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "run/random_world_test.h"

namespace footfall {
namespace {

enum TransactionCell { kCustomerId = 1, kPersonaName = 2, kDate = 4, kFestival = 8, kLines = 9 };

Persona& drawn_persona_of(Scenario& scenario) {
  return scenario.personas[drawn<size_t>(0, static_cast<int64_t>(scenario.personas.size()) - 1)];
}

Category& drawn_category_of(Persona& persona) {
  return persona
      .basket_profile[drawn<size_t>(0, static_cast<int64_t>(persona.basket_profile.size()) - 1)];
}

// Keeps the transactions for which `keep(row)` holds, with their items, and the customers for whom
// `keep_customer(row)` does.
template <typename Keep, typename KeepCustomer>
Rows selected(const Rows& rows, Keep keep, KeepCustomer keep_customer) {
  Rows found;
  for (const auto& [id, row] : rows.customers) {
    if (keep_customer(row)) found.customers.emplace(id, row);
  }
  for (const auto& [id, row] : rows.transactions) {
    if (keep(row)) found.transactions.emplace(id, row);
  }
  for (const auto& [key, row] : rows.items) {
    if (found.transactions.contains(key.first)) found.items.emplace(key, row);
  }
  return found;
}

void assert_equal(const Rows& one, const Rows& other) {
  RC_ASSERT(one.customers == other.customers);
  RC_ASSERT(one.transactions == other.transactions);
  RC_ASSERT(one.items == other.items);
}

Rows of_other_personas(const Rows& rows, const std::string& name) {
  return selected(
      rows, [&](const Row& row) { return row[kPersonaName] != name; },
      [&](const Row& row) { return row[1] != name; });
}

Rows of_days(const Rows& rows, const std::string& first, const std::string& last) {
  return selected(
      rows, [&](const Row& row) { return row[kDate] >= first && row[kDate] <= last; },
      [](const Row&) { return true; });
}

RC_GTEST_PROP(EditStabilityProperty, MoreCustomers, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  scenario.simulation.customers_per_persona += drawn<int64_t>(1, 400);
  const Rows after = play(scenario);
  const auto known = [&](const std::string& id) { return before.customers.contains(id); };
  RC_ASSERT(after.customers.size() >= before.customers.size());
  assert_equal(selected(
                   after, [&](const Row& row) { return known(row[kCustomerId]); },
                   [&](const Row& row) { return known(row[0]); }),
               before);
}

RC_GTEST_PROP(EditStabilityProperty, MoreDays, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  const Day last = scenario.simulation.start_day + scenario.simulation.days - 1;
  scenario.simulation.days += drawn(1, 30);
  assert_equal(of_days(play(scenario), "", format_date(last)), before);
}

// An earlier start is another first day of loyalty for some, but the same days thereafter.
RC_GTEST_PROP(EditStabilityProperty, AnEarlierStart, ()) {
  Scenario scenario = drawn_scenario();
  Rows before = play(scenario);
  const std::string first = format_date(scenario.simulation.start_day);
  const int earlier = drawn(1, 30);
  scenario.simulation.start_day -= earlier;
  scenario.simulation.days += earlier;
  Rows after = of_days(play(scenario), first, "9");
  for (Rows* rows : {&before, &after}) {
    for (auto& [id, row] : rows->customers) row.erase(row.end() - 2);  // loyalty_since
  }
  assert_equal(after, before);
}

RC_GTEST_PROP(EditStabilityProperty, PersonasAddedRemovedAndReordered, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  const std::string removed = drawn_persona_of(scenario).name;
  std::erase_if(scenario.personas, [&](const Persona& p) { return p.name == removed; });
  scenario.personas.push_back(drawn_persona("newcomer", 99));
  std::rotate(scenario.personas.begin(), scenario.personas.end() - 1, scenario.personas.end());
  std::reverse(scenario.personas.begin() + drawn<long>(0, 1), scenario.personas.end());
  assert_equal(of_other_personas(play(scenario), "newcomer"), of_other_personas(before, removed));
}

RC_GTEST_PROP(EditStabilityProperty, AChangedPersona, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  Persona& changed = drawn_persona_of(scenario);
  changed = drawn_persona(changed.name, changed.slot);
  assert_equal(of_other_personas(play(scenario), changed.name),
               of_other_personas(before, changed.name));
}

// Another slot number is another identifier, and nothing else.
RC_GTEST_PROP(EditStabilityProperty, ASlotIsOnlyAnIdentifier, ()) {
  Scenario scenario = drawn_scenario();
  scenario.personas.resize(1);
  const Rows before = play(scenario);
  scenario.personas[0].slot = 99 - scenario.personas[0].slot;
  const Rows after = play(scenario);
  const auto without_ids = [](const Rows& rows) {
    std::vector<Row> found;
    for (auto [id, row] : rows.transactions) {
      row.erase(row.begin(), row.begin() + 2);
      found.push_back(row);
    }
    for (auto [key, row] : rows.items) {
      row.erase(row.begin());
      found.push_back(row);
    }
    return found;
  };
  RC_ASSERT(without_ids(after) == without_ids(before));
}

RC_GTEST_PROP(EditStabilityProperty, ANewPriceOfOneCategory, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  Persona& persona = drawn_persona_of(scenario);
  Category& category = drawn_category_of(persona);
  category.price_low_paise += 60'000;
  category.price_high_paise += 60'000;
  const Rows after = play(scenario);
  RC_ASSERT(after.customers == before.customers);
  // Only amounts of the persona change, and only prices of the category.
  RC_ASSERT(after.transactions.size() == before.transactions.size());
  for (const auto& [id, row] : before.transactions) {
    Row now = after.transactions.at(id), then = row;
    if (row[kPersonaName] == persona.name) {
      now.pop_back();
      then.pop_back();
    }
    RC_ASSERT(now == then);
  }
  RC_ASSERT(after.items.size() == before.items.size());
  for (const auto& [key, then] : before.items) {
    const Row& now = after.items.at(key);
    const bool changed = before.transactions.at(key.first)[kPersonaName] == persona.name &&
                         key.second == category.name;
    RC_ASSERT(now[2] == then[2]);
    RC_ASSERT((now == then) == !changed);
  }
}

// The baskets of a persona by transaction: category and the rest of the line.
std::map<std::string, std::map<std::string, Row>> baskets(const Rows& rows,
                                                          const std::string& persona) {
  std::map<std::string, std::map<std::string, Row>> found;
  for (const auto& [key, row] : rows.items) {
    if (rows.transactions.at(key.first)[kPersonaName] == persona)
      found[key.first][key.second] = row;
  }
  return found;
}

// Asserts that baskets agree but for one category. A basket of a single line may be an empty draw,
// whose one category is drawn among all.
void assert_same_but_for(const std::string& category, const Rows& before, const Rows& after,
                         const std::string& persona) {
  auto then = baskets(before, persona), now = baskets(after, persona);
  RC_ASSERT(then.size() == now.size());
  for (auto& [id, basket] : then) {
    auto& other = now.at(id);
    if (basket.size() == 1 && other.size() == 1) continue;
    basket.erase(category);
    other.erase(category);
    // Where the category was or became the only drawn one, the other basket is an empty draw.
    if (basket.empty() || other.empty()) {
      RC_ASSERT(basket.size() + other.size() <= 1);
      continue;
    }
    RC_ASSERT(basket == other);
  }
  assert_equal(of_other_personas(after, persona), of_other_personas(before, persona));
}

RC_GTEST_PROP(EditStabilityProperty, AnAddedCategory, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  Persona& persona = drawn_persona_of(scenario);
  const auto at = drawn<long>(0, static_cast<int64_t>(persona.basket_profile.size()));
  persona.basket_profile.insert(persona.basket_profile.begin() + at, drawn_category("new"));
  assert_same_but_for("new", before, play(scenario), persona.name);
}

RC_GTEST_PROP(EditStabilityProperty, ANewProbabilityOfOneCategory, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  Persona& persona = drawn_persona_of(scenario);
  Category& category = drawn_category_of(persona);
  category.probability = drawn_share(0, 1);
  assert_same_but_for(category.name, before, play(scenario), persona.name);
}

RC_GTEST_PROP(EditStabilityProperty, AMoreLikelyCategoryOnlyGainsLines, ()) {
  Scenario scenario = drawn_scenario();
  for (Persona& persona : scenario.personas) {  // a sure category, so that no draw is empty
    persona.basket_profile.push_back(drawn_category("sure"));
    persona.basket_profile.back().probability = 1;
    persona.basket_profile.back().season_multiplier = kFlatYear;
  }
  scenario.market.item_festival = scenario.market.item_weekend = 1;
  const Rows before = play(scenario);
  Category& category = drawn_category_of(drawn_persona_of(scenario));
  category.probability = std::min(1.0, category.probability + drawn_share(0, 0.5));
  const Rows after = play(scenario);
  for (const auto& [key, row] : before.items) {
    RC_ASSERT(after.items.contains(key));
    RC_ASSERT(after.items.at(key) == row);
  }
}

RC_GTEST_PROP(EditStabilityProperty, AMoreFrequentVisitorOnlyGainsVisits, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  Persona& persona = drawn_persona_of(scenario);
  persona.visit_probability = std::min(1.0, *persona.visit_probability + drawn_share(0, 0.5));
  const Rows after = play(scenario);
  RC_ASSERT(selected(
                after, [&](const Row& row) { return before.transactions.contains(row[0]); },
                [](const Row&) { return true; })
                .items == before.items);
}

RC_GTEST_PROP(EditStabilityProperty, AFestivalChangesItsWindowOnly, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  const Day date = scenario.simulation.start_day + drawn(0, 45);
  scenario.calendar.festivals.push_back({"fair", {date}});
  const int window = scenario.market.festival_window_days;
  const std::string first = format_date(date - window), last = format_date(date + window);
  const auto outside = [&](const Rows& rows) {
    return selected(
        rows, [&](const Row& row) { return row[kDate] < first || row[kDate] > last; },
        [](const Row&) { return true; });
  };
  const Rows after = play(scenario);
  assert_equal(outside(after), outside(before));
  for (const auto& [id, row] : after.transactions) {
    const bool inside = row[kDate] >= first && row[kDate] <= last;
    RC_ASSERT(inside || row[kFestival] != "fair");
    RC_ASSERT(!inside || !row[kFestival].empty());
  }
}

RC_GTEST_PROP(EditStabilityProperty, FestivalMultipliersLeaveOrdinaryDays, ()) {
  Scenario scenario = drawn_scenario();
  const Rows before = play(scenario);
  Market& market = scenario.market;
  market.visit_festival = drawn_share(0.3, 2);
  market.item_festival = drawn_share(0.3, 2);
  market.quantity_festival = drawn_share(1, 2);
  market.price_festival_high += drawn_share(0, 1);
  const auto ordinary = [](const Rows& rows) {
    return selected(
        rows, [](const Row& row) { return row[kFestival].empty(); },
        [](const Row&) { return true; });
  };
  assert_equal(ordinary(play(scenario)), ordinary(before));
}

}  // namespace
}  // namespace footfall
