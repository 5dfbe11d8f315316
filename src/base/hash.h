// Holds the hashes of the project: XXH3 (64 and 128 bit, streaming) and SHA-256, as plain values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace footfall {

struct Hash128 {
  uint64_t low = 0, high = 0;
  friend bool operator==(const Hash128&, const Hash128&) = default;
};

// Returns 32 lower-case hexadecimal digits, high half first.
std::string to_hex(Hash128 hash);

// Returns XXH3-64 of `text` under `seed`.
uint64_t hash64(std::string_view text, uint64_t seed = 0);

// Accumulates XXH3-128 over bytes in the order given.
class Hasher128 {
 public:
  Hasher128();
  ~Hasher128();
  Hasher128(Hasher128&&) noexcept;
  Hasher128& operator=(Hasher128&&) noexcept;
  void update(const void* data, size_t size_bytes);
  Hash128 digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Accumulates SHA-256 over bytes in the order given.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(const void* data, size_t size_bytes);
  // Returns 64 hexadecimal digits. REQUIRES: called once.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace footfall
