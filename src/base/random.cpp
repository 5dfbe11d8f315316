#include "base/random.h"

#include "base/hash.h"

namespace footfall {

PhiloxKey stream_key(uint64_t seed, std::string_view name) {
  const uint64_t mixed = hash64(name, seed);
  return {static_cast<uint32_t>(mixed), static_cast<uint32_t>(mixed >> 32)};
}

}  // namespace footfall
