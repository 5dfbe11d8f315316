// Holds the inner loop of XXH3-128, compiled once for each vector width and chosen at run time; the
// widths give the same hash. Only hash.cpp includes this.
#pragma once
#include <cstddef>

namespace footfall {

// Feeds bytes to an XXH3_state_t.
using Xxh3Update = void (*)(void* state, const void* data, size_t size_bytes);

void xxh3_update_plain(void* state, const void* data, size_t size_bytes);
void xxh3_update_avx2(void* state, const void* data, size_t size_bytes);
void xxh3_update_avx512(void* state, const void* data, size_t size_bytes);

// Returns the widest that this machine has.
Xxh3Update best_xxh3_update();

}  // namespace footfall
