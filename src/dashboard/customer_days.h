// Holds the days on which customers bought: what the browser counts distinct customers from, under
// any filter of days, personas and cities.
#pragma once
#include <cstdint>
#include <vector>

#include "analytics/analysis.h"
#include "base/result.h"
#include "dashboard/dimensions.h"

namespace footfall {

struct CustomerDays {
  int64_t total = 0;          // customers, buyers or not, as far as the data know
  int64_t active = 0;         // who bought
  int64_t purchase_days = 0;  // of all of them
  int64_t one_of = 1;         // the rest is of every so many of them, by hash of the identifier
  std::vector<int64_t> persona, city, segment, score, cohort;
  std::vector<int64_t> days;  // of purchase, by customer as the numbers above
  std::vector<int64_t> hash;  // of the identifier, by customer
  std::vector<int64_t> day;   // ascending within a customer
};

// Returns the counts, without customers yet. REQUIRES: read_dimensions.
Result<CustomerDays> count_customer_days(Analysis& analysis);

// Fills in the customers, of every one_of-th. REQUIRES: none are there.
Result<> fetch_customer_days(Analysis& analysis, const DashboardDimensions& dimensions,
                             CustomerDays& customers);

// Leaves every one_of-th customer. REQUIRES: a multiple of the present one_of.
void thin_out(CustomerDays& customers, int64_t one_of);

}  // namespace footfall
