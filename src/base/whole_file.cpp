#include "base/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/io_error.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

Error exists_already(const std::string& shown) {
  return {ErrorCategory::kInput, shown + " exists already; --overwrite replaces it", shown};
}

mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

Result<WholeFile> WholeFile::begin(const std::string& target, bool overwrite) {
  WholeFile file;
  file.shown_ = target;
  file.overwrite_ = overwrite;
  file.target_ = target;
  struct stat info {};
  const bool exists = ::stat(target.c_str(), &info) == 0;
  if (!exists && errno != ENOENT) return io_error("write", target);
  if (exists && S_ISDIR(info.st_mode))
    return Error{ErrorCategory::kInput, "cannot write " + target + ": it is a folder", target};
  if (exists && !S_ISREG(info.st_mode)) {
    file.path_ = target;
    file.descriptor_ = Descriptor(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.descriptor_.is_open()) return io_error("write", target);
    return file;
  }
  if (exists && !overwrite) return exists_already(target);
  if (exists) {
    std::error_code code;
    file.target_ = fs::canonical(target, code).string();
    if (code) return io_error("write", target, code.value());
    if (::access(file.target_.c_str(), W_OK) != 0) return io_error("write", target);
  }
  const fs::path whole(file.target_);
  const std::string name = whole.filename().string().substr(0, 200);
  file.path_ = (whole.parent_path() / ("." + name + ".footfall-XXXXXX")).string();
  file.descriptor_ = Descriptor(::mkostemp(file.path_.data(), O_CLOEXEC));
  if (!file.descriptor_.is_open()) return io_error("write", target);
  file.staged_ = true;
  if (::fchmod(file.descriptor_.number(), exists ? info.st_mode & 07777 : usual_mode()) != 0)
    return io_error("write", target);
  return file;
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : target_(std::move(other.target_)),
      shown_(std::move(other.shown_)),
      path_(std::move(other.path_)),
      descriptor_(std::move(other.descriptor_)),
      overwrite_(other.overwrite_),
      staged_(std::exchange(other.staged_, false)) {}

WholeFile::~WholeFile() {
  if (staged_) ::unlink(path_.c_str());
}

Result<> WholeFile::write(std::string_view bytes) { return write_all(descriptor_, bytes, shown_); }

Result<> WholeFile::commit() {
  if (!staged_) return Done{};
  if (::fsync(descriptor_.number()) != 0) return io_error("finish", shown_);
  int placed = -1;
  if (overwrite_) {
    placed = ::rename(path_.c_str(), target_.c_str());
  } else {
    placed = ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE);
    if (placed != 0 && errno == EEXIST) return exists_already(shown_);
    // The file system or a sandbox does not know this rename: a link does not replace either.
    if (placed != 0 && (errno == EINVAL || errno == ENOSYS)) {
      placed = ::link(path_.c_str(), target_.c_str());
      if (placed != 0 && errno == EEXIST) return exists_already(shown_);
      if (placed == 0) ::unlink(path_.c_str());
    }
  }
  if (placed != 0) return io_error("put in place", shown_);
  staged_ = false;
  const std::string parent = fs::path(target_).parent_path().string();
  return sync_folder(parent.empty() ? "." : parent);
}

}  // namespace footfall
