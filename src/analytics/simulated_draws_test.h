// Holds SimulatedDraws: normal, gamma and other variates for tests that simulate a known truth.
// Made by inversion and by rejection (Marsaglia & Tsang 2000), independently of the code under
// test.
#pragma once
#include <cmath>
#include <cstdint>

#include "base/random.h"

namespace footfall {

class SimulatedDraws {
 public:
  explicit SimulatedDraws(uint64_t seed) : key_(stream_key(seed, "tests of analytics")) {}

  // Uniform on (0, 1).
  double uniform() {
    if (used_ == 4) {
      words_ = philox({block_++, 0, 0, 0}, key_);
      used_ = 0;
    }
    return (words_[used_++] + 0.5) / 4294967296.0;
  }

  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }

  double gamma(double shape) {
    if (shape < 1) return gamma(shape + 1) * std::pow(uniform(), 1 / shape);
    const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    while (true) {
      const double z = normal(), v = std::pow(1 + c * z, 3);
      if (v > 0 && std::log(uniform()) < z * z / 2 + d - d * v + d * std::log(v)) return d * v;
    }
  }

  int poisson(double mean) {
    int count = 0;
    double product = uniform();
    while (product > std::exp(-mean)) {
      product *= uniform();
      ++count;
    }
    return count;
  }

 private:
  PhiloxKey key_;
  PhiloxBlock words_{};
  uint32_t block_ = 0;
  int used_ = 4;
};

}  // namespace footfall
