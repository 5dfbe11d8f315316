#include "analytics/seasonal_regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analytics/descriptive_statistics.h"
#include "analytics/least_squares.h"

namespace footfall {
namespace {

// Columns of the design; bends follow.
enum Column { kLevel, kMonday, kFestival = 8, kSlope = 9, kBends = 10 };

constexpr int kHuberRounds = 6, kBisquareRounds = 10;
constexpr double kHuberLimit = 1.345, kBisquareLimit = 4.685;  // 95 % efficient on normal noise

constexpr double kEmptyShareOfLogarithm = 0.1;
constexpr double kSmallCount = 50;
// Log noise of eight independent sales a day, of which a day has none once in 3,000.
constexpr double kNoiseOfEmptyDays = 0.35;

// Standard deviations that effects on the log scale are expected to have before seeing data.
// The slope's is per 30 days: with few data, ignorance of the trend must show in forecasts.
constexpr double kFestivalSpread = 0.5, kSlopeSpread = 0.1, kBendSpread = 2;
// Until the data show it: how festivals differ from one another, how large a wave is and a month.
constexpr double kOwnSpread = 0.15, kWaveSpread = 0.1, kMonthSpread = 0.1;
constexpr size_t kMonths = 12;
constexpr double kYear = 365.2425, kTurn = 6.283185307179586;

}  // namespace

SeasonalRegression::SeasonalRegression(const DailySeries& days, const ScaledSeries& series,
                                       const RegressionShape& shape)
    : shape_(shape),
      first_day_(days.first_day),
      length_(static_cast<double>(std::max<size_t>(days.values.size(), 1))),
      waves_(kBends + static_cast<size_t>(shape.bends)),
      months_(waves_ + 2 * static_cast<size_t>(shape.waves)),
      own_(months_ + (shape.months ? kMonths : 0)),
      columns_(own_ + shape.festivals.size()) {
  gather(days, series);
  fit(series);
}

std::vector<double> SeasonalRegression::row(int64_t index, uint8_t festival) const {
  std::vector<double> result(columns_);
  result[kLevel] = 1;
  const int weekday = weekday_index(first_day_ + static_cast<Day>(index));
  if (shape_.weekdays) result[kMonday + weekday] = 1;
  const double u = static_cast<double>(index) / length_;
  if (shape_.slope) result[kSlope] = u - 0.5;
  for (int bend = 0; bend < shape_.bends; ++bend) {
    result[kBends + bend] = std::max(0.0, u - (bend + 1.0) / (shape_.bends + 1.0));
  }
  const std::vector<double> calendar = calendar_row(index, festival);
  for (size_t i = 0; i < columns_; ++i) result[i] += calendar[i];
  return result;
}

std::vector<double> SeasonalRegression::calendar_row(int64_t index, uint8_t festival) const {
  std::vector<double> result(columns_);
  result[kFestival] = festival != 0;
  const double turns = kTurn * static_cast<double>(first_day_ + index) / kYear;
  for (size_t pair = 0; waves_ + 2 * pair < months_; ++pair) {
    result[waves_ + 2 * pair] = std::cos(turns * static_cast<double>(pair + 1));
    result[waves_ + 2 * pair + 1] = std::sin(turns * static_cast<double>(pair + 1));
  }
  if (shape_.months)
    result[months_ + civil_from_day(first_day_ + static_cast<Day>(index)).month - 1] = 1;
  for (size_t i = 0; i < shape_.festivals.size(); ++i)
    result[own_ + i] = festival != 0 && shape_.festivals[i] == festival;
  return result;
}

double SeasonalRegression::expected(int64_t index, uint8_t festival) const {
  return fitted(row(index, festival));
}

double SeasonalRegression::fitted(const std::vector<double>& row) const {
  return std::inner_product(row.begin(), row.end(), coefficient_.begin(), 0.0);
}

double SeasonalRegression::covariance(const std::vector<double>& row,
                                      const std::vector<double>& other) const {
  double sum = 0;
  for (size_t i = 0; i < columns_; ++i) {
    if (row[i] == 0) continue;
    for (size_t j = 0; j < columns_; ++j) sum += row[i] * covariance_[i * columns_ + j] * other[j];
  }
  return sum;
}

double SeasonalRegression::weekday_effect(int weekday) const {
  return coefficient_[kMonday + weekday];
}

double SeasonalRegression::weekday_error(int weekday) const {
  return noise_ * std::sqrt(covariance_[(kMonday + weekday) * (columns_ + 1)]);
}

double SeasonalRegression::weekday_contrast_error(int weekday,
                                                  const std::array<bool, 7>& closed) const {
  const auto open = static_cast<double>(std::count(closed.begin(), closed.end(), false));
  std::vector<double> contrast(columns_);
  for (int day = 0; day < 7; ++day) {
    if (!closed[day]) contrast[kMonday + day] = (day == weekday) - 1 / open;
  }
  return noise_ * std::sqrt(std::max(covariance(contrast, contrast), 0.0));
}

double SeasonalRegression::festival_effect() const { return coefficient_[kFestival]; }

double SeasonalRegression::festival_error() const {
  return noise_ * std::sqrt(covariance_[kFestival * (columns_ + 1)]);
}

double SeasonalRegression::trend(int64_t index) const {
  std::vector<double> x = row(index, 0);
  std::fill(x.begin() + kMonday, x.begin() + kFestival, 0.0);
  std::fill(x.begin() + static_cast<long>(waves_), x.end(), 0.0);
  return fitted(x);
}

void SeasonalRegression::gather(const DailySeries& days, const ScaledSeries& series) {
  for (size_t i = 0; i < series.values.size(); ++i) {
    if (!series.used[i]) continue;
    index_.push_back(static_cast<int>(i));
    target_.push_back(series.values[i]);
    const std::vector<double> x = row(static_cast<int64_t>(i), festival_at(days, i));
    design_.insert(design_.end(), x.begin(), x.end());
  }
}

std::vector<double> SeasonalRegression::prior_variances() const {
  std::vector<double> variance(columns_, prior_.bend);
  variance[kLevel] = 1e12 * std::max(prior_.festival, 1e-12);
  std::fill(variance.begin() + kMonday, variance.begin() + kFestival, prior_.weekday);
  variance[kFestival] = prior_.festival;
  variance[kSlope] = prior_.slope;
  for (size_t i = waves_; i < months_; ++i) variance[i] = prior_.wave[(i - waves_) / 2];
  for (size_t i = months_; i < own_; ++i) variance[i] = prior_.month;
  std::fill(variance.begin() + static_cast<long>(own_), variance.end(), prior_.own);
  return variance;
}

std::vector<double> SeasonalRegression::penalties() const {
  std::vector<double> ridge = prior_variances();
  for (double& value : ridge) value = std::max(noise_ * noise_ / value, 1e-12);
  return ridge;
}

double SeasonalRegression::square_of(size_t column) const {
  return coefficient_[column] * coefficient_[column] +
         noise_ * noise_ * covariance_[column * (columns_ + 1)];
}

void SeasonalRegression::learn_prior(double smallest) {
  double weekday = 0;
  for (int day = 0; day < 7; ++day) weekday += square_of(kMonday + day) / 7;
  prior_.weekday = std::max(weekday, smallest);
  for (size_t pair = 0; pair < prior_.wave.size(); ++pair) {
    const size_t column = waves_ + 2 * pair;
    prior_.wave[pair] = std::max((square_of(column) + square_of(column + 1)) / 2, smallest);
  }
  // Two festivals, or months, at least have to be seen to tell how they differ.
  prior_.own = std::max(mean_square_of(own_, columns_).value_or(prior_.own), smallest);
  prior_.month = std::max(mean_square_of(months_, own_).value_or(prior_.month), smallest);
}

std::optional<double> SeasonalRegression::mean_square_of(size_t first, size_t end) const {
  double sum = 0;
  int seen = 0;
  for (size_t i = first; i < end; ++i) {
    bool is_seen = false;
    for (size_t row = 0; row < target_.size() && !is_seen; ++row)
      is_seen = design_[row * columns_ + i] != 0;
    sum += is_seen ? square_of(i) : 0;
    seen += is_seen;
  }
  return seen >= 2 ? std::optional(sum / seen) : std::nullopt;
}

void SeasonalRegression::weigh(bool redescend, std::vector<double>& weights) const {
  for (size_t i = 0; i < weights.size(); ++i) {
    const double size = std::abs(residual_[i]) / noise_;
    if (!redescend) {
      weights[i] = size <= kHuberLimit ? 1 : kHuberLimit / size;
    } else {
      const double share = size / kBisquareLimit;
      weights[i] = share < 1 ? (1 - share * share) * (1 - share * share) : 0;
    }
  }
}

void SeasonalRegression::fit(const ScaledSeries& series) {
  const double center = *median(target_);
  const auto rows = static_cast<double>(target_.size());
  // A factor e^d on the figure moves its square root by about d/2 of itself.
  const double unit =
      series.scale == EffectScale::kLogarithm ? 1 : std::max(std::abs(center) / 2, 0.1);
  const double smallest = 1e-6 * unit;
  noise_ = std::max(*scaled_median_deviation(target_), 0.05 * unit);
  const auto square = [&](double spread) { return spread * unit * spread * unit; };
  prior_ = {square(0.3),
            square(kFestivalSpread),
            square(kSlopeSpread * length_ / 30),
            square(kBendSpread),
            square(kOwnSpread),
            square(kMonthSpread),
            std::vector<double>((months_ - waves_) / 2, square(kWaveSpread))};
  // Where many days are empty the others are no outliers, and all count alike.
  const bool robust = !series.intermittent;
  std::vector<double> weights(target_.size(), 1.0);
  for (int round = 0; round < kHuberRounds + kBisquareRounds; ++round) {
    LeastSquares solved = solve_least_squares(design_, target_, weights, penalties());
    coefficient_ = std::move(solved.coefficient);
    covariance_ = std::move(solved.covariance);
    leverage_ = std::move(solved.leverage);
    std::vector<double> sizes(target_.size());
    residual_ = target_;
    for (size_t i = 0; i < target_.size(); ++i) {
      residual_[i] -= std::inner_product(coefficient_.begin(), coefficient_.end(),
                                         design_.begin() + static_cast<long>(i * columns_), 0.0);
      sizes[i] = std::abs(residual_[i]);
    }
    const double fitted = std::accumulate(leverage_.begin(), leverage_.end(), 0.0);
    degrees_ = std::max(rows - fitted, 1.0);
    const double spread =
        robust
            ? 1.4826022185056018 * *median(sizes)
            : std::sqrt(std::inner_product(sizes.begin(), sizes.end(), sizes.begin(), 0.0) / rows);
    noise_ = std::max(spread * std::sqrt(rows / degrees_), smallest);
    learn_prior(square(1e-3));
    if (robust) weigh(round >= kHuberRounds, weights);
  }
}

EffectScale choose_scale(const DailySeries& series) {
  const ScaledSeries roots = scale_series(series, EffectScale::kSquareRoot);
  const ScaledSeries logs = scale_series(series, EffectScale::kLogarithm);
  std::vector<double> figures;
  for (size_t i = 0; i < roots.used.size(); ++i) {
    if (roots.used[i]) figures.push_back(series.values[i]);
  }
  const bool whole = std::all_of(figures.begin(), figures.end(),
                                 [](double value) { return value == std::floor(value); });
  if (figures.empty() || logs.used_count == 0) return EffectScale::kSquareRoot;
  if (whole && *median(figures) < kSmallCount) return EffectScale::kSquareRoot;
  const auto empty = static_cast<double>(logs.empty_days.size());
  if (empty > kEmptyShareOfLogarithm * logs.open_count) return EffectScale::kSquareRoot;
  if (empty > 0 && SeasonalRegression(series, logs, {}).noise() > kNoiseOfEmptyDays) {
    return EffectScale::kSquareRoot;
  }
  return EffectScale::kLogarithm;
}

}  // namespace footfall
