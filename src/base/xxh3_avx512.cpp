// XXH3 with the vectors of avx512; src/CMakeLists.txt gives this file their flags.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/xxh3.h"

namespace footfall {

void xxh3_update_avx512(void* state, const void* data, size_t size_bytes) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), data, size_bytes);
}

}  // namespace footfall
