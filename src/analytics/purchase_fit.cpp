#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "analytics/distributions.h"
#include "analytics/minimize.h"
#include "analytics/purchase_model.h"

namespace footfall {
namespace {

// Parameters are searched as logarithms, α in units of the longest time observed.
enum Parameter { kR, kAlpha, kA, kB, kParameters };

const Box kBounds{{std::log(1e-3), std::log(1e-6), std::log(1e-4), std::log(1e-4)},
                  {std::log(1e4), std::log(1e6), std::log(1e3), std::log(1e4)}};
constexpr double kNearBound = 0.02;  // of a logarithm
constexpr double kVagueError = 1.5;  // standard error of a logarithm beyond which it says nothing
constexpr double kPriorDeviation = 2;
constexpr size_t kRowsOfStarts = 4000;  // the starts are compared on about so many distinct rows
constexpr int64_t kFewestRepeaters = 10;

// Equal histories as one row with a weight, and tables of what depends on few distinct values.
struct DistinctHistories {
  struct Row {
    uint32_t repeats, last, observed;  // indices of the tables
    double weight;
  };
  std::vector<Row> rows;
  std::vector<double> repeats, times;  // distinct, ascending; times in units of `time_scale`
  double time_scale = 1;
};

std::vector<double> distinct(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

uint32_t index_of(const std::vector<double>& sorted, double value) {
  return static_cast<uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), value) -
                               sorted.begin());
}

DistinctHistories group(std::span<const PurchaseHistory> customers) {
  DistinctHistories result;
  std::vector<double> repeats, times;
  for (const PurchaseHistory& customer : customers) {
    repeats.push_back(customer.repeats);
    times.push_back(customer.last);
    times.push_back(customer.observed);
  }
  result.repeats = distinct(std::move(repeats));
  result.times = distinct(std::move(times));
  std::vector<DistinctHistories::Row> rows;
  for (const PurchaseHistory& customer : customers) {
    rows.push_back({index_of(result.repeats, customer.repeats),
                    index_of(result.times, customer.last),
                    index_of(result.times, customer.observed), 1});
  }
  const auto key = [](const DistinctHistories::Row& row) {
    return std::tie(row.repeats, row.last, row.observed);
  };
  std::sort(rows.begin(), rows.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (const DistinctHistories::Row& row : rows) {
    if (!result.rows.empty() && key(result.rows.back()) == key(row)) {
      ++result.rows.back().weight;
    } else {
      result.rows.push_back(row);
    }
  }
  result.time_scale = result.times.back();
  for (double& time : result.times) time /= result.time_scale;
  return result;
}

// The log-likelihood of all rows and its gradient in the parameters themselves (not their logs).
class Likelihood {
 public:
  Likelihood(const DistinctHistories& data, DropoutModel model)
      : data_(data), extra_chance_(model == DropoutModel::kAfterPurchase ? 1 : 0) {}

  double operator()(const std::array<double, kParameters>& point,
                    std::array<double, kParameters>& gradient) {
    const auto [r, alpha, a, b] = point;
    fill_tables(r, alpha, a, b);
    double total = 0;
    gradient = {};
    for (const DistinctHistories::Row& row : data_.rows) {
      const ByRepeats& of = by_repeats_[row.repeats];
      const ByTime& last = by_time_[row.last];
      const ByTime& end = by_time_[row.observed];
      const double shape = of.shape;
      double value = of.value - shape * end.log;
      double left = 0;  // posterior probability of having left
      if (of.log_first_odds > -1e300) {
        const double odds = of.log_first_odds + shape * (end.log - last.log);
        const double small = std::exp(-std::abs(odds));
        value += std::max(odds, 0.0) + std::log1p(small);
        left = (odds > 0 ? 1.0 : small) / (1 + small);
      }
      total += row.weight * value;
      gradient[kR] += row.weight * (of.by_r - end.log + left * (end.log - last.log));
      gradient[kAlpha] +=
          row.weight * (r / alpha - shape * (end.inverse + left * (last.inverse - end.inverse)));
      gradient[kA] += row.weight * (of.by_a + left / a);
      gradient[kB] += row.weight * (of.by_b - left * of.inverse_survivals);
    }
    return total;
  }

 private:
  struct ByRepeats {
    double shape, value, by_r, by_a, by_b, log_first_odds, inverse_survivals;
  };
  struct ByTime {
    double log, inverse;  // of α + time
  };

  void fill_tables(double r, double alpha, double a, double b) {
    by_time_.clear();
    for (const double time : data_.times) {
      by_time_.push_back({std::log(alpha + time), 1 / (alpha + time)});
    }
    const double log_alpha = std::log(alpha), log_a = std::log(a);
    const double gamma_r = log_gamma(r), digamma_r = digamma(r);
    const double gamma_ab = log_gamma(a + b) - log_gamma(b);
    const double digamma_ab = digamma(a + b), digamma_b = digamma(b);
    by_repeats_.clear();
    for (const double x : data_.repeats) {
      const double n = x + extra_chance_;
      const double digamma_abn = digamma(a + b + n);
      by_repeats_.push_back(
          {r + x,
           log_gamma(r + x) - gamma_r + r * log_alpha + log_gamma(b + n) - log_gamma(a + b + n) +
               gamma_ab,
           digamma(r + x) - digamma_r + log_alpha, digamma_ab - digamma_abn,
           digamma(b + n) - digamma_abn + digamma_ab - digamma_b,
           n > 0 ? log_a - std::log(b + n - 1) : -std::numeric_limits<double>::infinity(),
           n > 0 ? 1 / (b + n - 1) : 0});
    }
  }

  const DistinctHistories& data_;
  double extra_chance_;
  std::vector<ByRepeats> by_repeats_;
  std::vector<ByTime> by_time_;
};

// The negative log-likelihood in logarithms, with the prior or without.
Objective objective_of(Likelihood& likelihood, std::optional<std::array<double, kParameters>> prior,
                       int& evaluations) {
  return
      [&likelihood, prior, &evaluations](std::span<const double> point, std::span<double> slope) {
        ++evaluations;
        std::array<double, kParameters> natural, gradient;
        for (int i = 0; i < kParameters; ++i) natural[i] = std::exp(point[i]);
        double value = -likelihood(natural, gradient);
        for (int i = 0; i < kParameters; ++i) {
          slope[i] = -gradient[i] * natural[i];
          if (!prior) continue;
          const double away = (point[i] - (*prior)[i]) / kPriorDeviation;
          value += away * away / 2;
          slope[i] += away / kPriorDeviation;
        }
        return value;
      };
}

// Rate of repeat purchases per `time_scale`, never 0.
double repeat_rate(const DistinctHistories& data) {
  double repeats = 0.5, time = 0;
  for (const DistinctHistories::Row& row : data.rows) {
    repeats += row.weight * data.repeats[row.repeats];
    time += row.weight * data.times[row.observed];
  }
  return repeats / time;
}

std::vector<std::vector<double>> starting_points(double rate) {
  constexpr double kStarts[][3] = {{0.25, 0.8, 2.5}, {1, 0.3, 3}, {0.5, 0.05, 1}, {4, 1, 20}};
  std::vector<std::vector<double>> starts;
  for (const auto& [r, a, b] : kStarts) {
    // Those who leave make the mean rate lower than r / α.
    starts.push_back({std::log(r), std::log(r / (rate * (1 + a / b))), std::log(a), std::log(b)});
  }
  return starts;
}

DistinctHistories thinned(const DistinctHistories& data) {
  DistinctHistories result = data;
  const size_t step = data.rows.size() / kRowsOfStarts + 1;
  result.rows.clear();
  for (size_t i = step / 2; i < data.rows.size(); i += step) result.rows.push_back(data.rows[i]);
  return result;
}

std::string reason_at_bound(std::span<const double> point) {
  const auto low = [&](int i) { return point[i] < kBounds.low[i] + kNearBound; };
  const auto high = [&](int i) { return point[i] > kBounds.high[i] - kNearBound; };
  if (low(kA) || (high(kB) && !high(kA))) {
    return "nobody is seen to leave within the time observed (the chance to leave runs to 0)";
  }
  if (high(kA) && high(kB)) return "customers do not differ in their chance to leave";
  if (low(kB) || high(kA)) return "every customer seems to leave at its first chance";
  if (high(kR) || high(kAlpha)) {
    return "customers do not differ in how often they buy (r and alpha run to infinity together)";
  }
  if (low(kR) || low(kAlpha)) return "the rates of buying are concentrated at 0";
  return "";
}

std::string reason_of_curvature(const Curvature& curvature) {
  if (curvature.covariance.empty()) return "the likelihood is flat (its Hessian is singular)";
  constexpr const char* kNames[] = {"r", "alpha", "a", "b"};
  for (int i = 0; i < kParameters; ++i) {
    if (curvature.covariance[i * kParameters + i] > kVagueError * kVagueError) {
      return std::string("the data leave ") + kNames[i] + " open by more than a factor of 20";
    }
  }
  return "";
}

std::optional<Error> find_impossible(std::span<const PurchaseHistory> customers) {
  for (size_t i = 0; i < customers.size(); ++i) {
    const auto& [repeats, last, observed] = customers[i];
    const bool possible = repeats >= 0 && repeats == std::floor(repeats) && last >= 0 &&
                          last <= observed && std::isfinite(observed) && std::isfinite(repeats) &&
                          (repeats > 0) == (last > 0);
    if (!possible) {
      return Error{ErrorCategory::kInput,
                   "a purchase history needs whole repeats >= 0 and 0 <= last <= observed, with "
                   "last above 0 exactly when there are repeats",
                   "customer " + std::to_string(i)};
    }
  }
  return std::nullopt;
}

// Decides what the histories say at all; a reason ends the fit.
std::string reason_without_fit(std::span<const PurchaseHistory> customers) {
  if (customers.empty()) return "there are no customers";
  const bool timeless = std::none_of(customers.begin(), customers.end(),
                                     [](const PurchaseHistory& c) { return c.observed > 0; });
  return timeless ? "no time has passed since the first purchases" : "";
}

void set_parameters(std::span<const double> point, double time_scale, PurchaseFit& fit) {
  fit.parameters.r = std::exp(point[kR]);
  fit.parameters.alpha = std::exp(point[kAlpha]) * time_scale;
  fit.parameters.a = std::exp(point[kA]);
  fit.parameters.b = std::exp(point[kB]);
}

// The log-likelihood with α in the caller's unit: densities of `repeats` moments scale with it.
double in_callers_unit(double log_likelihood, const DistinctHistories& data) {
  double repeats = 0;
  for (const DistinctHistories::Row& row : data.rows) {
    repeats += row.weight * data.repeats[row.repeats];
  }
  return log_likelihood - repeats * std::log(data.time_scale);
}

}  // namespace

Result<PurchaseFit> fit_purchases(std::span<const PurchaseHistory> customers, DropoutModel model) {
  if (auto error = find_impossible(customers)) return *error;
  PurchaseFit fit;
  fit.parameters.model = model;
  fit.customers = static_cast<int64_t>(customers.size());
  fit.repeat_customers = std::count_if(customers.begin(), customers.end(),
                                       [](const PurchaseHistory& c) { return c.repeats > 0; });
  fit.reason = reason_without_fit(customers);
  if (!fit.reason.empty()) return fit;
  fit.fitted = true;

  const DistinctHistories data = group(customers), sample = thinned(data);
  const double rate = repeat_rate(data);
  int unused = 0;
  Likelihood sample_likelihood(sample, model), likelihood(data, model);
  const std::array<double, kParameters> center = {0, -std::log(rate), std::log(0.5), std::log(2)};
  const auto search = [&](std::optional<std::array<double, kParameters>> prior) {
    const Objective rough = objective_of(sample_likelihood, prior, unused);
    Minimum best;
    for (const std::vector<double>& start : starting_points(rate)) {
      Minimum found = minimize(rough, start, kBounds);
      if (best.point.empty() || found.value < best.value) best = std::move(found);
    }
    const Objective full = objective_of(likelihood, prior, fit.evaluations);
    return polish(full, minimize(full, best.point, kBounds), kBounds);
  };

  Minimum minimum = search(std::nullopt);
  const Objective plain = objective_of(likelihood, std::nullopt, fit.evaluations);
  const Curvature curvature = curvature_at(plain, minimum.point);
  if (fit.repeat_customers < kFewestRepeaters) {
    fit.reason = "fewer than 10 customers bought again";
  } else {
    fit.reason = reason_at_bound(minimum.point);
    if (fit.reason.empty()) fit.reason = reason_of_curvature(curvature);
  }
  fit.identified = fit.reason.empty();
  if (!fit.identified) minimum = search(center);
  set_parameters(minimum.point, data.time_scale, fit);
  if (fit.identified) {
    const PurchaseParameters& p = fit.parameters;
    fit.standard_error = {p.r, p.alpha, p.a, p.b};
    for (int i = 0; i < kParameters; ++i) {
      (*fit.standard_error)[i] *= std::sqrt(curvature.covariance[i * kParameters + i]);
    }
  }
  std::vector<double> slope(kParameters);
  fit.log_likelihood = in_callers_unit(-plain(minimum.point, slope), data);
  return fit;
}

}  // namespace footfall
