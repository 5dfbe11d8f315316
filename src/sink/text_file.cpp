#include "sink/text_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace footfall {

namespace {

Error io_error(const std::string& what, const std::string& path) {
  return {ErrorCategory::kIo, "cannot " + what + " " + path + ": " + std::strerror(errno), path};
}

}  // namespace

Result<std::unique_ptr<TextFile>> TextFile::create(const std::string& path,
                                                   const std::string& checksum) {
  const bool standard_output = path == "-";
  const int descriptor = standard_output
                             ? STDOUT_FILENO
                             : ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) return io_error("create", path);
  return std::unique_ptr<TextFile>(
      new TextFile(descriptor, standard_output ? "standard output" : path, checksum == "sha256"));
}

TextFile::TextFile(int descriptor, std::string path, bool sha256)
    : descriptor_(descriptor), path_(std::move(path)) {
  if (sha256) sha256_.emplace();
}

TextFile::~TextFile() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

Result<> TextFile::write(const char* data, size_t size_bytes) {
  if (sha256_) {
    sha256_->update(data, size_bytes);
  } else {
    xxh3_.update(data, size_bytes);
  }
  size_bytes_ += size_bytes;
  while (size_bytes > 0) {
    const ssize_t written = ::write(descriptor_, data, size_bytes);
    if (written < 0) {
      if (errno == EINTR) continue;
      return io_error("write", path_);
    }
    data += written;
    size_bytes -= static_cast<size_t>(written);
  }
  return Done{};
}

Result<std::string> TextFile::close() {
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (descriptor > STDERR_FILENO) {
    const bool synced = ::fsync(descriptor) == 0;
    if (::close(descriptor) != 0 || !synced) return io_error("finish", path_);
  }
  return sha256_ ? "sha256:" + sha256_->finish() : "xxh3:" + to_hex(xxh3_.digest());
}

}  // namespace footfall
