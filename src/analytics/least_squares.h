// Holds weighted least squares with a ridge, and the Cholesky factor: dense linear algebra of a few
// dozen columns, by Eigen, behind plain vectors.
#pragma once
#include <span>
#include <vector>

namespace footfall {

struct LeastSquares {
  std::vector<double> coefficient;
  std::vector<double>
      covariance;                // (X'WX + ridge)^-1 row by row, to be scaled by the noise variance
  std::vector<double> leverage;  // of each row, at most 1
};

// Minimises Σ weight (y - x b)² + Σ ridge_j b_j². `design` is row by row, ridge.size() columns.
// REQUIRES: weights >= 0; ridge >= 0, and above 0 wherever the rows alone leave a column open.
LeastSquares solve_least_squares(std::span<const double> design, std::span<const double> target,
                                 std::span<const double> weights, std::span<const double> ridge);

// Returns the lower factor L of a symmetric matrix = L L', row by row; a matrix that rounding made
// slightly indefinite is repaired. REQUIRES: matrix.size() == size².
std::vector<double> cholesky_factor(std::span<const double> matrix, size_t size);

}  // namespace footfall
