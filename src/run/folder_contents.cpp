#include "run/folder_contents.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/descriptor.h"
#include "base/file_text.h"
#include "base/io_error.h"
#include "run/manifest.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;
using Kind = FolderContents::Kind;

// What a folder's manifest lists; not `ours` when it has none with `mark`, and `why` says so.
struct FolderList {
  bool ours = false;
  std::string why;
  std::vector<ListedFile> files;
};

Result<FolderList> read_list(const std::string& folder, const char* mark) {
  const std::string path = folder + "/" + kManifestName;
  std::error_code code;
  const fs::file_status status = fs::symlink_status(path, code);
  if (status.type() == fs::file_type::none) return io_error("look at", path, code.value());
  if (!fs::is_regular_file(status))
    return FolderList{false, "is not a data set of footfall (it has no manifest.json)", {}};
  const auto text = read_file(path, kMostManifestBytes);
  if (!text) return text.error();
  auto listed = listed_files(*text, mark);
  if (!listed) {
    return FolderList{
        false, "has a manifest.json that is none of footfall's: " + listed.error().message, {}};
  }
  return FolderList{true, "", std::move(*listed)};
}

// Sorts what lies in a data set into ours and foreign.
class Walk {
 public:
  Walk(std::string root, FolderContents& out) : root_(std::move(root)), out_(out) {}

  // Walks one folder and its list; `prefix` is its path below the root, "" or "inner/".
  Result<> folder(const std::string& prefix, const FolderList& list) {
    for (const ListedFile& file : list.files) ours_.insert(prefix + file.path);
    if (list.ours) ours_.insert(prefix + kManifestName);
    std::error_code code;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator i(root_ + "/" + prefix, code), end; !code && i != end;
         i.increment(code)) {
      entries.push_back(*i);
    }
    if (code) return io_error("look into", root_ + "/" + prefix, code.value());
    std::sort(entries.begin(), entries.end());
    bool manifest = false;
    for (const fs::directory_entry& entry : entries) {
      const std::string name = entry.path().filename().string(), path = prefix + name;
      const fs::file_status status = entry.symlink_status(code);
      if (status.type() == fs::file_type::none)
        return io_error("look at", entry.path().string(), code.value());
      if (fs::is_directory(status)) {
        const auto inner = read_list(root_ + "/" + path, kReportMark);
        if (!inner) return inner.error();
        FOOTFALL_TRY(folder(path + "/", *inner));
        out_.folders.push_back(path);
      } else if (!fs::is_regular_file(status) || !ours_.contains(path)) {
        out_.foreign.push_back(path);
      } else if (name == kManifestName) {
        manifest = true;
      } else {
        out_.files.push_back(path);
      }
    }
    // Last, so that a removal that is cut short leaves the proof that the rest is ours.
    if (manifest) out_.files.push_back(prefix + kManifestName);
    return Done{};
  }

 private:
  const std::string root_;
  FolderContents& out_;
  std::set<std::string> ours_;
};

}  // namespace

Result<FolderContents> look_at(const std::string& path) {
  FolderContents contents;
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return contents;
    return io_error("look at", path);
  }
  contents.kind = Kind::kOther;
  contents.mode = info.st_mode & 07777;
  if (!S_ISDIR(info.st_mode)) {
    contents.why = S_ISREG(info.st_mode) ? "is a file, not a folder" : "is not a folder";
    return contents;
  }
  struct statx extended;
  if (::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, 0, &extended) == 0 &&
      (extended.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0) {
    contents.why = "is a mount point, which cannot be replaced as a whole (name a folder in it)";
    return contents;
  }
  std::error_code code;
  const bool empty = fs::is_empty(path, code);
  if (code) return io_error("look into", path, code.value());
  if (empty) {
    contents.kind = Kind::kEmptyFolder;
    return contents;
  }
  const auto list = read_list(path, kDataSetMark);
  if (!list) return list.error();
  contents.why = list->why;
  if (!list->ours) return contents;
  contents.kind = Kind::kDataSet;
  FOOTFALL_TRY(Walk(path, contents).folder("", *list));
  return contents;
}

Result<> remove_contents(const std::string& path, const FolderContents& contents) {
  for (const std::string& file : contents.files) {
    const std::string each = path + "/" + file;
    if (::unlink(each.c_str()) != 0 && errno != ENOENT) return io_error("remove", each);
  }
  for (const std::string& folder : contents.folders) {
    const std::string each = path + "/" + folder;
    if (::rmdir(each.c_str()) != 0 && errno != ENOENT) return io_error("remove", each);
  }
  if (::rmdir(path.c_str()) != 0 && errno != ENOENT) return io_error("remove", path);
  return Done{};
}

Result<> check_listed_files(const std::string& folder, const std::string& manifest) {
  const auto listed = listed_files(manifest, kDataSetMark);
  if (!listed) return listed.error();
  for (const ListedFile& file : *listed) {
    const std::string path = folder + "/" + file.path;
    struct stat info;
    if (::lstat(path.c_str(), &info) != 0) return io_error("find", path);
    if (!S_ISREG(info.st_mode) || static_cast<uint64_t>(info.st_size) != file.bytes) {
      return Error{ErrorCategory::kIo, path + " was changed by somebody else during the run", path};
    }
  }
  return Done{};
}

Result<> sync_folders(const std::string& path) {
  std::error_code code;
  for (fs::recursive_directory_iterator i(path, code), end; !code && i != end; i.increment(code)) {
    const bool folder = fs::is_directory(i->symlink_status(code));
    if (code) break;
    if (folder) FOOTFALL_TRY(sync_folder(i->path().string()));
  }
  if (code) return io_error("look into", path, code.value());
  return sync_folder(path);
}

}  // namespace footfall
