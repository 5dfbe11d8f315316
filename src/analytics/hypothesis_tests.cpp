#include "analytics/hypothesis_tests.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/distributions.h"
#include "base/check.h"

namespace footfall {
namespace {

// Sums Pearson's terms; `expected` are positive.
void add_cell(double observed, double expected, ChiSquareTest& test) {
  const double gap = observed - expected;
  test.statistic += gap * gap / expected;
  test.smallest_expected = std::min(test.smallest_expected, expected);
}

}  // namespace

Sample describe(std::span<const double> values) {
  Sample sample{static_cast<double>(values.size())};
  if (values.empty()) return sample;
  for (const double value : values) sample.mean += value;
  sample.mean /= sample.count;
  for (const double value : values) {
    sample.variance += (value - sample.mean) * (value - sample.mean);
  }
  sample.variance = values.size() > 1 ? sample.variance / (sample.count - 1) : 0;
  return sample;
}

std::optional<MeanComparison> welch_test(const Sample& first, const Sample& second, double level) {
  if (first.count < 2 || second.count < 2) return std::nullopt;
  const double part1 = first.variance / first.count, part2 = second.variance / second.count;
  if (!(part1 + part2 > 0)) return std::nullopt;
  MeanComparison result;
  const double error = std::sqrt(part1 + part2);
  result.difference = first.mean - second.mean;
  result.t = result.difference / error;
  result.degrees = (part1 + part2) * (part1 + part2) /
                   (part1 * part1 / (first.count - 1) + part2 * part2 / (second.count - 1));
  result.p_value = student_t_two_sided(result.t, result.degrees);
  const double reach = error * student_t_quantile(0.5 + level / 2, result.degrees);
  result.interval = {result.difference - reach, result.difference + reach};
  return result;
}

std::optional<Interval> share_interval(const Share& share, double level) {
  if (!(share.trials > 0)) return std::nullopt;
  const double z = normal_quantile(0.5 + level / 2), n = share.trials;
  const double p = share.successes / n;
  const double center = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double reach = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return Interval{std::max(0.0, center - reach), std::min(1.0, center + reach)};
}

std::optional<ShareComparison> compare_shares(const Share& first, const Share& second,
                                              double level) {
  if (!(first.trials > 0 && second.trials > 0)) return std::nullopt;
  const double share1 = first.successes / first.trials;
  const double share2 = second.successes / second.trials;
  const double pooled = (first.successes + second.successes) / (first.trials + second.trials);
  const double variance = pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials);
  if (!(variance > 0)) return std::nullopt;
  ShareComparison result;
  result.difference = share1 - share2;
  result.z = result.difference / std::sqrt(variance);
  result.p_value = normal_two_sided(result.z);
  const Interval wilson1 = *share_interval(first, level), wilson2 = *share_interval(second, level);
  result.interval = {result.difference - std::hypot(share1 - wilson1.low, wilson2.high - share2),
                     result.difference + std::hypot(wilson1.high - share1, share2 - wilson2.low)};
  return result;
}

std::optional<ChiSquareTest> chi_square_independence(std::span<const double> counts,
                                                     size_t columns) {
  check(columns > 0 && counts.size() % columns == 0, "a table has full rows");
  const size_t rows = counts.size() / columns;
  std::vector<double> row_sum(rows), column_sum(columns);
  double total = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    row_sum[i / columns] += counts[i];
    column_sum[i % columns] += counts[i];
    total += counts[i];
  }
  const auto positive = [](double sum) { return sum > 0; };
  const auto used_rows = std::count_if(row_sum.begin(), row_sum.end(), positive);
  const auto used_columns = std::count_if(column_sum.begin(), column_sum.end(), positive);
  if (used_rows < 2 || used_columns < 2) return std::nullopt;
  ChiSquareTest test;
  test.smallest_expected = total;
  for (size_t i = 0; i < counts.size(); ++i) {
    const double expected = row_sum[i / columns] * column_sum[i % columns] / total;
    if (expected > 0) add_cell(counts[i], expected, test);
  }
  test.degrees = static_cast<double>((used_rows - 1) * (used_columns - 1));
  test.p_value = chi_square_upper(test.statistic, test.degrees);
  const auto smaller = static_cast<double>(std::min(used_rows, used_columns) - 1);
  test.cramers_v = std::sqrt(test.statistic / (total * smaller));
  return test;
}

std::optional<ChiSquareTest> chi_square_fit(std::span<const double> counts,
                                            std::span<const double> weights) {
  check(counts.size() == weights.size(), "a weight for each count");
  double total = 0, total_weight = 0, cells = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (!(weights[i] > 0) && counts[i] > 0) return std::nullopt;
    total += counts[i];
    total_weight += weights[i];
    cells += weights[i] > 0;
  }
  if (cells < 2 || !(total > 0)) return std::nullopt;
  ChiSquareTest test;
  test.smallest_expected = total;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (weights[i] > 0) add_cell(counts[i], total * weights[i] / total_weight, test);
  }
  test.degrees = cells - 1;
  test.p_value = chi_square_upper(test.statistic, test.degrees);
  return test;
}

double fisher_exact(const std::array<int64_t, 4>& table) {
  const int64_t a = table[0], row = a + table[1], column = a + table[2];
  const int64_t total = row + table[2] + table[3];
  const int64_t low = std::max<int64_t>(0, row + column - total), high = std::min(row, column);
  const auto mode = std::clamp<int64_t>(
      static_cast<int64_t>((static_cast<double>(row) + 1) * (static_cast<double>(column) + 1) /
                           (static_cast<double>(total) + 2)),
      low, high);
  // Weights relative to the mode's, by the ratio of neighbours: no factorials, hence no loss.
  const auto ratio_up = [&](int64_t k) {  // weight(k + 1) / weight(k)
    return static_cast<double>(row - k) / static_cast<double>(k + 1) *
           (static_cast<double>(column - k) / static_cast<double>(total - row - column + k + 1));
  };
  const auto walk = [&](const auto& visit) {
    visit(mode, 1.0);
    double weight = 1;
    for (int64_t k = mode; k < high && weight > 1e-300; ++k) {
      weight *= ratio_up(k);
      visit(k + 1, weight);
    }
    weight = 1;
    for (int64_t k = mode; k > low && weight > 1e-300; --k) {
      weight /= ratio_up(k - 1);
      visit(k - 1, weight);
    }
  };
  double observed = 0;
  walk([&](int64_t k, double weight) { observed = k == table[0] ? weight : observed; });
  // Equal probabilities must count as equal after rounding; the factor is SciPy's as well.
  const double limit = observed * (1 + 1e-7);
  double all = 0, extreme = 0;
  walk([&](int64_t, double weight) {
    all += weight;
    if (weight <= limit) extreme += weight;
  });
  return std::min(1.0, extreme / all);
}

}  // namespace footfall
