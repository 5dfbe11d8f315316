#include "sink/text_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/io_error.h"

namespace footfall {

namespace {

// Returns a descriptor of our own, or -1. It lies beyond the standard streams: a file that took the
// place of one that the program was started without would receive its messages.
int open_descriptor(const std::string& path, bool standard_output) {
  constexpr int kFirst = STDERR_FILENO + 1;
  if (standard_output) return ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kFirst);
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0 || descriptor >= kFirst) return descriptor;
  const int beyond = ::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirst);
  const int cause = errno;
  ::close(descriptor);
  errno = cause;
  return beyond;
}

}  // namespace

Result<std::unique_ptr<TextFile>> TextFile::create(const std::string& path,
                                                   const std::string& checksum) {
  const bool standard_output = path == "-";
  const std::string name = standard_output ? "standard output" : path;
  const int descriptor = open_descriptor(path, standard_output);
  if (descriptor < 0) return io_error(standard_output ? "open" : "create", name, errno);
  return std::unique_ptr<TextFile>(
      new TextFile(descriptor, name, standard_output, checksum == "sha256"));
}

TextFile::TextFile(int descriptor, std::string name, bool standard_output, bool sha256)
    : descriptor_(descriptor),
      name_(std::move(name)),
      standard_output_(standard_output),
      checksum_(sha256) {}

TextFile::~TextFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<> TextFile::write(const char* data, size_t size_bytes) {
  checksum_.update(data, size_bytes);
  size_bytes_ += size_bytes;
  while (size_bytes > 0) {
    const ssize_t written = ::write(descriptor_, data, size_bytes);
    if (written > 0) {
      data += written;
      size_bytes -= static_cast<size_t>(written);
      continue;
    }
    const int cause = written == 0 ? EIO : errno;  // no progress would be no end
    if (cause == EAGAIN) {
      // Whoever gave us the pipe has made it non-blocking.
      pollfd room{descriptor_, POLLOUT, 0};
      ::poll(&room, 1, -1);
    } else if (cause == EPIPE && standard_output_) {
      return Error{ErrorCategory::kIo, "standard output was closed by its reader", name_};
    } else if (cause != EINTR) {
      return io_error("write", name_, cause);
    }
  }
  return Done{};
}

Result<std::string> TextFile::close() {
  const int descriptor = descriptor_;
  descriptor_ = -1;
  int cause = 0;
  if (!standard_output_ && ::fsync(descriptor) != 0) cause = errno;
  if (::close(descriptor) != 0 && cause == 0) cause = errno;
  if (cause != 0) return io_error("finish", name_, cause);
  return checksum_.finish();
}

}  // namespace footfall
