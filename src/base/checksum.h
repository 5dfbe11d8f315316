// Holds Checksum: what manifests say of the bytes of a file, "xxh3:…" or "sha256:…".
#pragma once
#include <optional>
#include <string>

#include "base/hash.h"

namespace footfall {

class Checksum {
 public:
  explicit Checksum(bool is_sha256 = false) {
    if (is_sha256) sha256_.emplace();
  }
  void update(const char* data, size_t size_bytes) {
    sha256_ ? sha256_->update(data, size_bytes) : xxh3_.update(data, size_bytes);
  }
  // Returns the kind, a colon and hexadecimal digits. REQUIRES: called once.
  std::string finish() {
    return sha256_ ? "sha256:" + sha256_->finish() : "xxh3:" + to_hex(xxh3_.digest());
  }

 private:
  Hasher128 xxh3_;
  std::optional<Sha256> sha256_;
};

}  // namespace footfall
