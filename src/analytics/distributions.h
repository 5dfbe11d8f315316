// Holds the distribution and special functions of the analytics: Boost.Math behind plain doubles,
// so that its headers stay in one file. Definitions: NIST Digital Library of Mathematical
// Functions.
#pragma once

namespace footfall {

// P(Z <= z) and its inverse for a standard normal Z. REQUIRES: 0 < probability < 1.
double normal_cdf(double z);
double normal_quantile(double probability);

// P(|Z| >= |z|) for a standard normal Z.
double normal_two_sided(double z);

// P(|X| >= |t|) and the quantile of Student's t. REQUIRES: degrees > 0, 0 < probability < 1.
double student_t_two_sided(double t, double degrees);
double student_t_quantile(double probability, double degrees);

// P(X >= x) of the chi-square distribution. REQUIRES: degrees > 0, x >= 0.
double chi_square_upper(double x, double degrees);

// Twice the smaller of P(X <= count) and P(X >= count) for a Poisson X, at most 1.
// REQUIRES: count >= 0, mean > 0.
double poisson_two_sided(double count, double mean);

// The regularised incomplete beta function I_x(a, b). REQUIRES: a, b > 0, 0 <= x <= 1.
double beta_regularized(double a, double b, double x);

// ln Γ(x) and its derivative ψ(x). REQUIRES: x > 0.
double log_gamma(double x);
double digamma(double x);

}  // namespace footfall
