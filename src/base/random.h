// Holds Philox4x32-10 and the address of a draw: randomness as a pure function of where it is used.
// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11; constants as there.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace footfall {

// FORMAT: values are frozen; a new purpose takes the next number, none is ever reused.
enum class Purpose : uint32_t {
  kVisit = 1,
  kBasket = 2,
  kVisitTime = 3,
  kDemographics = 4,
  kPerson = 5,
  kMailbox = 6
};

struct PhiloxKey {
  uint32_t low, high;
};

using PhiloxBlock = std::array<uint32_t, 4>;

inline constexpr uint32_t kPhiloxM0 = 0xD2511F53, kPhiloxM1 = 0xCD9E8D57;
inline constexpr uint32_t kPhiloxW0 = 0x9E3779B9, kPhiloxW1 = 0xBB67AE85;

// Returns the four words of counter `c` under `key`.
constexpr PhiloxBlock philox(PhiloxBlock c, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = uint64_t{kPhiloxM0} * c[0];
    const uint64_t product1 = uint64_t{kPhiloxM1} * c[2];
    c = {static_cast<uint32_t>(product1 >> 32) ^ c[1] ^ key.low, static_cast<uint32_t>(product1),
         static_cast<uint32_t>(product0 >> 32) ^ c[3] ^ key.high, static_cast<uint32_t>(product0)};
    key.low += kPhiloxW0;
    key.high += kPhiloxW1;
  }
  return c;
}

// Returns the key of one persona's stream: by its name, so that order and neighbours do not matter.
PhiloxKey stream_key(uint64_t seed, std::string_view name);

// Returns the counter word that holds a purpose and, below it, a slot. REQUIRES: slot < 2^24.
constexpr uint32_t purpose_slot(Purpose purpose, uint32_t slot) {
  return static_cast<uint32_t>(purpose) << 24 | slot;
}

// Returns floor(word × n / 2^32), uniform on [0, n) up to a bias of n/2^32.
constexpr uint32_t scale(uint32_t word, uint32_t n) {
  return static_cast<uint32_t>(uint64_t{word} * n >> 32);
}

}  // namespace footfall
