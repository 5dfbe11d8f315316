// Holds SimulatedDays: daily series whose trend, weekdays, festival and noise are known, for tests
// of decomposition and forecast.
#pragma once
#include <cmath>
#include <vector>

#include "analytics/daily_series.h"
#include "analytics/simulated_draws_test.h"

namespace footfall {

struct SimulatedDays {
  double level = 10;       // logarithm of a Monday
  double weekend = 0.33;   // added on Saturdays and Sundays
  double festival = 0.25;  // added on days 8-12, and 10-14 of the days ahead
  double growth = 0;       // added a day
  double wave = 0;         // amplitude of a yearly wave with its top on day 0
  double months = 0;   // deviation of the effects of the twelve months, drawn anew for each seed
  double wander = 0;   // deviation of a random walk's daily step
  double noise = 0.1;  // deviation of the logarithm
  double heavy_tails = 0;  // degrees of a Student t instead of the normal
  double count = 0;        // > 0: Poisson counts of this mean on a Monday instead of money
  int past = 30, ahead = 30;
  static constexpr Day kStart = 19723;  // Monday, 2024-01-01

  struct Series {
    DailySeries past;
    std::vector<double> future;
    std::vector<uint8_t> future_festivals;
  };

  Series draw(uint64_t seed) const {
    SimulatedDraws draws(seed);
    Series series;
    series.past.first_day = kStart;
    double walk = 0, month_effects[12] = {};
    for (double& effect : month_effects) effect = months > 0 ? months * draws.normal() : 0;
    for (int i = 0; i < past + ahead; ++i) {
      const bool festive = (i >= 8 && i <= 12) || (i >= past + 10 && i <= past + 14);
      walk += wander * draws.normal();
      const double effects = (weekday_index(kStart + i) >= 5 ? weekend : 0) +
                             (festive ? festival : 0) + growth * i + walk +
                             month_effects[civil_from_day(kStart + i).month - 1] +
                             wave * std::cos(6.283185307179586 * i / 365.2425);
      double error = noise * draws.normal();
      if (heavy_tails > 0) error /= std::sqrt(draws.gamma(heavy_tails / 2) / (heavy_tails / 2));
      const double value =
          count > 0 ? draws.poisson(count * std::exp(effects)) : std::exp(level + effects + error);
      if (i < past) {
        series.past.values.push_back(value);
        series.past.festivals.push_back(festive);
      } else {
        series.future.push_back(value);
        series.future_festivals.push_back(festive);
      }
    }
    return series;
  }
};

}  // namespace footfall
