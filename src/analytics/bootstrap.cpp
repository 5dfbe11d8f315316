#include "analytics/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analytics/descriptive_statistics.h"
#include "analytics/hypothesis_tests.h"
#include "base/check.h"
#include "base/random.h"

namespace footfall {
namespace {

constexpr const char* kStream = "bootstrap of customers";

// Customers whose weights are drawn in one go: weights and a column's values stay in the L1 cache.
constexpr size_t kTile = 1024;

// 65536 × P(Poisson(1) <= k): a 16-bit draw's weight is the number of these that it reaches. The
// rounded distribution has mean 1 exactly and variance 0.99997.
constexpr std::array<uint16_t, 8> kPoissonSteps = {24109, 48219, 60273, 64292,
                                                   65296, 65497, 65531, 65535};

// Draws tile `tile` of replicate `replicate`; two customers share a word, eight a block.
void draw_poisson(PhiloxKey key, uint32_t replicate, uint32_t tile,
                  std::array<uint16_t, kTile>& weights) {
  for (uint32_t block = 0; block < kTile / 8; ++block) {
    const PhiloxBlock words = philox({block, tile, replicate, 0}, key);
    for (uint32_t word = 0; word < 4; ++word) {
      weights[block * 8 + word * 2] = static_cast<uint16_t>(words[word]);
      weights[block * 8 + word * 2 + 1] = static_cast<uint16_t>(words[word] >> 16);
    }
  }
  for (uint16_t& weight : weights) {
    uint16_t count = 0;
    for (const uint16_t step : kPoissonSteps) count += weight >= step;
    weight = count;
  }
}

// Four running sums, so that the order of additions is fixed and still fast.
double weighted_sum(std::span<const double> values, const uint16_t* weights) {
  std::array<double, 4> sum{};
  size_t i = 0;
  for (; i + 4 <= values.size(); i += 4) {
    for (size_t lane = 0; lane < 4; ++lane) sum[lane] += values[i + lane] * weights[i + lane];
  }
  for (; i < values.size(); ++i) sum[0] += values[i] * weights[i];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void resample_poisson(std::span<const std::span<const double>> columns, PhiloxKey key,
                      ResampledSums& sums) {
  const size_t count = columns[0].size();
  std::array<uint16_t, kTile> weights;
  for (size_t first = 0; first < count; first += kTile) {
    const size_t length = std::min(kTile, count - first);
    for (size_t r = 0; r < sums.replicates.size() / sums.columns; ++r) {
      draw_poisson(key, static_cast<uint32_t>(r), static_cast<uint32_t>(first / kTile), weights);
      for (size_t c = 0; c < sums.columns; ++c) {
        sums.replicates[r * sums.columns + c] +=
            weighted_sum(columns[c].subspan(first, length), weights.data());
      }
    }
  }
}

void resample_multinomial(std::span<const std::span<const double>> columns, PhiloxKey key,
                          ResampledSums& sums) {
  const auto count = static_cast<uint32_t>(columns[0].size());
  for (size_t r = 0; r < sums.replicates.size() / sums.columns; ++r) {
    double* row = sums.replicates.data() + r * sums.columns;
    for (uint32_t draw = 0; draw < count; draw += 4) {
      const PhiloxBlock words = philox({draw / 4, 0, static_cast<uint32_t>(r), 1}, key);
      for (uint32_t word = 0; word < std::min<uint32_t>(4, count - draw); ++word) {
        const uint32_t customer = scale(words[word], count);
        for (size_t c = 0; c < sums.columns; ++c) row[c] += columns[c][customer];
      }
    }
  }
}

}  // namespace

ResampledSums resample(std::span<const std::span<const double>> columns,
                       const BootstrapOptions& options) {
  check(!columns.empty() && options.replicates > 0, "something to resample");
  ResampledSums sums;
  sums.columns = columns.size();
  for (const std::span<const double> column : columns) {
    check(column.size() == columns[0].size(), "columns of one length");
    double sum = 0;
    for (const double value : column) sum += value;
    sums.original.push_back(sum);
  }
  sums.replicates.resize(sums.columns * static_cast<size_t>(options.replicates));
  const PhiloxKey key = stream_key(options.seed, kStream);
  if (options.resampling == Resampling::kPoisson) {
    resample_poisson(columns, key, sums);
  } else {
    resample_multinomial(columns, key, sums);
  }
  return sums;
}

std::optional<BootstrapEstimate> bootstrap(const ResampledSums& sums, const SumStatistic& statistic,
                                           double level) {
  BootstrapEstimate estimate;
  estimate.value = statistic(sums.original);
  if (!std::isfinite(estimate.value)) return std::nullopt;
  std::vector<double> values;
  const size_t count = sums.replicates.size() / sums.columns;
  for (size_t r = 0; r < count; ++r) {
    const double value =
        statistic(std::span(sums.replicates).subspan(r * sums.columns, sums.columns));
    if (std::isfinite(value)) values.push_back(value);
  }
  estimate.undefined = static_cast<int>(count - values.size());
  if (values.size() * 2 < count || values.size() < 2) return std::nullopt;
  std::sort(values.begin(), values.end());
  estimate.standard_error = std::sqrt(describe(values).variance);
  estimate.percentile = {*quantile_of_sorted(values, 0.5 - level / 2),
                         *quantile_of_sorted(values, 0.5 + level / 2)};
  estimate.basic = {2 * estimate.value - estimate.percentile.high,
                    2 * estimate.value - estimate.percentile.low};
  return estimate;
}

}  // namespace footfall
