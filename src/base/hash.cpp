#include "base/hash.h"

#include <openssl/evp.h>

#include <new>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/xxh3.h"

namespace footfall {

namespace {

std::string hex(const unsigned char* bytes, size_t size_bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < size_bytes; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

std::string to_hex(Hash128 hash) {
  unsigned char bytes[16];
  for (int i = 0; i < 8; ++i) {
    bytes[i] = static_cast<unsigned char>(hash.high >> (56 - 8 * i));
    bytes[8 + i] = static_cast<unsigned char>(hash.low >> (56 - 8 * i));
  }
  return hex(bytes, sizeof bytes);
}

uint64_t hash64(std::string_view text, uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

void xxh3_update_plain(void* state, const void* data, size_t size_bytes) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), data, size_bytes);
}

Xxh3Update best_xxh3_update() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512bw")) return &xxh3_update_avx512;
  if (__builtin_cpu_supports("avx2")) return &xxh3_update_avx2;
#endif
  return &xxh3_update_plain;
}

struct alignas(64) Hasher128::State {
  XXH3_state_t xxh;
};

Hasher128::Hasher128() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->xxh); }
Hasher128::~Hasher128() = default;
Hasher128::Hasher128(Hasher128&&) noexcept = default;
Hasher128& Hasher128::operator=(Hasher128&&) noexcept = default;
void Hasher128::update(const void* data, size_t size_bytes) {
  static const Xxh3Update kUpdate = best_xxh3_update();
  kUpdate(&state_->xxh, data, size_bytes);
}
Hash128 Hasher128::digest() const {
  const XXH128_hash_t value = XXH3_128bits_digest(&state_->xxh);
  return {value.low64, value.high64};
}

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  // OpenSSL allocates what it needs here, and goes on without when it gets none.
  if (state_->context == nullptr || EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1)
    throw std::bad_alloc();
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
void Sha256::update(const void* data, size_t size_bytes) {
  EVP_DigestUpdate(state_->context, data, size_bytes);
}
std::string Sha256::finish() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size_bytes = 0;
  EVP_DigestFinal_ex(state_->context, bytes, &size_bytes);
  return hex(bytes, size_bytes);
}

}  // namespace footfall
