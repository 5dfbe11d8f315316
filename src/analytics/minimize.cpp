#include "analytics/minimize.h"

#include <nlopt.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <memory>

#include "base/check.h"

namespace footfall {
namespace {

// NLopt's line searches do not survive infinities; this is worse than any value we meet.
constexpr double kForbidden = 1e100;

constexpr int kMaxEvaluations = 400;

struct Call {
  const Objective* objective;
  int evaluations = 0;
};

double evaluate(unsigned size, const double* point, double* gradient, void* data) {
  auto& call = *static_cast<Call*>(data);
  ++call.evaluations;
  std::vector<double> unused(gradient ? 0 : size);
  std::span<double> slope = gradient ? std::span(gradient, size) : std::span(unused);
  const double value = (*call.objective)({point, size}, slope);
  for (double& part : slope) part = std::isfinite(part) ? part : 0.0;
  return std::isfinite(value) ? value : kForbidden;
}

Eigen::MatrixXd hessian_at(const Objective& objective, std::vector<double> point) {
  const auto size = static_cast<Eigen::Index>(point.size());
  Eigen::MatrixXd hessian(size, size);
  std::vector<double> above(point.size()), below(point.size());
  for (Eigen::Index i = 0; i < size; ++i) {
    const double center = point[i];
    const double step = 1e-4 * std::max(1.0, std::abs(center));
    point[i] = center + step;
    objective(point, above);
    point[i] = center - step;
    objective(point, below);
    point[i] = center;
    for (Eigen::Index j = 0; j < size; ++j) hessian(i, j) = (above[j] - below[j]) / (2 * step);
  }
  return 0.5 * (hessian + hessian.transpose());
}

}  // namespace

Minimum minimize(const Objective& objective, std::vector<double> start, const Box& box) {
  check(start.size() == box.low.size() && start.size() == box.high.size(), "box fits the start");
  for (size_t i = 0; i < start.size(); ++i) {
    start[i] = std::clamp(start[i], box.low[i], box.high[i]);
  }
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> search(
      nlopt_create(NLOPT_LD_SLSQP, static_cast<unsigned>(start.size())), &nlopt_destroy);
  check(search != nullptr, "NLopt has memory for a search");
  Call call{&objective};
  nlopt_set_min_objective(search.get(), evaluate, &call);
  nlopt_set_lower_bounds(search.get(), box.low.data());
  nlopt_set_upper_bounds(search.get(), box.high.data());
  nlopt_set_ftol_rel(search.get(), 1e-13);
  nlopt_set_xtol_rel(search.get(), 1e-9);
  nlopt_set_maxeval(search.get(), kMaxEvaluations);
  Minimum minimum{std::move(start)};
  const nlopt_result outcome = nlopt_optimize(search.get(), minimum.point.data(), &minimum.value);
  minimum.evaluations = call.evaluations;
  // Round-off stops are at the limit of what doubles tell apart, hence as good as convergence.
  minimum.converged =
      (outcome > 0 && outcome != NLOPT_MAXEVAL_REACHED) || outcome == NLOPT_ROUNDOFF_LIMITED;
  if (!(minimum.value < kForbidden)) minimum.converged = false;
  return minimum;
}

Curvature curvature_at(const Objective& objective, const std::vector<double>& point) {
  const Eigen::MatrixXd hessian = hessian_at(objective, point);
  Curvature curvature;
  if (!hessian.allFinite()) return curvature;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(hessian);
  curvature.smallest_eigenvalue = solver.eigenvalues()(0);
  const double largest = solver.eigenvalues()(hessian.rows() - 1);
  if (curvature.smallest_eigenvalue <= 1e-10 * std::max(largest, 1e-300)) return curvature;
  const Eigen::MatrixXd inverse = solver.eigenvectors() *
                                  solver.eigenvalues().cwiseInverse().asDiagonal() *
                                  solver.eigenvectors().transpose();
  curvature.covariance.assign(inverse.data(), inverse.data() + inverse.size());
  return curvature;
}

Minimum polish(const Objective& objective, Minimum minimum, const Box& box) {
  const auto size = static_cast<Eigen::Index>(minimum.point.size());
  std::vector<double> gradient(minimum.point.size());
  for (int step = 0; step < 4; ++step) {
    const double value = objective(minimum.point, gradient);
    const Eigen::MatrixXd hessian = hessian_at(objective, minimum.point);
    minimum.evaluations += 1 + 2 * static_cast<int>(size);
    const Eigen::LLT<Eigen::MatrixXd> factor(hessian);
    if (!hessian.allFinite() || factor.info() != Eigen::Success) break;
    const Eigen::VectorXd move =
        factor.solve(Eigen::Map<const Eigen::VectorXd>(gradient.data(), size));
    std::vector<double> next = minimum.point;
    for (Eigen::Index i = 0; i < size; ++i) {
      next[i] = std::clamp(next[i] - move(i), box.low[i], box.high[i]);
    }
    std::vector<double> unused(gradient.size());
    const double next_value = objective(next, unused);
    ++minimum.evaluations;
    // Rounding of the sum over customers hides progress below this.
    if (!(next_value <= value + 1e-12 * std::abs(value))) break;
    minimum.point = std::move(next);
    minimum.value = next_value;
    if (move.lpNorm<Eigen::Infinity>() < 1e-9) break;
  }
  return minimum;
}

}  // namespace footfall
