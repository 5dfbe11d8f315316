// Holds customer segments found in the data: clusters of recency, frequency and basket value, named
// by what their customers do compared with all. Used where there are no personas to go by.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analytics/usual_baskets.h"
#include "base/result.h"

namespace footfall {

struct CustomerActivity {
  double recency_days = 0;  // since the last purchase, >= 0
  double purchases = 1;     // >= 1
  double revenue = 0;       // of all purchases
  LogBaskets baskets = {};  // of those purchases that brought anything
};

struct SegmentOptions {
  int fewest = 2, most = 8;
  uint64_t seed = 42;
};

struct Segment {
  std::string name;  // e.g. "Frequent big spenders"; unique within a result
  int64_t customers = 0;
  double share = 0, revenue = 0, revenue_share = 0;
  double median_recency_days = 0, median_purchases = 0, median_basket = 0;
  // Distance of the center from the mean of all customers, in their standard deviations, of the
  // logarithms of recency and purchases, and of usual baskets (usual_baskets.h); 0 where not used.
  double recency_z = 0, purchases_z = 0, basket_z = 0;
};

struct SegmentCount {
  int segments = 0;
  double silhouette = 0;
};

struct Segmentation {
  std::vector<Segment> segments;  // by revenue, largest first
  std::vector<int> segment_of;    // of each customer, index into segments
  double silhouette = 0;          // of the chosen number, on a sample of up to 1,000
  double stability = 1;           // mean adjusted Rand index with runs of four other seeds
  std::vector<SegmentCount> compared;
  std::vector<std::string> notes;  // how far to trust them, a sentence each
};

// k-means++ on standardised logarithms; their number by silhouette, where two segments must be
// better than three by 0.05, as they only say "more" and "less". Revenue enters a purchase, since
// the total mostly repeats frequency, and only where customers differ in it beyond chance, as far
// as their purchases tell: else some were big spenders for having had luck. The order of customers
// does not matter. Errors: kInput for values out of range. Fewer than 20 customers, or all alike:
// one segment.
Result<Segmentation> segment_customers(std::span<const CustomerActivity> customers,
                                       const SegmentOptions& options = {});

}  // namespace footfall
