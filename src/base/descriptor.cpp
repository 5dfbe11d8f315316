#include "base/descriptor.h"

#include <fcntl.h>

#include <vector>

#include "base/io_error.h"

namespace footfall {

Result<> write_all(const Descriptor& file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return Done{};
}

Result<> read_blocks(const Descriptor& file, const std::string& path,
                     const std::function<void(const char* data, size_t size_bytes)>& on_block) {
  constexpr size_t kBlockBytes = 1 << 20;
  std::vector<char> block(kBlockBytes);
  while (const ssize_t got = ::read(file.number(), block.data(), block.size())) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", path);
    on_block(block.data(), static_cast<size_t>(got));
  }
  return Done{};
}

Result<> sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return io_error("open", path);
  // Some file systems cannot sync a folder, and say so with EINVAL: then there is nothing to do.
  if (::fsync(folder.number()) != 0 && errno != EINVAL) return io_error("sync", path);
  return Done{};
}

}  // namespace footfall
