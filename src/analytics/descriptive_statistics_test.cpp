#include "analytics/descriptive_statistics.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace footfall {
namespace {

TEST(DescriptiveStatistics, AgreeWithNumPyAndSciPy) {
  std::ifstream file("tests/oracles/statistics.json");
  const nlohmann::json known = nlohmann::json::parse(file)["describe"];
  const std::vector<double> x = known["x"];
  for (const auto& [probability, value] : known["quantiles"].items()) {
    EXPECT_NEAR(*quantile(x, std::stod(probability)), value, 1e-12) << probability;
  }
  EXPECT_NEAR(*scaled_median_deviation(x), known["mad"], 1e-12);
  EXPECT_NEAR(concentration(x)->gini, known["gini"], 1e-12);
  EXPECT_NEAR(concentration(x)->top_share(0.2), known["top20"], 1e-12);
  const std::span<const double> all(x);
  EXPECT_NEAR(*correlation(all.first(56), all.last(56)), known["pearson"], 1e-12);
}

TEST(DescriptiveStatistics, NothingWhereUndefined) {
  EXPECT_FALSE(median({}));
  EXPECT_FALSE(scaled_median_deviation({}));
  EXPECT_FALSE(concentration({}));
  EXPECT_FALSE(concentration(std::vector<double>{0, 0}));
  EXPECT_FALSE(concentration(std::vector<double>{-1, 3}));
  EXPECT_FALSE(correlation(std::vector<double>{1, 1}, std::vector<double>{1, 2}));
  EXPECT_FALSE(correlation(std::vector<double>{1}, std::vector<double>{1}));
  EXPECT_EQ(*median(std::vector<double>{7}), 7);
  EXPECT_EQ(*quantile(std::vector<double>{1, 2}, 1), 2);
}

TEST(Concentration, RunsFromEqualToOneHasAll) {
  EXPECT_NEAR(concentration(std::vector<double>(50, 3))->gini, 0, 1e-12);
  EXPECT_NEAR(concentration(std::vector<double>(50, 3))->top_share(0.2), 0.2, 1e-12);
  std::vector<double> one(50, 0);
  one[17] = 9;
  EXPECT_NEAR(concentration(one)->gini, 1 - 1.0 / 50, 1e-12);
  EXPECT_NEAR(concentration(one)->top_share(0.02), 1, 1e-12);
  const auto curve = concentration(std::vector<double>{1, 2, 3, 10}, 5)->lorenz;
  EXPECT_EQ(curve.size(), 5u);
  EXPECT_EQ(curve.front().value_share, 0);
  EXPECT_EQ(curve.back().value_share, 1);
  EXPECT_NEAR(curve[2].value_share, 3.0 / 16, 1e-12);
}

}  // namespace
}  // namespace footfall
