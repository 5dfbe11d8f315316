// Holds the trend × weekday × festival model of a daily series, fitted so that single odd days do
// not bend it: iterated reweighting (Huber 1964, then Tukey's bisquare) with MAD scale, and effects
// that are shrunk as far as the data leave them open (penalties are noise variance / prior
// variance).
#pragma once
#include <optional>
#include <vector>

#include "analytics/daily_series.h"

namespace footfall {

struct RegressionShape {
  bool weekdays = true;  // one effect a weekday, shrunk towards none
  bool slope = true;     // one straight line
  int bends = 0;         // changes of the slope, evenly spaced
  int waves = 0;         // pairs of sine and cosine, of a year, half a year, a third, …
  bool months = false;   // one effect a month of the year, shrunk towards none
  // Numbers of festivals that each have an effect beside the one that all share, shrunk towards
  // none as far as festivals resemble one another.
  std::vector<uint8_t> festivals = {};
};

// scaled value = level + weekday + festival + slope u + Σ bend_k max(0, u - u_k) + Σ waves +
// month + own effect of the festival + noise, where u is the time in units of the series' length.
class SeasonalRegression {
 public:
  // REQUIRES: series.used_count >= 1.
  SeasonalRegression(const DailySeries& days, const ScaledSeries& series,
                     const RegressionShape& shape);

  // Returns the row of the design for the day `index`, which may lie after the series; `festival`
  // as in DailySeries.
  std::vector<double> row(int64_t index, uint8_t festival) const;
  // Returns the same with what is neither festival nor season set to 0.
  std::vector<double> calendar_row(int64_t index, uint8_t festival) const;
  // Returns the scaled value expected on a day, without noise.
  double expected(int64_t index, uint8_t festival) const;
  // Returns what a row of the design adds up to.
  double fitted(const std::vector<double>& row) const;
  // Returns row · covariance · other row, to be scaled by noise().
  double covariance(const std::vector<double>& row, const std::vector<double>& other) const;

  double weekday_effect(int weekday) const;
  double weekday_error(int weekday) const;
  // Standard error of the effect less the mean of the open weekdays' effects, which the level does
  // not blur.
  double weekday_contrast_error(int weekday, const std::array<bool, 7>& closed) const;
  double festival_effect() const;  // of a festival that is not told apart
  double festival_error() const;
  double trend(int64_t index) const;  // level, slope and bends alone

  double noise() const { return noise_; }      // standard deviation around the expected value
  double degrees() const { return degrees_; }  // used days less fitted effects
  // Returns the variance that each column's coefficient was expected to have, in scaled units².
  std::vector<double> prior_variances() const;
  // Used days only, in order: their index, scaled value, row of the design, residual and leverage.
  const std::vector<int>& days() const { return index_; }
  const std::vector<double>& targets() const { return target_; }
  const std::vector<double>& design() const { return design_; }
  const std::vector<double>& residuals() const { return residual_; }
  const std::vector<double>& leverages() const { return leverage_; }

 private:
  struct Prior {
    double weekday, festival, slope, bend;  // variances of the effects
    double own;                             // of a festival beside the shared one
    double month;
    std::vector<double> wave;  // of each pair
  };
  void gather(const DailySeries& days, const ScaledSeries& series);
  void fit(const ScaledSeries& series);
  std::vector<double> penalties() const;
  // Learns from the effects how large they tend to be (expectation step of their variances).
  void learn_prior(double smallest);
  double square_of(size_t column) const;  // expected square of a coefficient
  // Of those of columns [first, end) that some day has; nothing below two of them.
  std::optional<double> mean_square_of(size_t first, size_t end) const;
  void weigh(bool redescend, std::vector<double>& weights) const;

  RegressionShape shape_;
  Day first_day_;
  double length_;
  size_t waves_, months_, own_, columns_;  // where waves, months, own effects begin; the end
  Prior prior_;
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
