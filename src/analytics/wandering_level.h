// Holds the forecast of a regression whose level wanders from day to day: generalised least squares
// through the Kalman filter of a local level (Harvey 1989, "Forecasting, structural time series
// models and the Kalman filter", 3.4). How far the level wanders is not one guess: candidates are
// weighed by their likelihood, so that what few days leave open widens the forecast.
#pragma once
#include <vector>

#include "analytics/forecast_methods.h"

namespace footfall {

// y = x b + level + noise on some days; the level starts at 0 and moves by a normal step a day.
struct WanderingSeries {
  std::vector<int> days;         // indexes of the days, ascending
  std::vector<double> target;    // y of each
  std::vector<double> design;    // x of each, row by row
  std::vector<double> residual;  // y less a robust fit, by which outliers are found
  std::vector<double> prior;     // variance of each coefficient before seeing data, around 0
  double noise = 1;              // its deviation, roughly
  bool has_outliers = true;      // single days may be far off and then count less
};

// Returns the joint distribution of days `first`, first + 1, … with these rows of the design.
// REQUIRES: at least one day; first > the last day.
ScaledForecast forecast_wandering(const WanderingSeries& series,
                                  const std::vector<std::vector<double>>& rows_ahead, int first);

}  // namespace footfall
