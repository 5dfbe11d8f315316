#include "run/file_bytes.h"

#include <fcntl.h>

#include "base/descriptor.h"
#include "base/io_error.h"

namespace footfall {

FileBytes::FileBytes(const WrittenFile& listed)
    : checksum_(listed.checksum.starts_with("sha256:")) {}

void FileBytes::add(const char* data, size_t size_bytes) {
  checksum_.update(data, size_bytes);
  size_bytes_ += size_bytes;
}

Result<> FileBytes::add_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return io_error("read", path);
  return read_blocks(file, path,
                     [&](const char* data, size_t size_bytes) { add(data, size_bytes); });
}

std::string FileBytes::difference(const WrittenFile& listed) {
  if (size_bytes_ != listed.bytes) {
    return "holds " + std::to_string(size_bytes_) + " bytes; the manifest says " +
           std::to_string(listed.bytes);
  }
  const std::string checksum = checksum_.finish();
  if (checksum == listed.checksum) return "";
  return "its bytes have checksum " + checksum + "; the manifest says " + listed.checksum;
}

}  // namespace footfall
