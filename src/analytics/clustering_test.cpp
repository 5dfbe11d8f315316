#include "analytics/clustering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "analytics/segments.h"
#include "analytics/simulated_draws_test.h"

namespace footfall {
namespace {

nlohmann::json oracle() {
  std::ifstream file("tests/oracles/clusters.json");
  return nlohmann::json::parse(file);
}

// Repeat buyers of CDNOW as standardised logarithms, as the oracle's note says.
Points cdnow() {
  std::ifstream file("tests/oracles/cdnow.csv");
  std::string line;
  std::getline(file, line);
  Points points{3, {}};
  double frequency, recency, observed, mean;
  char comma;
  while (file >> frequency >> comma >> recency >> comma >> observed >> comma >> mean) {
    if (!(frequency > 0 && mean > 0)) continue;
    points.values.insert(points.values.end(),
                         {std::log1p(observed - recency), std::log(frequency), std::log(mean)});
  }
  const auto count = static_cast<double>(points.count());
  for (size_t d = 0; d < 3; ++d) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < points.count(); ++i) sum += points.values[i * 3 + d] / count;
    for (size_t i = 0; i < points.count(); ++i) {
      squares += std::pow(points.values[i * 3 + d] - sum, 2) / (count - 1);
    }
    for (size_t i = 0; i < points.count(); ++i) {
      points.values[i * 3 + d] = (points.values[i * 3 + d] - sum) / std::sqrt(squares);
    }
  }
  return points;
}

TEST(Clustering, ReachesTheOptimumThatScikitLearnFinds) {
  const Points points = cdnow();
  for (const nlohmann::json& known : oracle()["kmeans"]) {
    const Clustering found = cluster(points, known["k"], 1, 20);
    EXPECT_LE(found.inertia, double{known["inertia"]} * 1.0005) << known["k"];
    EXPECT_GE(found.inertia, double{known["inertia"]} * 0.99999) << known["k"];
    EXPECT_NEAR(silhouette(points, found.labels), known["silhouette"], 0.005) << known["k"];
  }
}

TEST(Clustering, SilhouetteAndRandIndexAgreeWithScikitLearn) {
  const nlohmann::json known = oracle();
  for (const nlohmann::json& entry : known["silhouette"]) {
    Points points{2, {}};
    for (const auto& row : entry["points"]) {
      points.values.insert(points.values.end(), row.begin(), row.end());
    }
    const std::vector<int> labels = entry["labels"];
    EXPECT_NEAR(silhouette(points, labels), entry["value"], 1e-12);
  }
  const std::vector<int> a = known["ari"]["a"], b = known["ari"]["b"];
  EXPECT_NEAR(adjusted_rand_index(a, b), known["ari"]["value"], 1e-12);
  EXPECT_EQ(adjusted_rand_index(a, a), 1);
  EXPECT_EQ(adjusted_rand_index({}, {}), 1);
}

TEST(Clustering, CentersAreMeansAndLabelsNearest) {
  const Points points = cdnow();
  const Clustering found = cluster(points, 4, 1);
  std::vector<double> mean(12), size(4);
  double inertia = 0;
  for (size_t i = 0; i < points.count(); ++i) {
    const auto own = static_cast<size_t>(found.labels[i]);
    ++size[own];
    double least = 1e9, mine = 0;
    for (size_t c = 0; c < 4; ++c) {
      double distance = 0;
      for (size_t d = 0; d < 3; ++d) {
        distance += std::pow(points.values[i * 3 + d] - found.centers[c * 3 + d], 2);
      }
      least = std::min(least, distance);
      if (c == own) mine = distance;
    }
    EXPECT_EQ(least, mine);
    inertia += mine;
    for (size_t d = 0; d < 3; ++d) mean[own * 3 + d] += points.values[i * 3 + d];
  }
  for (size_t i = 0; i < 12; ++i) EXPECT_NEAR(mean[i] / size[i / 3], found.centers[i], 1e-9);
  EXPECT_NEAR(inertia, found.inertia, 1e-9);
}

TEST(Clustering, EqualPointsAndAsManyClustersAsPoints) {
  const Points equal{2, std::vector<double>(20, 3.5)};
  const Clustering one = cluster(equal, 3, 1);
  EXPECT_EQ(one.inertia, 0);
  EXPECT_EQ(*std::max_element(one.labels.begin(), one.labels.end()), 0);
  EXPECT_EQ(silhouette(equal, one.labels), 0);
  const Points few{1, {1, 5, 9}};
  EXPECT_EQ(cluster(few, 3, 1).inertia, 0);
}

// A customer whose purchases all bring the same.
CustomerActivity steady(double recency, double purchases, double revenue) {
  const double basket = std::log(std::max(revenue / purchases, 1.0));
  return {
      recency, purchases, revenue, {purchases, purchases * basket, purchases * basket * basket}};
}

CustomerActivity activity(SimulatedDraws& draws, double recency, double purchases, double basket) {
  const double count = std::max(1.0, std::round(purchases * std::exp(0.2 * draws.normal())));
  return steady(std::round(recency * std::exp(0.3 * draws.normal())), count,
                count * basket * std::exp(0.2 * draws.normal()));
}

// Three kinds of customers that no one could confuse.
std::vector<CustomerActivity> three_kinds(int each) {
  SimulatedDraws draws(1);
  std::vector<CustomerActivity> customers;
  for (int i = 0; i < each; ++i) {
    customers.push_back(activity(draws, 5, 40, 900));
    customers.push_back(activity(draws, 5, 40, 40));
    customers.push_back(activity(draws, 300, 4, 45));
  }
  return customers;
}

TEST(Segments, FindsAndNamesWhatIsThere) {
  const auto result = segment_customers(three_kinds(500));
  ASSERT_TRUE(result);
  ASSERT_EQ(result->segments.size(), 3u);
  EXPECT_EQ(result->segments[0].name, "Frequent big spenders");
  EXPECT_EQ(result->segments[1].name, "Frequent small spenders");
  EXPECT_EQ(result->segments[2].name, "Less recent small spenders");
  for (size_t i = 0; i < result->segment_of.size(); ++i) {
    EXPECT_EQ(result->segment_of[i], static_cast<int>(i % 3));
  }
  EXPECT_GT(result->silhouette, 0.6);
  EXPECT_NEAR(result->stability, 1, 1e-9);
  EXPECT_TRUE(result->notes.empty());
  double share = 0, revenue = 0;
  for (const Segment& segment : result->segments) {
    share += segment.share;
    revenue += segment.revenue_share;
    EXPECT_EQ(segment.customers, 500);
  }
  EXPECT_NEAR(share, 1, 1e-12);
  EXPECT_NEAR(revenue, 1, 1e-12);
  EXPECT_NEAR(result->segments[0].median_purchases, 40, 2);
}

TEST(Segments, OrderOfCustomersDoesNotMatter) {
  std::vector<CustomerActivity> customers = three_kinds(3000);
  const auto first = segment_customers(customers);
  std::vector<int> labels = first->segment_of;
  std::reverse(customers.begin(), customers.end());
  std::reverse(labels.begin(), labels.end());
  const auto again = segment_customers(customers);
  EXPECT_EQ(again->segment_of, labels);
  EXPECT_EQ(again->silhouette, first->silhouette);
  EXPECT_EQ(again->segments[0].basket_z, first->segments[0].basket_z);
}

// Of customers called one-time none bought twice.
TEST(Segments, OneTimeIsSaidOfAllMembersOnly) {
  std::vector<CustomerActivity> customers;
  for (int i = 0; i < 60; ++i)
    customers.push_back(
        steady(10.0 + i * 7 % 41, 20.0 + i % 9, (20.0 + i % 9) * (10 + i * 13 % 47)));
  for (int i = 0; i < 60; ++i) {
    const double purchases = i % 9 == 0 ? 2 : 1;
    customers.push_back(steady(10.0 + i * 11 % 41, purchases, purchases * (10 + i * 17 % 47)));
  }
  const auto found = segment_customers(customers);
  ASSERT_TRUE(found);
  int mostly = 0;
  for (size_t s = 0; s < found->segments.size(); ++s) {
    const Segment& segment = found->segments[s];
    double most = 0;
    for (size_t i = 0; i < customers.size(); ++i) {
      if (found->segment_of[i] == static_cast<int>(s))
        most = std::max(most, customers[i].purchases);
    }
    if (segment.name.starts_with("One-time")) {
      EXPECT_EQ(most, 1) << segment.name;
    }
    mostly += segment.name.starts_with("Mostly one-time") && most == 2 ? 1 : 0;
  }
  EXPECT_GE(mostly, 1);
}

TEST(Segments, OneCloudIsCalledOne) {
  SimulatedDraws draws(4);
  std::vector<CustomerActivity> customers;
  for (int i = 0; i < 3000; ++i) {
    const double purchases = std::floor(std::exp(3 + draws.normal()));
    customers.push_back(steady(std::floor(std::exp(3 + draws.normal())), std::max(purchases, 1.0),
                               std::max(purchases, 1.0) * std::exp(5 + draws.normal())));
  }
  const auto result = segment_customers(customers, {3, 8});
  ASSERT_TRUE(result);
  EXPECT_LT(result->silhouette, 0.3);
  std::vector<std::string> names;
  for (const Segment& segment : result->segments) names.push_back(segment.name);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  const auto eight = segment_customers(customers, {8, 8});
  EXPECT_EQ(eight->segments.size(), 8u);
  EXPECT_FALSE(eight->notes.empty());
}

TEST(Segments, SmallAndEvenInputs) {
  const auto none = segment_customers({});
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->segments.empty());
  EXPECT_EQ(none->notes.size(), 1u);
  const std::vector<CustomerActivity> one = {{3, 2, 80}};
  const auto alone = segment_customers(one);
  ASSERT_EQ(alone->segments.size(), 1u);
  EXPECT_EQ(alone->segments[0].name, "All customers");
  EXPECT_EQ(alone->segments[0].median_basket, 40);
  const std::vector<CustomerActivity> equal(500, {3, 2, 80});
  EXPECT_EQ(segment_customers(equal)->segments.size(), 1u);
  // One who differs among thousands, and may not even be in the sample.
  std::vector<CustomerActivity> nearly(20000, {3, 2, 80});
  nearly[7].revenue = 5000;
  const auto most = segment_customers(nearly);
  ASSERT_TRUE(most);
  EXPECT_LE(most->segments.size(), 2u);
  const std::vector<CustomerActivity> free_of_charge(500, {3, 2, 0});
  EXPECT_EQ(segment_customers(free_of_charge)->segments[0].revenue_share, 0);
  // Returns can outweigh purchases, and only one feature may vary.
  std::vector<CustomerActivity> odd(50, {3, 2, -20});
  odd.resize(75, steady(3, 2, 80));
  odd.resize(100, steady(3, 2, 240));
  const auto split = segment_customers(odd);
  ASSERT_TRUE(split);
  EXPECT_EQ(split->segments.size(), 3u);  // of those with returns alone no basket is known
  for (const CustomerActivity& bad : {CustomerActivity{-1, 1, 1}, CustomerActivity{1, 0, 1},
                                      CustomerActivity{1, 1, std::nan("")}}) {
    EXPECT_FALSE(segment_customers(std::vector<CustomerActivity>{bad}));
  }
}

}  // namespace
}  // namespace footfall
