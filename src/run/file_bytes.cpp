#include "run/file_bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/io_error.h"

namespace footfall {

FileBytes::FileBytes(const WrittenFile& listed) {
  if (listed.checksum.starts_with("sha256:")) sha256_.emplace();
}

void FileBytes::add(const char* data, size_t size_bytes) {
  sha256_ ? sha256_->update(data, size_bytes) : xxh3_.update(data, size_bytes);
  size_bytes_ += size_bytes;
}

Result<> FileBytes::add_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::vector<char> buffer(1 << 20);
  ssize_t got = -1;
  while (descriptor >= 0) {
    got = ::read(descriptor, buffer.data(), buffer.size());
    if (got > 0) add(buffer.data(), static_cast<size_t>(got));
    if (got == 0 || (got < 0 && errno != EINTR)) break;
  }
  const int cause = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (got == 0) return Done{};
  return io_error("read", path, cause);
}

std::string FileBytes::difference(const WrittenFile& listed) {
  if (size_bytes_ != listed.bytes) {
    return "holds " + std::to_string(size_bytes_) + " bytes; the manifest says " +
           std::to_string(listed.bytes);
  }
  const std::string checksum =
      sha256_ ? "sha256:" + sha256_->finish() : "xxh3:" + to_hex(xxh3_.digest());
  if (checksum == listed.checksum) return "";
  return "its bytes have checksum " + checksum + "; the manifest says " + listed.checksum;
}

}  // namespace footfall
