#include "analytics/distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace footfall {
namespace {

namespace policies = boost::math::policies;

// Plain doubles, and a value instead of an exception where a result leaves their range.
using Policy = policies::policy<
    policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
    policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Policy>;
using StudentT = boost::math::students_t_distribution<double, Policy>;
using ChiSquare = boost::math::chi_squared_distribution<double, Policy>;

}  // namespace

double normal_cdf(double z) { return cdf(Normal(), z); }

double normal_quantile(double probability) { return quantile(Normal(), probability); }

double normal_two_sided(double z) { return 2 * cdf(Normal(), -std::abs(z)); }

double student_t_two_sided(double t, double degrees) {
  return 2 * cdf(StudentT(degrees), -std::abs(t));
}

double student_t_quantile(double probability, double degrees) {
  return quantile(StudentT(degrees), probability);
}

double poisson_two_sided(double count, double mean) {
  const double most = boost::math::gamma_q(count + 1, mean, Policy());
  const double least = count > 0 ? boost::math::gamma_p(count, mean, Policy()) : 1;
  return std::min(1.0, 2 * std::min(most, least));
}

double chi_square_upper(double x, double degrees) { return cdf(complement(ChiSquare(degrees), x)); }

double beta_regularized(double a, double b, double x) {
  return boost::math::ibeta(a, b, x, Policy());
}

double log_gamma(double x) { return boost::math::lgamma(x, Policy()); }

double digamma(double x) { return boost::math::digamma(x, Policy()); }

}  // namespace footfall
