// Holds what a scenario gives on average, in closed form (day types x categories) instead of by
// simulation.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "engine/world.h"

namespace footfall {

// Means of totals, and their variances over seeds. Money is in paise.
struct ExpectedTotals {
  double transactions = 0, lines = 0, revenue_paise = 0;
  double transactions_variance = 0, revenue_variance = 0, covariance = 0;

  // Returns the mean amount of a transaction, 0 when there are none.
  double average_paise() const { return transactions > 0 ? revenue_paise / transactions : 0; }
  // Returns the variance of that mean, first-order (delta method).
  double average_variance() const;
  double lines_a_basket() const { return transactions > 0 ? lines / transactions : 0; }
};

// Mean amount on some days / mean amount on all others - 1, and its deviation over seeds.
struct Uplift {
  double mean = 0, deviation = 0;
};

struct Uplifts {
  std::optional<Uplift> festival, weekend;  // nothing when the period lacks one side
  // The same of transactions a day: mean over festival days of transactions / the mean of ordinary
  // days of that weekday, - 1; mean on weekend days / on other days - 1, festivals left out.
  std::optional<double> festival_visits, weekend_visits;
};

// What the days of one type give, of all personas.
struct ExpectedDays {
  int days = 0;
  ExpectedTotals totals;
};

// Returns the index of the type of a day that is open: ordinary, weekend, festival, weekend of a
// festival.
constexpr size_t day_type(bool festival, bool weekend) { return 2u * festival + weekend; }
inline constexpr size_t kClosedDay = 4, kDayTypes = 5;

struct Expectation {
  ExpectedTotals all;
  Uplifts uplifts;                                // of all personas pooled
  std::vector<ExpectedTotals> personas;           // in the order of the scenario
  std::vector<Uplifts> persona_uplifts;           // of each alone
  std::array<ExpectedDays, kDayTypes> day_types;  // by day_type(), and kClosedDay
};

// Computes the expectation of a compiled world. The seed plays no part. Deviations are first-order
// (delta method) for uplifts, exact but for rounding to paise elsewhere. THREADS: pure.
Expectation expect(const World& world);

}  // namespace footfall
