#include "run/staging.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/descriptor.h"
#include "base/hash.h"
#include "base/io_error.h"
#include "run/manifest.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;
using Kind = FolderContents::Kind;

constexpr size_t kMostNamed = 5;      // foreign files that a message names
constexpr size_t kLongestName = 200;  // so that suffixes fit into the 255 bytes of a name
constexpr const char* kExchange = "exchange";
constexpr const char* kRename = "rename";

Error refusal(const std::string& target, const std::string& why) {
  return {ErrorCategory::kInput, target + " " + why + ", so it is left alone", target};
}

// True also when it cannot be told: what follows then fails, and says why.
bool exists(const std::string& path) {
  struct stat info;
  return ::lstat(path.c_str(), &info) == 0 || errno != ENOENT;
}

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

std::string last_part(const std::string& path) { return fs::path(path).filename().string(); }

Result<> write_synced(const std::string& path, const std::string& text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.is_open()) return io_error("create", path);
  FOOTFALL_TRY(write_all(file, text, path));
  if (::fsync(file.number()) != 0) return io_error("finish", path);
  return Done{};
}

// Returns where the target lies, links followed. Error: kInput when that can be no data set.
Result<std::string> find_target(std::string target) {
  while (target.size() > 1 && target.back() == '/') target.pop_back();
  const std::string name = last_part(target);
  const bool named = !name.empty() && name != "." && name != "..";
  struct stat info;
  if (target.empty() || ::lstat(target.c_str(), &info) != 0) {
    if (!target.empty() && errno != ENOENT) return io_error("look at", target);
    if (!named) {
      return Error{ErrorCategory::kInput, "\"" + target + "\" names no folder to write", target};
    }
    return target;
  }
  std::error_code code;
  const std::string real = fs::canonical(target, code).string();
  if (code && S_ISLNK(info.st_mode)) return refusal(target, "is a link that leads nowhere");
  if (code) return io_error("look at", target, code.value());
  const std::string working = fs::current_path(code).string() + "/";
  if (working.rfind(real == "/" ? real : real + "/", 0) == 0) {
    return Error{ErrorCategory::kInput,
                 target +
                     " is the working folder or holds it; a data set takes the place of a "
                     "whole folder, so name one inside",
                 target};
  }
  return S_ISLNK(info.st_mode) || !named ? real : target;
}

std::string random_id() {
  unsigned char bytes[6];
  if (::getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return "";
  char text[13];
  for (int i = 0; i < 6; ++i) std::snprintf(text + 2 * i, 3, "%02x", bytes[i]);
  return text;
}

std::string named_files(const std::vector<std::string>& files) {
  std::string text;
  for (size_t i = 0; i < files.size() && i < kMostNamed; ++i) text += (i ? ", " : "") + files[i];
  if (files.size() > kMostNamed)
    text += " and " + std::to_string(files.size() - kMostNamed) + " more";
  return text;
}

}  // namespace

Result<Staging> Staging::open(const std::string& given, bool overwrite) {
  const auto target = find_target(given);
  if (!target) return target.error();
  Staging staging;
  staging.target_ = *target;
  staging.parent_ = parent_of(*target);
  staging.overwrite_ = overwrite;
  // Before anything is written, and again once nobody else can change it.
  if (const auto allowed = staging.replaceable(); !allowed) return allowed.error();
  FOOTFALL_TRY(staging.make_parents());
  const std::string name = last_part(staging.beside(""));
  auto lock = RunLock::take(staging.parent_ + "/." + name + ".footfall-lock", *target);
  if (!lock) return lock.error();
  staging.lock_.emplace(std::move(*lock));
  if (!staging.lock_->is_held()) {
    staging.notes_.push_back(staging.parent_ + " is on a file system without locks: do not write " +
                             *target + " from two places at once");
  }
  FOOTFALL_TRY(staging.recover());
  if (const auto staged = staging.stage(); !staged) {
    staging.lock_->release();
    Error error = staged.error();
    for (const std::string& note : staging.notes_) error.message += "; " + note;
    return error;
  }
  return staging;
}

Result<> Staging::make_parents() {
  fs::path path;
  for (const fs::path& part : fs::path(parent_)) {
    path /= part;
    if (exists(path.string())) continue;
    if (::mkdir(path.c_str(), 0777) == 0) {
      made_parents_.push_back(path.string());
    } else if (errno != EEXIST) {
      return io_error("create", path.string());
    }
  }
  return Done{};
}

std::string Staging::beside(const std::string& suffix) const {
  std::string name = last_part(target_);
  if (name.size() > kLongestName) {
    char hash[20];
    std::snprintf(hash, sizeof hash, "-%016llx", static_cast<unsigned long long>(hash64(name)));
    name = name.substr(0, kLongestName - 17) + hash;
  }
  return parent_ + "/" + name + suffix;
}

Result<FolderContents> Staging::replaceable() const {
  auto contents = look_at(target_);
  if (!contents) return contents;
  if (contents->kind == Kind::kOther) return refusal(target_, contents->why);
  if (contents->kind != Kind::kDataSet) return contents;
  if (!overwrite_) {
    return Error{ErrorCategory::kInput,
                 target_ + " exists already; --overwrite replaces a data set", target_};
  }
  if (!contents->foreign.empty()) {
    return refusal(target_, "holds files that footfall did not write (" +
                                named_files(contents->foreign) + ")");
  }
  return contents;
}

// Puts right what a run that was killed has left, as its lock says.
Result<> Staging::recover() {
  if (!lock_->left_behind()) return Done{};
  const RunLock::Record left = *lock_->left_behind();
  id_ = left.id;
  const std::string staged = beside(".staging-" + left.id), earlier = beside(".earlier-" + left.id);
  if (left.placing == kRename && exists(earlier)) {
    if (exists(staged)) {
      // It was killed between its two renames.
      if (::rename(earlier.c_str(), target_.c_str()) != 0)
        return io_error("put " + earlier + " back to", target_);
      notes_.push_back("put " + target_ + " back, which a run that was killed had moved aside");
    } else {
      FOOTFALL_TRY(discard(earlier));
    }
  }
  if (!exists(staged)) return Done{};
  if (left.placing.empty()) {
    std::error_code code;
    fs::remove_all(staged, code);
    if (code) return io_error("remove", staged, code.value());
  } else {
    FOOTFALL_TRY(discard(staged));
  }
  notes_.push_back("removed " + staged + ", which a run that was killed had left");
  return Done{};
}

Result<> Staging::stage() {
  if (const auto allowed = replaceable(); !allowed) return allowed.error();
  id_ = random_id();
  const std::string folder = beside(".staging-" + id_);
  FOOTFALL_TRY(lock_->write({id_, ""}));
  if (::mkdir(folder.c_str(), 0777) != 0) return io_error("create", folder);
  folder_ = folder;
  return Done{};
}

Staging::Staging(Staging&& other) noexcept
    : target_(std::move(other.target_)),
      parent_(std::move(other.parent_)),
      id_(std::move(other.id_)),
      folder_(std::exchange(other.folder_, {})),
      overwrite_(other.overwrite_),
      made_parents_(std::exchange(other.made_parents_, {})),
      notes_(std::move(other.notes_)),
      lock_(std::exchange(other.lock_, std::nullopt)) {}

Staging::~Staging() {
  std::error_code code;
  if (!folder_.empty()) {
    fs::remove_all(folder_, code);
    if (!code) lock_->release();
  }
  // A folder that is not empty belongs to somebody else by now, and stays.
  for (auto made = made_parents_.rbegin(); made != made_parents_.rend(); ++made)
    ::rmdir(made->c_str());
}

Result<> Staging::commit(const std::string& manifest) {
  FOOTFALL_TRY(write_synced(folder_ + "/" + kManifestName, manifest));
  FOOTFALL_TRY(check_listed_files(folder_, manifest));
  FOOTFALL_TRY(sync_folders(folder_));
  const auto before = replaceable();
  if (!before) return before.error();
  if (before->kind != Kind::kMissing && ::chmod(folder_.c_str(), before->mode) != 0)
    return io_error("set the mode of", folder_);
  if (before->kind == Kind::kDataSet) {
    const auto earlier = replace();
    if (!earlier) return earlier.error();
    // The new data set is in place; what becomes of the earlier one cannot undo that.
    if (const auto discarded = discard(*earlier); !discarded) {
      notes_.push_back("the data set that was replaced is left at " + *earlier + ": " +
                       discarded.error().message);
      return Done{};
    }
  } else {
    FOOTFALL_TRY(place());
  }
  lock_->release();
  return Done{};
}

// Puts the staged folder where nothing lies, or an empty folder; fails where anything else does.
Result<> Staging::place() {
  if (::rename(folder_.c_str(), target_.c_str()) != 0) return io_error("put in place", target_);
  auto synced = sync_folder(parent_);
  for (const std::string& made : made_parents_) {
    if (synced) synced = sync_folder(parent_of(made));
  }
  if (synced) made_parents_.clear();
  if (synced || ::rename(target_.c_str(), folder_.c_str()) != 0) folder_.clear();
  return synced;
}

// Puts the staged folder in place of a data set, and returns where that one is then.
Result<std::string> Staging::replace() {
  FOOTFALL_TRY(lock_->write({id_, kExchange}));
  const auto exchange = [&] {
    return ::renameat2(AT_FDCWD, folder_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE);
  };
  if (exchange() != 0) {
    // EINVAL: the file system cannot; ENOSYS: the system cannot, or a sandbox does not let it.
    if (errno == EINVAL || errno == ENOSYS) return replace_by_two_renames();
    return io_error("put in place", target_);
  }
  if (const auto synced = sync_folder(parent_); !synced) {
    if (exchange() != 0) return stranded(synced.error(), folder_);
    return synced.error();
  }
  return std::exchange(folder_, {});
}

// As replace(), but for a moment nothing lies at the target. A run that is killed then is put right
// by the next one, see recover().
Result<std::string> Staging::replace_by_two_renames() {
  const std::string earlier = beside(".earlier-" + id_);
  FOOTFALL_TRY(lock_->write({id_, kRename}));
  FOOTFALL_TRY(sync_folder(parent_));
  if (::rename(target_.c_str(), earlier.c_str()) != 0) return io_error("move aside", target_);
  if (::rename(folder_.c_str(), target_.c_str()) != 0) {
    const Error error = io_error("put in place", target_);
    if (::rename(earlier.c_str(), target_.c_str()) != 0) return stranded(error, earlier);
    return error;
  }
  if (const auto synced = sync_folder(parent_); !synced) {
    if (::rename(target_.c_str(), folder_.c_str()) != 0 ||
        ::rename(earlier.c_str(), target_.c_str()) != 0) {
      return stranded(synced.error(), earlier);
    }
    return synced.error();
  }
  folder_.clear();
  return earlier;
}

// After an error that could not be undone: nothing is removed, the lock's record stays.
Error Staging::stranded(const Error& error, const std::string& earlier) {
  folder_.clear();
  return {error.category, error.message + "; the earlier data set lies at " + earlier, target_};
}

// Removes a data set that has been replaced, unless it holds what is not ours.
Result<> Staging::discard(const std::string& path) {
  const auto contents = look_at(path);
  if (!contents) return contents.error();
  if (contents->kind == Kind::kMissing) return Done{};
  if (contents->kind != Kind::kOther && contents->foreign.empty())
    return remove_contents(path, *contents);
  const std::string kept = beside(".kept-" + id_);
  if (::rename(path.c_str(), kept.c_str()) != 0) return io_error("keep " + path + " as", kept);
  notes_.push_back("kept the data set that was replaced as " + kept + ": it " +
                   (contents->kind == Kind::kOther ? contents->why
                                                   : "holds files that footfall did not write (" +
                                                         named_files(contents->foreign) + ")"));
  return Done{};
}

}  // namespace footfall
