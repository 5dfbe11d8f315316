#include "analytics/purchase_model.h"

#include <algorithm>
#include <cmath>

#include "analytics/distributions.h"

namespace footfall {
namespace {

// Terms summed one by one before the rest is integrated; more are needed only for horizons of
// hundreds of times the rate's scale.
constexpr int kDirectTerms = 4096;

double chances_to_leave(const PurchaseParameters& parameters, double repeats) {
  return repeats + (parameters.model == DropoutModel::kAfterPurchase ? 1 : 0);
}

// Purchases ahead of a customer who is alive, whose rate is Gamma(shape, rate) and whose leaving
// probability is Beta(a, b): K ~ NB(shape, horizon/(rate+horizon)) if it never left, of which
// purchase j+1 takes place when it stayed through j, with probability (b)_j / (a+b)_j.
struct FuturePurchases {
  double shape, rate, a, b, horizon;

  double expected() const;

 private:
  double more_than(double j) const {  // P(K > j)
    return beta_regularized(j + 1, shape, horizon / (rate + horizon));
  }
  double term(double j) const {
    return more_than(j) *
           std::exp(log_gamma(b + j) - log_gamma(b) + log_gamma(a + b) - log_gamma(a + b + j));
  }
  double log_probability(double k) const {  // ln P(K = k)
    return log_gamma(shape + k) - log_gamma(shape) - log_gamma(k + 1) +
           k * std::log(horizon / (rate + horizon)) + shape * std::log(rate / (rate + horizon));
  }
  double rest_from(double first) const;
};

// Σ_{j >= first} term(j): Euler-Maclaurin, its integral by Simpson's rule in y = ln(j / first).
double FuturePurchases::rest_from(double first) const {
  const double mean = shape * horizon / rate;
  const double relative_width = std::sqrt((1 + horizon / rate) / mean);
  const double step = std::min(1.0 / 64, relative_width / 8);
  const auto integrand = [&](double y) {
    const double j = first * std::exp(y);
    return j * term(j);
  };
  double integral = 0, left = integrand(0);
  for (int panels = 0; 2 * step * panels < 700; ++panels) {
    const double y = 2 * step * panels;
    const double right = integrand(y + 2 * step);
    const double panel = step / 3 * (left + 4 * integrand(y + step) + right);
    integral += panel;
    left = right;
    if (panel <= 1e-14 * integral) break;
  }
  return integral + term(first) / 2 - (term(first + 1) - term(first - 1)) / 24;
}

double FuturePurchases::expected() const {
  if (!(horizon > 0)) return 0;
  const double share = horizon / (rate + horizon);
  const double mean = shape * horizon / rate;
  const double deviation = std::sqrt(mean * (1 + horizon / rate));
  // Where P(K = 0) would underflow, what lies below `start` has probability under 1e-20.
  const double start =
      log_probability(0) > -600 ? 0 : std::max(0.0, std::floor(mean - 14 * deviation));
  double probability = start < kDirectTerms ? std::exp(log_probability(start)) : 0;
  double staying = 1, stays = 0, sum = 0;  // stays: Σ_{j<k} P(stayed through j)
  for (int term_index = 0; term_index < kDirectTerms; ++term_index) {
    const double k = term_index;
    if (k >= start) {
      const double part = probability * stays;
      sum += part;
      const double ratio = share * (shape + k) / (k + 1);
      if (k > mean && ratio < 1 && part <= 1e-16 * sum * (1 - ratio)) return sum;
      probability *= ratio;
    }
    stays += staying;
    staying *= (b + k) / (a + b + k);
  }
  return sum + more_than(kDirectTerms - 1) * stays + rest_from(kDirectTerms);
}

// ln of the odds of having left at T: a/(b+n-1) ((α+T)/(α+t_x))^(r+x).
double log_odds_left(const PurchaseParameters& parameters, const PurchaseHistory& customer,
                     double chances) {
  return std::log(parameters.a) - std::log(parameters.b + chances - 1) +
         (parameters.r + customer.repeats) *
             std::log((parameters.alpha + customer.observed) / (parameters.alpha + customer.last));
}

}  // namespace

double log_likelihood(const PurchaseParameters& parameters, const PurchaseHistory& customer) {
  const auto& [r, alpha, a, b, model] = parameters;
  const double chances = chances_to_leave(parameters, customer.repeats);
  double result = log_gamma(r + customer.repeats) - log_gamma(r) + r * std::log(alpha) +
                  log_gamma(a + b) + log_gamma(b + chances) - log_gamma(b) -
                  log_gamma(a + b + chances) -
                  (r + customer.repeats) * std::log(alpha + customer.observed);
  if (chances > 0) {
    const double odds = log_odds_left(parameters, customer, chances);
    result += odds > 0 ? odds + std::log1p(std::exp(-odds)) : std::log1p(std::exp(odds));
  }
  return result;
}

double probability_alive(const PurchaseParameters& parameters, const PurchaseHistory& customer) {
  const double chances = chances_to_leave(parameters, customer.repeats);
  if (!(chances > 0)) return 1;
  return 1 / (1 + std::exp(log_odds_left(parameters, customer, chances)));
}

double expected_purchases(const PurchaseParameters& parameters, const PurchaseHistory& customer,
                          double horizon) {
  const FuturePurchases future{
      parameters.r + customer.repeats, parameters.alpha + customer.observed, parameters.a,
      parameters.b + chances_to_leave(parameters, customer.repeats), horizon};
  return probability_alive(parameters, customer) * future.expected();
}

double expected_purchases(const PurchaseParameters& parameters, double horizon) {
  return expected_purchases(parameters, PurchaseHistory{}, horizon);
}

}  // namespace footfall
