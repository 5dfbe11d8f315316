// Holds how far customers differ in what they usually spend at a purchase: a test beyond chance,
// and means shrunken by how little single purchases tell (empirical Bayes).
#pragma once
#include <span>
#include <vector>

namespace footfall {

// Of one customer's purchases with a revenue above 0.
struct LogBaskets {
  double count = 0, sum = 0, squares = 0;  // of the logarithms of revenue
};

struct UsualBaskets {
  double spread = 0;   // standard deviation of customers' true means of logarithms, 0 if none shows
  double noise = 0;    // that of single purchases about their customer's mean
  double p_value = 1;  // of no spread, one-sided
  double unit = 1;
  bool differ = false;  // p below .01 and spread of 0.1 at least, that is of 10 % of a basket
  // Expected true mean of each customer less the mean of these, in units of `unit`; 0 for all
  // unless they differ. The unit is their standard deviation, or where purchases tell little, which
  // lets all lie near the mean, sqrt(.4) of the spread: the scores then vary by less than 1.
  std::vector<double> scores;
};

// The product of two purchases' distances from the mean is 0 on average where a customer's
// purchases are drawn like everyone's, however skewed and however unevenly noisy; its mean over
// pairs within customers is spread². The test sums it by customer, each as one observation (a
// customer weighs at most ten times one with two purchases).
UsualBaskets find_usual_baskets(std::span<const LogBaskets> customers);

}  // namespace footfall
