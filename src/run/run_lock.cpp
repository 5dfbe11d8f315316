#include "run/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <utility>

#include "base/io_error.h"

namespace footfall {

namespace {

const std::string kFirstLine = "footfall run lock\n";

// Opens the file, or makes it. Two steps, since O_CREAT alone is refused for another user's file in
// a folder like /tmp (fs.protected_regular).
int open_file(const std::string& path, bool& made) {
  for (;;) {
    made = false;
    int descriptor = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor >= 0 || errno != ENOENT) return descriptor;
    made = true;
    descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
}

// The file may have been removed between open and flock, by the run that held it.
bool is_still_at(int descriptor, const std::string& path) {
  struct stat held, found;
  return ::fstat(descriptor, &held) == 0 && ::lstat(path.c_str(), &found) == 0 &&
         held.st_ino == found.st_ino && held.st_dev == found.st_dev;
}

// Returns why there is no lock, in words of what the user asked for where that is the cause.
Error cannot_lock(const std::string& path, const std::string& target) {
  const int cause = errno;
  const std::string parent = path.substr(0, path.rfind('/'));
  if (cause == EACCES || cause == EPERM || cause == EROFS || cause == ENOENT) {
    return {ErrorCategory::kIo,
            "cannot write " + target + ": no file can be made in " +
                (parent.empty() ? "/" : parent) +
                (cause == ENOENT ? "" : std::string(" (") + std::strerror(cause) + ")") +
                "; choose another folder",
            target};
  }
  return io_error("lock " + target + " with", path, cause);
}

Result<std::string> read_text(int descriptor, const std::string& path) {
  char text[256];
  const ssize_t count = ::pread(descriptor, text, sizeof text, 0);
  if (count < 0) return io_error("read", path);
  return std::string(text, static_cast<size_t>(count));
}

}  // namespace

Result<RunLock> RunLock::take(const std::string& path, const std::string& target) {
  for (;;) {
    bool made = false;
    const int descriptor = open_file(path, made);
    if (descriptor < 0) return cannot_lock(path, target);
    RunLock lock(descriptor, path);
    int locked;
    do locked = ::flock(descriptor, LOCK_EX | LOCK_NB);
    while (locked != 0 && errno == EINTR);
    if (locked != 0 && errno == EWOULDBLOCK) {
      int process = 0;
      const auto text = read_text(descriptor, path);
      if (text) std::sscanf(text->c_str(), (kFirstLine + "process %d").c_str(), &process);
      return Error{ErrorCategory::kIo,
                   "another run (process " + std::to_string(process) + ") is writing " + target +
                       "; wait for it, or choose another folder",
                   target};
    }
    if (locked != 0) {
      if (made) ::unlink(path.c_str());
      ::close(std::exchange(lock.descriptor_, -1));
      return lock;
    }
    if (!is_still_at(descriptor, path)) continue;
    FOOTFALL_TRY(lock.read(target));
    return lock;
  }
}

RunLock::RunLock(RunLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      left_behind_(std::move(other.left_behind_)) {}

RunLock::~RunLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<> RunLock::read(const std::string& target) {
  const auto text = read_text(descriptor_, path_);
  if (!text) return text.error();
  const std::string head = text->substr(0, kFirstLine.size());
  if (kFirstLine.compare(0, head.size(), head) != 0) {
    return Error{ErrorCategory::kInput,
                 path_ + " is in the way of writing " + target + ": it is no lock of footfall",
                 path_};
  }
  char id[13] = "", placing[16] = "";
  std::sscanf(text->c_str(),
              "footfall run lock\nprocess %*d\nstaging %12[0-9a-f]\nplacing %15[a-z]\n", id,
              placing);
  if (std::string(id).size() == 12) left_behind_ = Record{id, placing};
  return Done{};
}

Result<> RunLock::write(const Record& record) {
  if (!is_held()) return Done{};
  std::string text =
      kFirstLine + "process " + std::to_string(::getpid()) + "\nstaging " + record.id + "\n";
  if (!record.placing.empty()) text += "placing " + record.placing + "\n";
  // A short write is asked for its rest, which tells why.
  for (size_t done = 0; done < text.size();) {
    const ssize_t written =
        ::pwrite(descriptor_, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (written <= 0) return io_error("write", path_, written < 0 ? errno : ENOSPC);
    done += static_cast<size_t>(written);
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(text.size())) != 0)
    return io_error("write", path_);
  // From here on the record decides what is removed; before, it only saves litter.
  if (!record.placing.empty() && ::fdatasync(descriptor_) != 0) return io_error("sync", path_);
  return Done{};
}

void RunLock::release() {
  if (descriptor_ < 0) return;
  ::unlink(path_.c_str());  // while it is held: nobody else can have made another
  ::close(std::exchange(descriptor_, -1));
}

}  // namespace footfall
