// Holds explain_transaction: recomputes one transaction from its address alone, with every draw and
// limit that made it. The same numbers as simulate_block, in constant time.
#pragma once
#include <vector>

#include "base/result.h"
#include "engine/draws.h"

namespace footfall {

// Where one customer of a world stands.
struct CustomerAddress {
  uint32_t persona_index = 0, customer_index = 0;
};

// One possible visit; every draw is a function of it.
struct VisitAddress {
  CustomerAddress customer;
  uint32_t day_index = 0;
};

// The day's probability is min(base × season × festival × weekend × weekday, cap), 0 where the shop
// is closed; the customer visits when visit_word < visit_limit. The rest tells what he would buy on
// that visit.
struct Explanation {
  int64_t transaction_id = 0, customer_id = 0;
  VisitAddress at;
  WorldDay day;
  double base = 0, season = 1, festival = 1, weekend = 1, weekday = 1, cap = 1;
  double product = 0, probability = 0;  // before and after the cap
  uint32_t visit_word = 0;
  uint64_t visit_limit = 0;
  bool visits = false;
  uint32_t time_word = 0;
  int32_t second_of_day = 0;
  bool fallback = false;  // no category was drawn, so fallback_word picked one
  uint32_t fallback_word = 0;
  std::vector<CategoryDraw> categories;  // in the persona's order, bought or not
  uint32_t lines = 0, units = 0;
  int64_t amount = 0;  // paise
};

// Finds a customer by identifier. Error: kInput that names what is out of range. THREADS: pure.
Result<CustomerAddress> find_customer(const World& world, int64_t id);

// Finds a possible visit by transaction identifier; says nothing about whether the customer came.
// Error: kInput that names what is out of range. THREADS: pure.
Result<VisitAddress> find_visit(const World& world, int64_t id);

// Returns whether the customer came that day. THREADS: pure.
bool visits(const World& world, VisitAddress at);

// Recomputes the visit at an address. REQUIRES: `world` was compiled from `scenario`, `at` lies in
// it. THREADS: pure.
Explanation explain_transaction(const Scenario& scenario, const World& world, VisitAddress at);

}  // namespace footfall
