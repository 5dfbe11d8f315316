#include "analytics/spend_model.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "analytics/descriptive_statistics.h"
#include "analytics/distributions.h"
#include "analytics/minimize.h"

namespace footfall {
namespace {

// Parameters are searched as logarithms, v in units of the mean spend.
enum Parameter { kP, kQ, kV, kParameters };

const Box kBounds{{std::log(1e-3), std::log(1e-3), std::log(1e-6)},
                  {std::log(1e5), std::log(1e4), std::log(1e6)}};
constexpr double kNearBound = 0.02;
constexpr double kVagueError = 1.5;  // see fit_purchases
constexpr double kPriorDeviation = 2;
constexpr double kPriorCenter[] = {0.693147, 1.098612, 0};  // p 2, q 3, v 1: mean 1
constexpr int64_t kFewestCustomers = 10;
// From so many customers on, those of equal purchases and means within 0.1 % are one row: their
// mean logarithm stands for them, which is wrong by about 1e-7 of a customer's likelihood.
constexpr size_t kRowsToBin = 50'000;
constexpr double kBinWidth = 0.001;
constexpr size_t kRowsOfStarts = 4000;  // the starts are compared on about so many customers

// Customers ordered by purchases, then mean, so that their order in the input changes no bit.
struct SortedSpend {
  struct Row {
    double purchases, mean;  // in units of `scale`
    double customers = 1;
  };
  std::vector<Row> rows;
  double scale = 1;
  double log_terms = 0;  // Σ ln m, which no parameter touches
};

double log_terms_of(const std::vector<SortedSpend::Row>& rows) {
  double sum = 0;
  for (const SortedSpend::Row& row : rows) sum += row.customers * std::log(row.mean);
  return sum;
}

void bin_rows(std::vector<SortedSpend::Row>& rows) {
  std::vector<SortedSpend::Row> bins;
  double last_bin = 0;
  for (const SortedSpend::Row& row : rows) {  // `mean` of a bin sums logarithms until the end
    const double log_mean = std::log(row.mean), bin = std::floor(log_mean / kBinWidth);
    if (!bins.empty() && bins.back().purchases == row.purchases && last_bin == bin) {
      bins.back().mean += log_mean;
      ++bins.back().customers;
    } else {
      bins.push_back({row.purchases, log_mean, 1});
    }
    last_bin = bin;
  }
  for (SortedSpend::Row& bin : bins) bin.mean = std::exp(bin.mean / bin.customers);
  rows = std::move(bins);
}

SortedSpend sort_spend(std::span<const SpendHistory> customers) {
  SortedSpend result;
  for (const auto& [purchases, mean] : customers) result.rows.push_back({purchases, mean});
  std::sort(result.rows.begin(), result.rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.purchases, a.mean) < std::tie(b.purchases, b.mean);
  });
  double sum = 0;
  for (const SortedSpend::Row& row : result.rows) sum += row.mean;
  result.scale = sum / static_cast<double>(result.rows.size());
  for (SortedSpend::Row& row : result.rows) row.mean /= result.scale;
  if (result.rows.size() >= kRowsToBin) bin_rows(result.rows);
  result.log_terms = log_terms_of(result.rows);
  return result;
}

// Returns -ln L and its gradient in (p, q, v).
double negative_log_likelihood(const SortedSpend& data, const std::array<double, 3>& point,
                               std::array<double, 3>& gradient) {
  const auto [p, q, v] = point;
  const double gamma_q = log_gamma(q), digamma_q = digamma(q), log_v = std::log(v);
  double purchases = 0, constant = 0, by_p = 0, by_q = 0;  // of the current number of purchases
  double total = data.log_terms;
  gradient = {};
  for (const auto& [x, m, customers] : data.rows) {
    if (x != purchases) {
      purchases = x;
      constant = log_gamma(p * x + q) - log_gamma(p * x) - gamma_q + q * log_v;
      by_q = digamma(p * x + q);
      by_p = by_q - digamma(p * x);
      by_q += log_v - digamma_q;
    }
    const double spent = x * m;
    const double log_spent = std::log(spent), log_sum = std::log(spent + v);
    total -= customers * (constant + p * x * log_spent - (p * x + q) * log_sum);
    gradient[kP] -= customers * x * (by_p + log_spent - log_sum);
    gradient[kQ] -= customers * (by_q - log_sum);
    gradient[kV] -= customers * (q / v - (p * x + q) / (spent + v));
  }
  return total;
}

Objective objective_of(const SortedSpend& data, bool prior, int& evaluations) {
  return [&data, prior, &evaluations](std::span<const double> point, std::span<double> slope) {
    ++evaluations;
    std::array<double, 3> natural, gradient;
    for (int i = 0; i < kParameters; ++i) natural[i] = std::exp(point[i]);
    double value = negative_log_likelihood(data, natural, gradient);
    for (int i = 0; i < kParameters; ++i) {
      slope[i] = gradient[i] * natural[i];
      if (!prior) continue;
      const double away = (point[i] - kPriorCenter[i]) / kPriorDeviation;
      value += away * away / 2;
      slope[i] += away / kPriorDeviation;
    }
    return value;
  };
}

// Evenly spaced customers, so that all numbers of purchases and all means are there.
SortedSpend thinned(const SortedSpend& data) {
  SortedSpend sample{{}, data.scale, 0};
  const size_t step = data.rows.size() / kRowsOfStarts + 1;
  for (size_t i = step / 2; i < data.rows.size(); i += step) sample.rows.push_back(data.rows[i]);
  sample.log_terms = log_terms_of(sample.rows);
  return sample;
}

// Starts are tried on a sample; from its best point on all customers count.
Minimum search(const SortedSpend& data, const SortedSpend& sample, bool prior, int& evaluations) {
  constexpr double kStarts[][kParameters] = {{0.7, 1.1, 0}, {2, 1.4, -1}, {-0.7, 0.7, 1}};
  int unused = 0;
  const Objective rough = objective_of(sample, prior, unused);
  Minimum best;
  for (const auto& start : kStarts) {
    Minimum found = minimize(rough, {start[kP], start[kQ], start[kV]}, kBounds);
    if (best.point.empty() || found.value < best.value) best = std::move(found);
  }
  const Objective full = objective_of(data, prior, evaluations);
  return polish(full, minimize(full, best.point, kBounds), kBounds);
}

std::string reason_of(const Minimum& minimum, const Curvature& curvature) {
  const auto at_low = [&](int i) { return minimum.point[i] < kBounds.low[i] + kNearBound; };
  const auto at_high = [&](int i) { return minimum.point[i] > kBounds.high[i] - kNearBound; };
  if (at_high(kP) && at_high(kQ)) return "everybody spends the same";
  if (at_high(kP)) return "a customer's purchases do not differ in amount";
  if (at_high(kQ) || at_high(kV)) return "customers do not differ in what they spend";
  if (at_low(kP) || at_low(kQ) || at_low(kV)) {
    return "amounts are more unequal than the model allows (a parameter runs to 0)";
  }
  if (curvature.covariance.empty()) return "the likelihood is flat (its Hessian is singular)";
  constexpr const char* kNames[] = {"p", "q", "v"};
  for (int i = 0; i < kParameters; ++i) {
    if (curvature.covariance[i * kParameters + i] > kVagueError * kVagueError) {
      return std::string("the data leave ") + kNames[i] + " open by more than a factor of 20";
    }
  }
  if (minimum.point[kQ] <= 0) return "the mean spend of the population is not finite (q <= 1)";
  return "";
}

// Of customers in an order of their own.
std::optional<double> spend_correlation(std::span<const SpendHistory> customers) {
  std::vector<SpendHistory> sorted(customers.begin(), customers.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.purchases, a.mean) < std::tie(b.purchases, b.mean);
  });
  std::vector<double> purchases, means;
  for (const SpendHistory& customer : sorted) {
    purchases.push_back(customer.purchases);
    means.push_back(customer.mean);
  }
  return correlation(purchases, means);
}

}  // namespace

Result<SpendFit> fit_spend(std::span<const SpendHistory> customers) {
  for (size_t i = 0; i < customers.size(); ++i) {
    const auto& [purchases, mean] = customers[i];
    if (!(purchases >= 1 && mean > 0 && std::isfinite(purchases) && std::isfinite(mean))) {
      return Error{ErrorCategory::kInput, "a spend history needs purchases >= 1 and a mean above 0",
                   "customer " + std::to_string(i)};
    }
  }
  SpendFit fit;
  fit.customers = static_cast<int64_t>(customers.size());
  if (customers.empty()) {
    fit.reason = "there are no customers";
    return fit;
  }
  fit.fitted = true;
  const SortedSpend data = sort_spend(customers), sample = thinned(data);
  fit.correlation = spend_correlation(customers);
  const Objective plain = objective_of(data, false, fit.evaluations);
  Minimum minimum = search(data, sample, false, fit.evaluations);
  const Curvature curvature = curvature_at(plain, minimum.point);
  fit.reason =
      fit.customers < kFewestCustomers ? "fewer than 10 customers" : reason_of(minimum, curvature);
  fit.identified = fit.reason.empty();
  if (!fit.identified) minimum = search(data, sample, true, fit.evaluations);
  const std::vector<double>& point = minimum.point;
  fit.parameters = {std::exp(point[kP]), std::exp(point[kQ]), std::exp(point[kV]) * data.scale};
  if (fit.identified) {
    const auto& [p, q, v] = fit.parameters;
    fit.standard_error = {p, q, v};
    for (int i = 0; i < kParameters; ++i) {
      (*fit.standard_error)[i] *= std::sqrt(curvature.covariance[i * kParameters + i]);
    }
  }
  std::vector<double> slope(kParameters);
  fit.log_likelihood =
      -plain(point, slope) - static_cast<double>(fit.customers) * std::log(data.scale);
  return fit;
}

double log_likelihood(const SpendParameters& parameters, const SpendHistory& customer) {
  const auto& [p, q, v] = parameters;
  const auto& [x, m] = customer;
  return log_gamma(p * x + q) - log_gamma(p * x) - log_gamma(q) + q * std::log(v) +
         (p * x - 1) * std::log(m) + p * x * std::log(x) - (p * x + q) * std::log(x * m + v);
}

std::optional<double> expected_spend(const SpendParameters& parameters,
                                     const SpendHistory& customer) {
  const auto& [p, q, v] = parameters;
  const double denominator = p * customer.purchases + q - 1;
  if (!(denominator > 0)) return std::nullopt;
  return p * (v + customer.purchases * customer.mean) / denominator;
}

}  // namespace footfall
