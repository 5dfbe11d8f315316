#include "analytics/segments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "analytics/clustering.h"
#include "analytics/descriptive_statistics.h"
#include "analytics/hypothesis_tests.h"

namespace footfall {
namespace {

enum Feature { kRecency, kPurchases, kBasket, kFeatures };

constexpr size_t kFewestCustomers = 20;
constexpr size_t kSampleOfCenters = 4000, kSampleOfSilhouette = 1000;
constexpr size_t kCustomersEach = 15;  // at least, on average: fewer tell of single ones
constexpr int kOtherSeeds = 4;
constexpr int kMostWithoutBaskets = 4;  // more of recency and frequency have no names of their own
constexpr double kGainOfTwo = 0.05;
constexpr double kClearStructure = 0.25;  // Kaufman & Rousseeuw (1990), table of silhouettes
constexpr double kStable = 0.9;

double basket_of(const CustomerActivity& customer) { return customer.revenue / customer.purchases; }

// Customers in an order of their own, so that the caller's order changes no bit.
struct SortedFeatures {
  std::vector<size_t> order;  // of the caller's customers
  Points points;              // in that order, standardised
  bool all_alike = true, baskets_differ = false;
};

SortedFeatures sort_features(std::span<const CustomerActivity> customers) {
  SortedFeatures result;
  result.order.resize(customers.size());
  std::iota(result.order.begin(), result.order.end(), size_t{0});
  std::stable_sort(result.order.begin(), result.order.end(), [&](size_t a, size_t b) {
    const CustomerActivity &x = customers[a], &y = customers[b];
    return std::tie(x.recency_days, x.purchases, x.revenue, x.baskets.sum, x.baskets.squares) <
           std::tie(y.recency_days, y.purchases, y.revenue, y.baskets.sum, y.baskets.squares);
  });
  result.points.dimensions = kFeatures;
  result.points.values.resize(customers.size() * kFeatures);
  std::array<std::vector<double>, kBasket> columns;
  std::vector<LogBaskets> baskets;
  for (const size_t index : result.order) {
    const CustomerActivity& customer = customers[index];
    columns[kRecency].push_back(std::log1p(customer.recency_days));
    columns[kPurchases].push_back(std::log(customer.purchases));
    baskets.push_back(customer.baskets);
  }
  for (const size_t feature : {kRecency, kPurchases}) {
    const Sample all = describe(columns[feature]);
    const double deviation = std::sqrt(all.variance);
    // Rounding of equal values leaves a deviation that means nothing.
    const bool varies = deviation > 1e-9 * (1 + std::abs(all.mean));
    result.all_alike &= !varies;
    for (size_t i = 0; i < customers.size(); ++i) {
      result.points.values[i * kFeatures + feature] =
          varies ? (columns[feature][i] - all.mean) / deviation : 0;
    }
  }
  const UsualBaskets usual = find_usual_baskets(baskets);
  result.baskets_differ = usual.differ;
  result.all_alike &= !usual.differ;
  for (size_t i = 0; i < customers.size(); ++i)
    result.points.values[i * kFeatures + kBasket] = usual.scores[i];
  return result;
}

// Evenly spaced points of the sorted ones.
Points sample_of(const Points& points, size_t most) {
  const size_t count = points.count(), step = (count + most - 1) / most;
  if (step <= 1) return points;
  Points sample{points.dimensions, {}};
  for (size_t i = step / 2; i < count; i += step) {
    const std::span<const double> row = points.row(i);
    sample.values.insert(sample.values.end(), row.begin(), row.end());
  }
  return sample;
}

double sampled_silhouette(const Points& points, const std::vector<int>& labels) {
  const size_t step = (points.count() + kSampleOfSilhouette - 1) / kSampleOfSilhouette;
  Points sample{points.dimensions, {}};
  std::vector<int> sample_labels;
  for (size_t i = step / 2; i < points.count(); i += step) {
    const std::span<const double> row = points.row(i);
    sample.values.insert(sample.values.end(), row.begin(), row.end());
    sample_labels.push_back(labels[i]);
  }
  return silhouette(sample, sample_labels);
}

// Chooses the number of segments and returns the clustering of the sample.
Clustering choose_clusters(const Points& sample, const SegmentOptions& options,
                           Segmentation& result) {
  const int most =
      std::min<int>(options.most, std::max(2, static_cast<int>(sample.count() / kCustomersEach)));
  Clustering best;
  for (int clusters = std::max(options.fewest, 2); clusters <= most; ++clusters) {
    Clustering now = cluster(sample, clusters, options.seed);
    // Fewer distinct customers than clusters: more clusters say no more.
    std::vector<bool> used(static_cast<size_t>(clusters));
    for (const int label : now.labels) used[static_cast<size_t>(label)] = true;
    if (std::find(used.begin(), used.end(), false) != used.end()) break;
    const double score = sampled_silhouette(sample, now.labels);
    const double lead = result.compared.size() == 1 && clusters == 3 ? -kGainOfTwo : 0;
    if (result.compared.empty() || score > result.silhouette + lead) {
      result.silhouette = score;
      best = std::move(now);
    }
    result.compared.push_back({clusters, score});
  }
  return best;
}

// Names say how customers bought, never that they left: that no clustering shows. `longest` recency
// of all stands for the time observed, `most_purchases` for one member. Who buys
// rarely is not late after a usual gap.
const char* frequency_word(const Segment& segment, double longest, double most_purchases) {
  const double usual_gap = longest / (segment.median_purchases + 1);
  if (segment.recency_z >= 0.75 && segment.median_recency_days > 1.5 * usual_gap) {
    return segment.purchases_z >= 0.6 ? "Less recent frequent" : "Less recent";
  }
  if (segment.purchases_z >= 0.6) return "Frequent";
  if (segment.median_purchases <= 1) return most_purchases <= 1 ? "One-time" : "Mostly one-time";
  return segment.purchases_z <= -0.6 ? "Occasional" : "Regular";
}

const char* basket_word(const Segment& segment) {
  if (segment.basket_z >= 0.5) return "big spenders";
  return segment.basket_z <= -0.5 ? "small spenders" : "buyers";
}

// Tells segments of one name apart by what differs most, in words while they are two.
void make_names_unique(std::vector<Segment>& segments) {
  std::map<std::string, std::vector<Segment*>> groups;
  for (Segment& segment : segments) groups[segment.name].push_back(&segment);
  for (auto& [name, group] : groups) {
    if (group.size() == 2) {
      const Segment &a = *group[0], &b = *group[1];
      const std::array<double, kFeatures> gap = {
          a.recency_z - b.recency_z, a.purchases_z - b.purchases_z, a.basket_z - b.basket_z};
      const auto widest = std::max_element(
          gap.begin(), gap.end(), [](double x, double y) { return std::abs(x) < std::abs(y); });
      constexpr const char* kMore[] = {", longer ago", ", more often", ", larger"};
      constexpr const char* kLess[] = {", more lately", ", less often", ", smaller"};
      const auto feature = widest - gap.begin();
      group[0]->name += *widest > 0 ? kMore[feature] : kLess[feature];
      group[1]->name += *widest > 0 ? kLess[feature] : kMore[feature];
    } else if (group.size() > 2) {
      for (size_t i = 0; i < group.size(); ++i) {
        group[i]->name += ' ';
        group[i]->name += std::to_string(i + 1);
      }
    }
  }
}

// Fills the segments of a labelled clustering, ordered by revenue.
void describe_segments(std::span<const CustomerActivity> customers, const SortedFeatures& features,
                       const Clustering& clustering, Segmentation& result) {
  const size_t count = clustering.centers.size() / kFeatures;
  std::vector<Segment> segments(count);
  std::vector<std::array<std::vector<double>, kFeatures>> members(count);
  double revenue = 0, longest = 0;
  for (size_t i = 0; i < features.order.size(); ++i) {
    const CustomerActivity& customer = customers[features.order[i]];
    const auto label = static_cast<size_t>(clustering.labels[i]);
    ++segments[label].customers;
    segments[label].revenue += customer.revenue;
    revenue += customer.revenue;
    longest = std::max(longest, customer.recency_days);
    members[label][kRecency].push_back(customer.recency_days);
    members[label][kPurchases].push_back(customer.purchases);
    members[label][kBasket].push_back(basket_of(customer));
  }
  for (size_t c = 0; c < count; ++c) {
    Segment& segment = segments[c];
    segment.share = static_cast<double>(segment.customers) / static_cast<double>(customers.size());
    segment.revenue_share = revenue > 0 ? segment.revenue / revenue : 0;
    segment.median_recency_days = median(members[c][kRecency]).value_or(0);
    segment.median_purchases = median(members[c][kPurchases]).value_or(0);
    segment.median_basket = median(members[c][kBasket]).value_or(0);
    segment.recency_z = clustering.centers[c * kFeatures + kRecency];
    segment.purchases_z = clustering.centers[c * kFeatures + kPurchases];
    segment.basket_z = clustering.centers[c * kFeatures + kBasket];
    const auto& purchases = members[c][kPurchases];
    const double most =
        purchases.empty() ? 0 : *std::max_element(purchases.begin(), purchases.end());
    segment.name = std::string(frequency_word(segment, longest, most)) + " " + basket_word(segment);
  }
  std::vector<size_t> order, rank(count);
  for (size_t c = 0; c < count; ++c) {
    if (segments[c].customers > 0) order.push_back(c);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return segments[a].revenue > segments[b].revenue; });
  for (size_t position = 0; position < order.size(); ++position) {
    rank[order[position]] = position;
    result.segments.push_back(segments[order[position]]);
  }
  result.segment_of.resize(customers.size());
  for (size_t i = 0; i < features.order.size(); ++i) {
    result.segment_of[features.order[i]] =
        static_cast<int>(rank[static_cast<size_t>(clustering.labels[i])]);
  }
  make_names_unique(result.segments);
}

void note_limits(bool baskets_differ, Segmentation& result) {
  if (!baskets_differ) {
    result.notes.emplace_back(
        "what customers spend at a purchase differs by no more than chance: segments go by recency "
        "and frequency alone");
  }
  if (result.silhouette < kClearStructure) {
    result.notes.emplace_back(
        "customers form one cloud rather than separate groups: the segments "
        "are a convenient cut, not a discovery");
  }
  if (result.stability < kStable) {
    result.notes.emplace_back("other seeds put some customers into other segments");
  }
}

}  // namespace

Result<Segmentation> segment_customers(std::span<const CustomerActivity> customers,
                                       const SegmentOptions& options) {
  for (size_t i = 0; i < customers.size(); ++i) {
    const auto& [recency, purchases, revenue, baskets] = customers[i];
    if (!(recency >= 0 && purchases >= 1 &&
          std::isfinite(recency + purchases + revenue + baskets.squares))) {
      return Error{ErrorCategory::kInput,
                   "a customer needs recency >= 0, purchases >= 1 and a finite revenue",
                   "customer " + std::to_string(i)};
    }
  }
  Segmentation result;
  if (customers.empty()) {
    result.notes.emplace_back("there are no customers");
    return result;
  }
  const SortedFeatures features = sort_features(customers);
  const Points sample = sample_of(features.points, kSampleOfCenters);
  Clustering best;
  if (customers.size() >= kFewestCustomers && !features.all_alike) {
    SegmentOptions allowed = options;
    if (!features.baskets_differ)
      allowed.most = std::max(options.fewest, std::min(options.most, kMostWithoutBaskets));
    best = choose_clusters(sample, allowed, result);
  }
  if (best.labels.empty()) {
    const std::vector<double> center(kFeatures, 0.0);
    describe_segments(customers, features, refine_clusters(features.points, center), result);
    result.segments[0].name = "All customers";
    result.notes.emplace_back(customers.size() < kFewestCustomers
                                  ? "too few customers to tell segments apart"
                                  : "customers are too much alike to tell segments apart");
    return result;
  }
  const int clusters = static_cast<int>(best.centers.size() / kFeatures);
  double agreement = 0;
  for (int other = 1; other <= kOtherSeeds; ++other) {
    const Clustering run = cluster(sample, clusters, options.seed + static_cast<uint64_t>(other));
    agreement += adjusted_rand_index(best.labels, run.labels) / kOtherSeeds;
  }
  result.stability = agreement;
  const Clustering full = refine_clusters(features.points, std::move(best.centers));
  describe_segments(customers, features, full, result);
  note_limits(features.baskets_differ, result);
  return result;
}

}  // namespace footfall
