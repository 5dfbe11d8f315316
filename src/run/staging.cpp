#include "run/staging.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace footfall {

namespace {

namespace fs = std::filesystem;

Error io_error(const std::string& what, const std::string& path) {
  return {ErrorCategory::kIo, "cannot " + what + " " + path + ": " + std::strerror(errno), path};
}

Result<> sync_folder(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return io_error("open", path);
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced ? Result<>(Done{}) : Result<>(io_error("sync", path));
}

Result<> write_synced(const std::string& path, const std::string& text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) return io_error("create", path);
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t written = ::write(descriptor, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const Error error = io_error("write", path);
      ::close(descriptor);
      return error;
    }
    done += static_cast<size_t>(written);
  }
  const bool synced = ::fsync(descriptor) == 0;
  if (::close(descriptor) != 0 || !synced) return io_error("finish", path);
  return Done{};
}

bool has_our_manifest(const std::string& folder) {
  std::ifstream file(folder + "/manifest.json");
  std::string text(4096, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text.find("\"footfall_manifest\"") != std::string::npos;
}

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

Result<Staging> Staging::open(const std::string& given, bool overwrite) {
  std::string target = given;
  while (target.size() > 1 && target.back() == '/') target.pop_back();
  std::error_code code;
  if (fs::exists(fs::symlink_status(target, code))) {
    const bool empty = fs::is_directory(target, code) && fs::is_empty(target, code);
    if (!empty && !overwrite) {
      return Error{ErrorCategory::kInput,
                   target + " exists already; --overwrite replaces a data set", target};
    }
    if (!empty && (fs::is_symlink(target, code) || !has_our_manifest(target))) {
      return Error{ErrorCategory::kInput,
                   target + " is not a data set of footfall (no manifest), so it is left alone",
                   target};
    }
  }
  fs::create_directories(parent_of(target), code);
  if (code)
    return Error{ErrorCategory::kIo, "cannot create " + parent_of(target) + ": " + code.message(),
                 target};
  std::string folder = target + ".staging-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return io_error("create", folder);
  ::chmod(folder.c_str(), 0755);
  return Staging(target, folder);
}

Staging::Staging(Staging&& other) noexcept
    : target_(std::move(other.target_)), folder_(std::move(other.folder_)) {
  other.folder_.clear();
}

Staging::~Staging() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Result<> Staging::commit(const std::string& manifest) {
  FOOTFALL_TRY(write_synced(folder_ + "/manifest.json", manifest));
  FOOTFALL_TRY(sync_folder(folder_));
  std::error_code code;
  const bool replaces = fs::exists(target_, code);
  const unsigned flags = replaces ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, folder_.c_str(), AT_FDCWD, target_.c_str(), flags) != 0) {
    return io_error("put in place", target_);
  }
  FOOTFALL_TRY(sync_folder(parent_of(target_)));
  // What is now at the staging name is the replaced data set, or nothing.
  fs::remove_all(folder_, code);
  folder_.clear();
  return Done{};
}

}  // namespace footfall
