// Holds the trend × weekday × festival model of a daily series, fitted so that single odd days do
// not bend it: iterated reweighting (Huber 1964, then Tukey's bisquare) with MAD scale, and effects
// that are shrunk as far as the data leave them open (penalties are noise variance / prior
// variance).
#pragma once
#include <vector>

#include "analytics/daily_series.h"

namespace footfall {

struct RegressionShape {
  bool weekdays = true;  // one effect a weekday, shrunk towards none
  bool slope = true;     // one straight line
  int bends = 0;         // changes of the slope, evenly spaced
};

// scaled value = level + weekday + festival + slope u + Σ bend_k max(0, u - u_k) + noise, where u
// is the time in units of the series' length.
class SeasonalRegression {
 public:
  // REQUIRES: series.used_count >= 1.
  SeasonalRegression(const DailySeries& days, const ScaledSeries& series,
                     const RegressionShape& shape);

  // Returns the row of the design for the day `index`, which may lie after the series.
  std::vector<double> row(int64_t index, bool festival) const;
  // Returns the scaled value expected on a day, without noise.
  double expected(int64_t index, bool festival) const;
  // Returns row · covariance · other row, to be scaled by noise().
  double covariance(const std::vector<double>& row, const std::vector<double>& other) const;

  double weekday_effect(int weekday) const;
  double weekday_error(int weekday) const;
  // Standard error of the effect less the mean of the open weekdays' effects, which the level does
  // not blur.
  double weekday_contrast_error(int weekday, const std::array<bool, 7>& closed) const;
  double festival_effect() const;
  double festival_error() const;
  double trend(int64_t index) const;  // level, slope and bends alone

  double noise() const { return noise_; }      // standard deviation around the expected value
  double degrees() const { return degrees_; }  // used days less fitted effects
  // Used days only, in order: their index, residual and leverage.
  const std::vector<int>& days() const { return index_; }
  const std::vector<double>& residuals() const { return residual_; }
  const std::vector<double>& leverages() const { return leverage_; }

 private:
  struct Prior {
    double weekday, festival, slope, bend;  // variances of the effects
  };
  void gather(const DailySeries& days, const ScaledSeries& series);
  void fit(const ScaledSeries& series);
  std::vector<double> penalties(const Prior& prior) const;
  void weigh(bool redescend, std::vector<double>& weights) const;

  RegressionShape shape_;
  Day first_day_;
  double length_;
  size_t columns_;
  std::vector<int> index_;
  std::vector<double> design_, target_, residual_, leverage_;
  std::vector<double> coefficient_, covariance_;
  double noise_ = 0, degrees_ = 1;
};

// Returns square roots for small counts (whole numbers with a median below 50), where more than 10
// % of open days are empty, and where noise is so large that empty days come by chance; else
// logarithms.
EffectScale choose_scale(const DailySeries& series);

}  // namespace footfall
