#include "analytics/least_squares.h"

#include <gtest/gtest.h>

#include <vector>

#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

// A line through (0,1), (1,3), (2,4), worked by hand: slope 1.5, intercept 7/6.
TEST(LeastSquares, WorkedExample) {
  const std::vector<double> design = {1, 0, 1, 1, 1, 2}, target = {1, 3, 4};
  const LeastSquares fit =
      solve_least_squares(design, target, std::vector<double>(3, 1), std::vector<double>(2, 0));
  EXPECT_NEAR(fit.coefficient[0], 7.0 / 6, 1e-12);
  EXPECT_NEAR(fit.coefficient[1], 1.5, 1e-12);
  EXPECT_NEAR(fit.covariance[0], 5.0 / 6, 1e-12);
  EXPECT_NEAR(fit.covariance[1], -0.5, 1e-12);
  EXPECT_NEAR(fit.covariance[3], 0.5, 1e-12);
  EXPECT_NEAR(fit.leverage[0] + fit.leverage[1] + fit.leverage[2], 2, 1e-12);
}

TEST(LeastSquares, WeightsRepeatRowsAndRidgeShrinks) {
  const std::vector<double> design = {1, 0, 1, 1, 1, 2, 1, 2}, target = {1, 3, 4, 4};
  const std::vector<double> short_design = {1, 0, 1, 1, 1, 2}, short_target = {1, 3, 4};
  const std::vector<double> none = {0, 0};
  const auto repeated = solve_least_squares(design, target, std::vector<double>(4, 1), none);
  const auto weighted =
      solve_least_squares(short_design, short_target, std::vector<double>{1, 1, 2}, none);
  EXPECT_NEAR(repeated.coefficient[1], weighted.coefficient[1], 1e-12);
  const auto shrunk = solve_least_squares(short_design, short_target, std::vector<double>(3, 1),
                                          std::vector<double>{0, 1e9});
  EXPECT_NEAR(shrunk.coefficient[1], 0, 1e-6);
  EXPECT_NEAR(shrunk.coefficient[0], 8.0 / 3, 1e-6);
}

TEST(CholeskyFactor, RebuildsTheMatrix) {
  SimulatedDraws draws(1);
  constexpr size_t kSize = 6;
  std::vector<double> root(kSize * kSize), matrix(kSize * kSize);
  for (double& value : root) value = draws.normal();
  for (size_t i = 0; i < kSize; ++i) {
    for (size_t j = 0; j < kSize; ++j) {
      for (size_t k = 0; k < kSize; ++k) {
        matrix[i * kSize + j] += root[i * kSize + k] * root[j * kSize + k];
      }
    }
  }
  const std::vector<double> lower = cholesky_factor(matrix, kSize);
  for (size_t i = 0; i < kSize; ++i) {
    for (size_t j = 0; j < kSize; ++j) {
      double sum = 0;
      for (size_t k = 0; k < kSize; ++k) sum += lower[i * kSize + k] * lower[j * kSize + k];
      EXPECT_NEAR(sum, matrix[i * kSize + j], 1e-10);
      EXPECT_TRUE(j <= i || lower[i * kSize + j] == 0);
    }
  }
  // Singular: two equal days.
  const std::vector<double> repaired = cholesky_factor(std::vector<double>{4, 4, 4, 4}, 2);
  EXPECT_NEAR(repaired[0], 2, 1e-6);
  EXPECT_NEAR(repaired[2], 2, 1e-6);
}

}  // namespace
}  // namespace footfall
