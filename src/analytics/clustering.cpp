#include "analytics/clustering.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "base/random.h"

namespace footfall {
namespace {

constexpr int kMaxRounds = 100;

double squared_distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// Uniform on (0, 1), by the address of the draw.
double uniform(PhiloxKey key, uint32_t start, uint32_t draw) {
  const PhiloxBlock words = philox({draw, start, 0, 0}, key);
  return (words[0] + words[1] / 4294967296.0) / 4294967296.0;
}

// Each next center is a point drawn in proportion to its squared distance from those chosen.
std::vector<double> seed_centers(const Points& points, int clusters, PhiloxKey key,
                                 uint32_t start) {
  const size_t count = points.count();
  std::vector<double> nearest(count, std::numeric_limits<double>::infinity()), centers;
  auto chosen = static_cast<size_t>(uniform(key, start, 0) * static_cast<double>(count));
  for (int c = 0; c < clusters; ++c) {
    const std::span<const double> center = points.row(std::min(chosen, count - 1));
    centers.insert(centers.end(), center.begin(), center.end());
    double total = 0;
    for (size_t i = 0; i < count; ++i) {
      nearest[i] = std::min(nearest[i], squared_distance(points.row(i), center));
      total += nearest[i];
    }
    double left = uniform(key, start, static_cast<uint32_t>(c) + 1) * total;
    for (chosen = 0; chosen + 1 < count; ++chosen) {
      left -= nearest[chosen];
      if (left < 0) break;
    }
  }
  return centers;
}

// Labels every point with its nearest center; returns whether any label changed.
bool assign(const Points& points, Clustering& state, std::vector<double>& distance) {
  const size_t dimensions = points.dimensions, clusters = state.centers.size() / dimensions;
  bool changed = false;
  state.inertia = 0;
  for (size_t i = 0; i < points.count(); ++i) {
    const double* point = points.values.data() + i * dimensions;
    double best = std::numeric_limits<double>::infinity();
    int label = 0;
    for (size_t c = 0; c < clusters; ++c) {
      const double* center = state.centers.data() + c * dimensions;
      double sum = 0;
      for (size_t d = 0; d < dimensions; ++d)
        sum += (point[d] - center[d]) * (point[d] - center[d]);
      if (sum < best) {
        best = sum;
        label = static_cast<int>(c);
      }
    }
    changed |= label != state.labels[i];
    state.labels[i] = label;
    distance[i] = best;
    state.inertia += best;
  }
  return changed;
}

void move_centers(const Points& points, Clustering& state, std::vector<double>& distance) {
  const size_t dimensions = points.dimensions, clusters = state.centers.size() / dimensions;
  std::vector<double> sums(state.centers.size()), sizes(clusters);
  for (size_t i = 0; i < points.count(); ++i) {
    const auto label = static_cast<size_t>(state.labels[i]);
    ++sizes[label];
    for (size_t d = 0; d < dimensions; ++d) {
      sums[label * dimensions + d] += points.values[i * dimensions + d];
    }
  }
  for (size_t c = 0; c < clusters; ++c) {
    if (sizes[c] > 0) {
      for (size_t d = 0; d < dimensions; ++d) {
        state.centers[c * dimensions + d] = sums[c * dimensions + d] / sizes[c];
      }
      continue;
    }
    const auto farthest = std::max_element(distance.begin(), distance.end());
    const std::span<const double> row =
        points.row(static_cast<size_t>(farthest - distance.begin()));
    std::copy(row.begin(), row.end(), state.centers.begin() + static_cast<long>(c * dimensions));
    *farthest = 0;
  }
}

double pairs(double count) { return count * (count - 1) / 2; }

}  // namespace

Clustering refine_clusters(const Points& points, std::vector<double> centers) {
  Clustering state{std::vector<int>(points.count(), -1), std::move(centers), 0};
  std::vector<double> distance(points.count());
  for (int round = 0; round < kMaxRounds && assign(points, state, distance); ++round) {
    move_centers(points, state, distance);
  }
  return state;
}

Clustering cluster(const Points& points, int clusters, uint64_t seed, int starts) {
  check(clusters >= 1 && static_cast<size_t>(clusters) <= points.count(), "a point a cluster");
  const PhiloxKey key = stream_key(seed, "starts of clusters");
  Clustering best;
  for (int start = 0; start < starts; ++start) {
    Clustering run =
        refine_clusters(points, seed_centers(points, clusters, key, static_cast<uint32_t>(start)));
    if (start == 0 || run.inertia < best.inertia) best = std::move(run);
  }
  return best;
}

double silhouette(const Points& points, std::span<const int> labels) {
  const size_t count = points.count();
  if (count == 0) return 0;
  const auto clusters = static_cast<size_t>(*std::max_element(labels.begin(), labels.end())) + 1;
  std::vector<double> size(clusters), sum(clusters);
  for (const int label : labels) ++size[static_cast<size_t>(label)];
  double total = 0;
  for (size_t i = 0; i < count; ++i) {
    std::fill(sum.begin(), sum.end(), 0.0);
    for (size_t j = 0; j < count; ++j) {
      sum[static_cast<size_t>(labels[j])] +=
          std::sqrt(squared_distance(points.row(i), points.row(j)));
    }
    const auto own = static_cast<size_t>(labels[i]);
    if (size[own] < 2) continue;
    const double within = sum[own] / (size[own] - 1);
    double other = std::numeric_limits<double>::infinity();
    for (size_t c = 0; c < clusters; ++c) {
      if (c != own && size[c] > 0) other = std::min(other, sum[c] / size[c]);
    }
    const double larger = std::max(within, other);
    if (std::isfinite(other) && larger > 0) total += (other - within) / larger;
  }
  return total / static_cast<double>(count);
}

double adjusted_rand_index(std::span<const int> first, std::span<const int> second) {
  check(first.size() == second.size(), "two labels a point");
  if (first.empty()) return 1;
  const auto rows = static_cast<size_t>(*std::max_element(first.begin(), first.end())) + 1;
  const auto columns = static_cast<size_t>(*std::max_element(second.begin(), second.end())) + 1;
  std::vector<double> table(rows * columns), row_sum(rows), column_sum(columns);
  for (size_t i = 0; i < first.size(); ++i) {
    const auto row = static_cast<size_t>(first[i]), column = static_cast<size_t>(second[i]);
    ++table[row * columns + column];
    ++row_sum[row];
    ++column_sum[column];
  }
  double together = 0, of_rows = 0, of_columns = 0;
  for (const double count : table) together += pairs(count);
  for (const double count : row_sum) of_rows += pairs(count);
  for (const double count : column_sum) of_columns += pairs(count);
  const double all = pairs(static_cast<double>(first.size()));
  const double expected = all > 0 ? of_rows * of_columns / all : 0;
  const double most = (of_rows + of_columns) / 2;
  return most == expected ? 1 : (together - expected) / (most - expected);
}

}  // namespace footfall
