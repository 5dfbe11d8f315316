#include "analytics/least_squares.h"

#include <Eigen/Dense>
#include <algorithm>

#include "base/check.h"

namespace footfall {
namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

LeastSquares solve_least_squares(std::span<const double> design, std::span<const double> target,
                                 std::span<const double> weights, std::span<const double> ridge) {
  const auto columns = static_cast<Eigen::Index>(ridge.size());
  const auto rows = static_cast<Eigen::Index>(target.size());
  check(design.size() == target.size() * ridge.size() && weights.size() == target.size(),
        "a row of the design and a weight for each target");
  const Eigen::Map<const RowMatrix> x(design.data(), rows, columns);
  const Eigen::Map<const Eigen::VectorXd> y(target.data(), rows), w(weights.data(), rows);
  const RowMatrix weighted = w.asDiagonal() * x;
  Eigen::MatrixXd normal = weighted.transpose() * x;
  normal.diagonal() += Eigen::Map<const Eigen::VectorXd>(ridge.data(), columns);
  const Eigen::LDLT<Eigen::MatrixXd> factor(normal);
  LeastSquares result;
  result.coefficient.resize(ridge.size());
  Eigen::Map<Eigen::VectorXd>(result.coefficient.data(), columns) =
      factor.solve(weighted.transpose() * y);
  result.covariance.resize(ridge.size() * ridge.size());
  Eigen::Map<RowMatrix> covariance(result.covariance.data(), columns, columns);
  covariance = factor.solve(Eigen::MatrixXd::Identity(columns, columns));
  const RowMatrix spread = weighted * covariance;
  result.leverage.resize(target.size());
  for (Eigen::Index i = 0; i < rows; ++i) {
    result.leverage[i] = std::clamp(spread.row(i).dot(x.row(i)), 0.0, 1.0);
  }
  return result;
}

std::vector<double> cholesky_factor(std::span<const double> matrix, size_t size) {
  check(matrix.size() == size * size, "a square matrix");
  const auto n = static_cast<Eigen::Index>(size);
  Eigen::MatrixXd work = Eigen::Map<const RowMatrix>(matrix.data(), n, n);
  const double unit = std::max(work.diagonal().maxCoeff(), 1e-300);
  Eigen::LLT<Eigen::MatrixXd> factor(work);
  double jitter = 1e-14;
  for (int attempt = 0; factor.info() != Eigen::Success && attempt < 14; ++attempt) {
    work.diagonal().array() += jitter * unit;
    jitter *= 10;
    factor.compute(work);
  }
  std::vector<double> lower(size * size);
  Eigen::Map<RowMatrix>(lower.data(), n, n) = factor.matrixL();
  return lower;
}

}  // namespace footfall
