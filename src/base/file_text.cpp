#include "base/file_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io_error.h"

namespace footfall {

namespace {

// Closes a descriptor when it goes out of scope.
struct Descriptor {
  explicit Descriptor(int opened) : number(opened) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  const int number;
};

Error refusal(const std::string& path, const std::string& why) {
  return {ErrorCategory::kInput, "cannot read " + path + ": " + why, path};
}

}  // namespace

Result<std::string> read_file(const std::string& path, size_t most_bytes) {
  // Opening must not wait for the writer of a FIFO.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number < 0) return io_error("read", path);
  struct stat status {};
  if (::fstat(file.number, &status) != 0) return io_error("read", path);
  if (S_ISDIR(status.st_mode)) return refusal(path, "it is a folder");
  if (!S_ISREG(status.st_mode)) return refusal(path, "it is no regular file");
  const Error too_large =
      refusal(path, "it is larger than " + std::to_string(most_bytes >> 20) + " MiB");
  if (static_cast<size_t>(status.st_size) > most_bytes) return too_large;
  // The file may grow while it is read, and files of /proc have no size beforehand.
  std::string text(static_cast<size_t>(status.st_size) + 1, '\0');
  for (size_t size = 0;;) {
    const ssize_t got = ::read(file.number, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error("read", path);
    size += static_cast<size_t>(got);
    if (size > most_bytes) return too_large;
    if (size < text.size() && got > 0) continue;
    if (got == 0) {
      text.resize(size);
      return text;
    }
    text.resize(2 * size);
  }
}

}  // namespace footfall
