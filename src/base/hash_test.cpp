#include "base/hash.h"

#include <gtest/gtest.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/xxh3.h"

namespace footfall {
namespace {

TEST(Hash, EveryVectorWidthGivesTheSameXxh3) {
  std::vector<unsigned char> bytes(100'000);
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<unsigned char>(i * 2654435761u >> 13);
  std::vector<Xxh3Update> updates = {&xxh3_update_plain};
  if (__builtin_cpu_supports("avx2")) updates.push_back(&xxh3_update_avx2);
  if (__builtin_cpu_supports("avx512bw")) updates.push_back(&xxh3_update_avx512);
  if (updates.size() < 3) std::printf("SKIPPED a vector width that this machine lacks\n");
  for (const size_t size : {0u, 1u, 16u, 255u, 256u, 257u, 4096u, 99'999u}) {
    const XXH128_hash_t expected = XXH3_128bits(bytes.data(), size);
    for (const Xxh3Update update : updates) {
      alignas(64) XXH3_state_t state;
      XXH3_128bits_reset(&state);
      const size_t first = size / 3;  // two pieces, as batches come
      update(&state, bytes.data(), first);
      update(&state, bytes.data() + first, size - first);
      const XXH128_hash_t found = XXH3_128bits_digest(&state);
      EXPECT_EQ(found.low64, expected.low64) << size;
      EXPECT_EQ(found.high64, expected.high64) << size;
    }
  }
}

// Published values of XXH3-128 and SHA-256.
TEST(Hash, KnownAnswers) {
  EXPECT_EQ(to_hex(Hasher128().digest()), "99aa06d3014798d86001c324468d497f");
  Sha256 sha;
  sha.update("abc", 3);
  EXPECT_EQ(sha.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace footfall
