// Holds CustomerTotals: what each customer of a simulation did in all, gathered by a sink while it
// runs; nothing is written.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/world.h"
#include "sink/sink.h"

namespace footfall {

struct CustomerTotal {
  int64_t transactions = 0, lines = 0, revenue_paise = 0, festival_paise = 0;
};

// By persona in the order of the world, then by customer.
using CustomerTotals = std::vector<std::vector<CustomerTotal>>;

// Opens a sink of transactions that adds to `totals`, which it sizes. REQUIRES: both outlive it.
OpenSink open_totals_sink(const World& world, CustomerTotals& totals);

}  // namespace footfall
