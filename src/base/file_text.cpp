#include "base/file_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "base/io_error.h"

namespace footfall {

namespace {

Error too_large(const std::string& path, size_t most_bytes) {
  return {
      ErrorCategory::kInput,
      "cannot read " + path + ": it is larger than " + std::to_string(most_bytes >> 20) + " MiB",
      path};
}

Error no_file(const std::string& path, const std::string& why) {
  return {ErrorCategory::kIo, "cannot read " + path + ": " + why, path};
}

// Reads to the end; `expected_bytes` may be wrong: files grow, those of /proc have no size.
Result<std::string> read_all(int descriptor, const std::string& path, size_t expected_bytes,
                             size_t most_bytes) {
  std::string text(expected_bytes + 1, '\0');
  for (size_t size = 0;;) {
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", path);
    size += static_cast<size_t>(got);
    if (size > most_bytes) return too_large(path, most_bytes);
    if (size < text.size() && got > 0) continue;
    if (got == 0) {
      text.resize(size);
      return text;
    }
    text.resize(2 * size);
  }
}

// Returns whether a path names a descriptor of this process.
bool is_inherited(const std::string& path) {
  return path == "/dev/stdin" || path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/");
}

}  // namespace

Result<std::string> read_file(const std::string& path, size_t most_bytes) {
  // Opening must not wait for the writer of a FIFO.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return io_error("read", path);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return io_error("read", path);
  if (S_ISDIR(status.st_mode)) return no_file(path, "it is a folder");
  if (!S_ISREG(status.st_mode)) return no_file(path, "it is no regular file");
  const auto size_bytes = static_cast<size_t>(status.st_size);
  if (size_bytes > most_bytes) return too_large(path, most_bytes);
  return read_all(file.number(), path, size_bytes, most_bytes);
}

Result<std::string> read_input(const std::string& path, size_t most_bytes) {
  constexpr size_t kFirstBytes = 1 << 16;
  if (path == "-") return read_all(STDIN_FILENO, "standard input", kFirstBytes, most_bytes);
  struct stat status {};
  if (!is_inherited(path) || ::stat(path.c_str(), &status) != 0 || !S_ISFIFO(status.st_mode))
    return read_file(path, most_bytes);
  const Descriptor pipe(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!pipe.is_open()) return io_error("read", path);
  return read_all(pipe.number(), path, kFirstBytes, most_bytes);
}

}  // namespace footfall
