// Holds k-means++ (Arthur & Vassilvitskii 2007) with Lloyd's iterations, and the two figures that
// say whether clusters mean anything: the silhouette (Rousseeuw 1987) and the agreement of labels
// from other seeds (adjusted Rand index, Hubert & Arabie 1985).
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace footfall {

// Points row by row.
struct Points {
  size_t dimensions = 0;
  std::vector<double> values;

  size_t count() const { return dimensions > 0 ? values.size() / dimensions : 0; }
  std::span<const double> row(size_t index) const {
    return std::span(values).subspan(index * dimensions, dimensions);
  }
};

struct Clustering {
  std::vector<int> labels;      // of each point, 0 to clusters - 1
  std::vector<double> centers;  // row by row
  double inertia = 0;           // Σ squared distance to the own center
};

// Returns the best of `starts` runs, drawn by `seed`. Ties go to the lower index, so equal points
// share a label; an emptied cluster takes the point farthest from its center. REQUIRES: 1 <=
// clusters <= points.count().
Clustering cluster(const Points& points, int clusters, uint64_t seed, int starts = 4);

// Moves given centers to their nearest optimum.
Clustering refine_clusters(const Points& points, std::vector<double> centers);

// Mean over points of (b - a) / max(a, b), with a the mean distance within the own cluster and b
// the least mean distance to another; 0 for a point alone. Cost: quadratic. Below 0.25, clusters
// are cuts through one cloud. REQUIRES: labels as of cluster().
double silhouette(const Points& points, std::span<const int> labels);

// 1 for the same partition, about 0 for unrelated ones. REQUIRES: equal lengths, labels >= 0.
double adjusted_rand_index(std::span<const int> first, std::span<const int> second);

}  // namespace footfall
