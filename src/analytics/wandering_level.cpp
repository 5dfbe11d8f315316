#include "analytics/wandering_level.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "analytics/descriptive_statistics.h"
#include "analytics/least_squares.h"

namespace footfall {
namespace {

// Smoothing parameters in the steady state; step variance / noise variance is α² / (1 - α).
constexpr std::array<double, 9> kCandidates = {0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45, 0.6};
// Weight of the first before seeing data: for the mean, which is best off with a level at rest that
// leaves to festivals what is theirs, and for the variance, which had better be too large.
constexpr double kStillForMean = 0.85, kStillForSpread = 0.25;
constexpr double kTypical = 0.2;  // the one with which outliers are looked for
constexpr double kOutlier = 2.5;  // deviations from which a day counts less
constexpr int kOutlierRounds = 4;
constexpr double kMadFactor = 1.4826022185056018;
// The noise is a root mean square of days, of which outliers count less than others.
constexpr double kEfficiency = 0.85;

double step_of(double alpha) { return alpha * alpha / (1 - alpha); }

// The filter's variances, in units of the noise variance; they do not depend on the figures.
struct Filter {
  std::vector<double> gain, spread;  // of each day; spread² is the variance of its innovation
  double left = 0;                   // variance of the level after the last day
  double log_determinant = 0;

  Filter(const std::vector<int>& days, const std::vector<double>& weights, double step) {
    double variance = 0;
    for (size_t i = 0; i < days.size(); ++i) {
      if (i > 0) variance += step * (days[i] - days[i - 1]);
      const double total = variance + 1 / weights[i];
      gain.push_back(variance / total);
      spread.push_back(std::sqrt(total));
      log_determinant += std::log(total);
      variance *= 1 - gain.back();
    }
    left = variance;
  }

  // Replaces a series by its innovations over their spread; returns its level after the last day.
  double whiten(double* first, size_t stride) const {
    double level = 0;
    for (size_t i = 0; i < gain.size(); ++i) {
      double& value = first[i * stride];
      const double innovation = value - level;
      level += gain[i] * innovation;
      value = innovation / spread[i];
    }
    return level;
  }
};

// Weights of the days: 1, less where one lies far from a smooth level through its neighbours.
std::vector<double> weigh_days(const WanderingSeries& series) {
  const size_t count = series.days.size();
  std::vector<double> weights(count, 1.0);
  if (!series.has_outliers) return weights;
  for (int round = 0; round < kOutlierRounds; ++round) {
    const Filter filter(series.days, weights, step_of(kTypical));
    std::vector<double> white = series.residual;
    filter.whiten(white.data(), 1);
    // What a level seen from both sides leaves (disturbance smoother: de Jong 1988):
    // noise_i = (innovation_i / F_i - K_i r_i) / weight_i.
    std::vector<double> rest(count), sizes(count);
    double carried = 0;
    for (size_t i = count; i-- > 0;) {
      const double own = white[i] / filter.spread[i];
      rest[i] = (own - filter.gain[i] * carried) / weights[i];
      carried = own + (1 - filter.gain[i]) * carried;
      sizes[i] = std::abs(rest[i]);
    }
    const double limit = kOutlier * std::max(kMadFactor * *median(sizes), 1e-3 * series.noise);
    for (size_t i = 0; i < count; ++i)
      weights[i] = sizes[i] <= limit ? 1 : std::pow(limit / sizes[i], 2);
  }
  return weights;
}

struct Fit {
  ScaledForecast forecast;
  double log_likelihood = 0;
};

// Fits with one candidate; forecasts.
Fit fit_with(const WanderingSeries& series, const std::vector<double>& weights, double alpha,
             const std::vector<std::vector<double>>& rows_ahead, int first) {
  const size_t count = series.days.size(), columns = series.prior.size();
  const double step = step_of(alpha);
  const Filter filter(series.days, weights, step);
  std::vector<double> design = series.design, target = series.target, shift(columns), ridge;
  for (size_t c = 0; c < columns; ++c) shift[c] = filter.whiten(design.data() + c, columns);
  const double level = filter.whiten(target.data(), 1);
  for (const double variance : series.prior)
    ridge.push_back(std::max(series.noise * series.noise / variance, 1e-12));
  const LeastSquares solved =
      solve_least_squares(design, target, std::vector<double>(count, 1.0), ridge);
  Fit fit;
  double squares = 0, penalty = 0, fitted = 0;
  for (size_t i = 0; i < count; ++i) {
    double white = target[i];
    for (size_t c = 0; c < columns; ++c) white -= design[i * columns + c] * solved.coefficient[c];
    squares += white * white;
    fitted += solved.leverage[i];
    fit.forecast.errors.push_back(white * filter.spread[i]);
  }
  for (size_t c = 0; c < columns; ++c)
    penalty += ridge[c] * solved.coefficient[c] * solved.coefficient[c];
  const auto rows = static_cast<double>(count);
  const double degrees = std::max(rows - fitted, 1.0);
  const double variance = std::max(squares / degrees, 1e-18);
  const std::vector<double> factor = cholesky_factor(solved.covariance, columns);
  double log_covariance = 0;
  for (size_t c = 0; c < columns; ++c)
    log_covariance += 2 * std::log(std::max(factor[c * (columns + 1)], 1e-150));
  fit.log_likelihood = (log_covariance - filter.log_determinant -
                        (rows - 1) * std::log(std::max(squares + penalty, 1e-300))) /
                       2;
  fit.forecast.degrees = std::max(kEfficiency * degrees, 1.0);
  // Row by row less what the filter already holds of the design: y = x b + L(y) - L(x) b.
  std::vector<std::vector<double>> rows_left = rows_ahead;
  for (std::vector<double>& row : rows_left) {
    for (size_t c = 0; c < columns; ++c) row[c] -= shift[c];
    fit.forecast.mean.push_back(
        level + std::inner_product(row.begin(), row.end(), solved.coefficient.begin(), 0.0));
  }
  const size_t ahead = rows_ahead.size();
  const double gap = first - series.days.back();
  for (size_t i = 0; i < ahead; ++i) {
    std::vector<double> half(columns);
    for (size_t c = 0; c < columns; ++c) {
      half[c] = std::inner_product(rows_left[i].begin(), rows_left[i].end(),
                                   solved.covariance.begin() + static_cast<long>(c * columns), 0.0);
    }
    for (size_t j = 0; j < ahead; ++j) {
      const double walked = filter.left + step * (gap + static_cast<double>(std::min(i, j)));
      const double open = std::inner_product(half.begin(), half.end(), rows_left[j].begin(), 0.0);
      fit.forecast.covariance.push_back(variance * (walked + (i == j) + open));
    }
  }
  return fit;
}

// Weights of the candidates after seeing data; the first has weight `still` before.
std::vector<double> weigh_fits(const std::vector<Fit>& fits, double still) {
  double best = fits[0].log_likelihood, sum = 0;
  for (const Fit& fit : fits) best = std::max(best, fit.log_likelihood);
  std::vector<double> weights;
  for (size_t k = 0; k < fits.size(); ++k) {
    const double prior = k == 0 ? still : (1 - still) / static_cast<double>(fits.size() - 1);
    weights.push_back(prior * std::exp(fits[k].log_likelihood - best));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

ScaledForecast forecast_wandering(const WanderingSeries& series,
                                  const std::vector<std::vector<double>>& rows_ahead, int first) {
  const std::vector<double> day_weights = weigh_days(series);
  std::vector<Fit> fits;
  for (const double alpha : kCandidates)
    fits.push_back(fit_with(series, day_weights, alpha, rows_ahead, first));
  const std::vector<double> of_mean = weigh_fits(fits, kStillForMean);
  const std::vector<double> of_spread = weigh_fits(fits, kStillForSpread);
  const size_t ahead = rows_ahead.size();
  ScaledForecast mixed;
  mixed.mean.assign(ahead, 0);
  mixed.covariance.assign(ahead * ahead, 0);
  mixed.degrees = 0;
  for (size_t k = 0; k < fits.size(); ++k) {
    mixed.degrees += of_spread[k] * fits[k].forecast.degrees;
    for (size_t i = 0; i < ahead; ++i) mixed.mean[i] += of_mean[k] * fits[k].forecast.mean[i];
  }
  for (size_t k = 0; k < fits.size(); ++k) {  // within the candidates and between them
    const ScaledForecast& one = fits[k].forecast;
    for (size_t i = 0; i < ahead; ++i) {
      for (size_t j = 0; j < ahead; ++j) {
        const double between = (one.mean[i] - mixed.mean[i]) * (one.mean[j] - mixed.mean[j]);
        mixed.covariance[i * ahead + j] += of_spread[k] * (one.covariance[i * ahead + j] + between);
      }
    }
  }
  const auto best = std::max_element(of_mean.begin(), of_mean.end()) - of_mean.begin();
  mixed.errors = std::move(fits[static_cast<size_t>(best)].forecast.errors);
  return mixed;
}

}  // namespace footfall
