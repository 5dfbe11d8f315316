// Published answers of the hashes and of the generator that every output byte rests on.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/random.h"

namespace footfall {
namespace {

constexpr uint64_t kPrime32 = 2654435761u, kPrime64 = 11400714785074694797u;
constexpr uint64_t kSeed = 11400714785074694797u;

// The bytes of xxHash's own sanity checks.
std::string sanity_bytes(size_t size_bytes) {
  std::string bytes;
  uint64_t state = kPrime32;
  for (size_t i = 0; i < size_bytes; ++i) {
    bytes += static_cast<char>(state >> 56);
    state *= kPrime64;
  }
  return bytes;
}

// Source: XXH3_testdata of xxHash 0.8, by length and seed.
TEST(Xxh3, KnownAnswers) {
  struct Answer {
    size_t size_bytes;
    uint64_t seed, hash;
  };
  constexpr Answer kAnswers[] = {
      {0, 0, 0x2D06800538D394C2},   {0, kSeed, 0xA8A6B918B2F0364A},
      {1, 0, 0xC44BDFF4074EECDB},   {1, kSeed, 0x032BE332DD766EF8},
      {6, 0, 0x27B56A84CD2D7325},   {6, kSeed, 0x84589C116AB59AB9},
      {12, 0, 0xA713DAF0DFBB77E7},  {12, kSeed, 0xE7303E1B2336DE0E},
      {24, 0, 0xA3FE70BF9D3510EB},  {24, kSeed, 0x850E80FC35BDD690},
      {48, 0, 0x397DA259ECBA1F11},  {48, kSeed, 0xADC2CBAA44ACC616},
      {80, 0, 0xBCDEFBBB2C47C90A},  {80, kSeed, 0xC6DD0CB699532E73},
      {195, 0, 0xCD94217EE362EC3A}, {195, kSeed, 0xBA68003D370CB3D9},
  };
  for (const Answer& answer : kAnswers) {
    EXPECT_EQ(hash64(sanity_bytes(answer.size_bytes), answer.seed), answer.hash)
        << answer.size_bytes << " bytes, seed " << answer.seed;
  }
}

// Pieces of any size give the hash of the whole, in the lanes of every vector width.
TEST(Xxh3, PiecesGiveTheHashOfTheWhole) {
  const std::string bytes = sanity_bytes(5000);
  Hasher128 whole;
  whole.update(bytes.data(), bytes.size());
  for (const size_t piece : {1u, 7u, 64u, 255u, 256u, 1024u, 4999u}) {
    Hasher128 hasher;
    for (size_t at = 0; at < bytes.size(); at += piece)
      hasher.update(bytes.data() + at, std::min(piece, bytes.size() - at));
    EXPECT_EQ(hasher.digest(), whole.digest()) << piece;
  }
  Hasher128 moved(std::move(whole));
  const Hash128 before = moved.digest();
  moved.update("x", 1);
  EXPECT_NE(moved.digest(), before) << "a digest ends nothing";
}

TEST(Hash, HexIsHighHalfFirst) {
  EXPECT_EQ(to_hex({0x0123456789abcdef, 0xfedcba9876543210}), "fedcba98765432100123456789abcdef");
  EXPECT_EQ(to_hex({}), std::string(32, '0'));
}

std::string sha256(const std::string& text, size_t piece) {
  Sha256 sha;
  for (size_t at = 0; at < text.size(); at += piece)
    sha.update(text.data() + at, std::min(piece, text.size() - at));
  Sha256 moved(std::move(sha));
  return moved.finish();
}

// Source: NIST, FIPS 180-4 example values.
TEST(Sha256, KnownAnswers) {
  const std::string two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(sha256("", 1), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(two_blocks, 5),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a'), 1000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Random, ScaleKeepsItsRange) {
  EXPECT_EQ(scale(0, 10), 0u);
  EXPECT_EQ(scale(~0u, 10), 9u);
  EXPECT_EQ(scale(~0u, 1), 0u);
  EXPECT_EQ(scale(0x80000000u, 10), 5u);
  EXPECT_EQ(scale(0x7fffffffu, 10), 4u);
}

TEST(Random, KeysDifferByNameAndSeed) {
  std::vector<std::pair<uint32_t, uint32_t>> keys;
  for (const uint64_t seed : {0u, 1u, 42u}) {
    for (const char* name : {"", "a", "A", "b", "a "}) {
      const PhiloxKey key = stream_key(seed, name);
      keys.emplace_back(key.low, key.high);
    }
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::unique(keys.begin(), keys.end()), keys.end());
}

TEST(Random, PurposesAndSlotsShareNoCounter) {
  EXPECT_EQ(purpose_slot(Purpose::kVisit, 0), 1u << 24);
  EXPECT_NE(purpose_slot(Purpose::kVisit, (1u << 24) - 1), purpose_slot(Purpose::kBasket, 0));
}

}  // namespace
}  // namespace footfall
