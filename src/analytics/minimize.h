// Holds minimize: a smooth function's least value inside a box, by NLopt's SLSQP (Kraft 1988), and
// the curvature there, which tells whether the data determine the parameters at all.
#pragma once
#include <functional>
#include <span>
#include <vector>

namespace footfall {

// Returns the value at `point` and writes the gradient there. May return NaN or infinity where the
// function is undefined: the search then turns back.
using Objective = std::function<double(std::span<const double> point, std::span<double> gradient)>;

struct Box {
  std::vector<double> low, high;
};

struct Minimum {
  std::vector<double> point;
  double value = 0;
  int evaluations = 0;
  bool converged = false;
};

// REQUIRES: start, box.low and box.high of equal length; low < high. A start outside is moved
// inside.
Minimum minimize(const Objective& objective, std::vector<double> start, const Box& box);

struct Curvature {
  std::vector<double> covariance;  // inverse of the Hessian, row by row; empty unless definite
  double smallest_eigenvalue = 0;  // of the Hessian; not positive: flat or a saddle
};

// Returns the curvature by central differences of the gradient. For an objective that is a negative
// log-likelihood, `covariance` is the asymptotic covariance of its parameters.
Curvature curvature_at(const Objective& objective, const std::vector<double>& point);

// Returns a point improved by Newton steps that stay in the box; SLSQP stops at about 1e-7.
Minimum polish(const Objective& objective, Minimum minimum, const Box& box);

}  // namespace footfall
