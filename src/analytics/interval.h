// Holds Interval: between which values a figure lies, the company that every estimate keeps here.
#pragma once

namespace footfall {

struct Interval {
  double low = 0, high = 0;
};

}  // namespace footfall
