#include "report/report_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "base/checksum.h"
#include "base/descriptor.h"
#include "base/io_error.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kManifest = "manifest.json";
constexpr std::chrono::seconds kPatience(5);  // with another report on its way to the same parent
constexpr const char* kMark = "footfall_report";  // as run/manifest.h has it

Result<> write_file(const std::string& path, const std::string& text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.is_open()) return io_error("create", path);
  return write_all(file, text, path);
}

// Makes a file last through a loss of power.
Result<> sync_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return io_error("open", path);
  return ::fsync(file.number()) == 0 ? Result<>(Done{}) : Result<>(io_error("finish", path));
}

Json own_json(const OwnSource& own) {
  if (own.files.empty()) return nullptr;
  Json files = Json::array();
  for (const OwnSource::File& file : own.files)
    files.push_back({{"role", file.role}, {"path", file.path}, {"checksum", file.checksum}});
  return {{"files", files}, {"map", own.maps}, {"roles", own.roles}, {"settings", own.settings}};
}

OwnSource read_own(const Json& manifest) {
  OwnSource own;
  const Json json = manifest.value("own_data", Json());
  if (!json.is_object()) return own;
  const auto texts = [&](const char* key) {
    std::vector<std::string> found;
    for (const Json& text : json.value(key, Json::array()))
      if (text.is_string()) found.push_back(text.get<std::string>());
    return found;
  };
  for (const Json& file : json.value("files", Json::array())) {
    if (!file.is_object()) continue;
    const auto text = [&](const char* key) {
      const auto found = file.find(key);
      return found != file.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    own.files.push_back({text("role"), text("path"), text("checksum")});
  }
  own.maps = texts("map");
  own.roles = texts("roles");
  own.settings = texts("settings");
  return own;
}

std::string manifest_text(const std::vector<ReportFile>& files, const ReportManifest& manifest) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json json = {{kMark, 1},
               {"program_version", manifest.program_version},
               {"generated_from", or_null(manifest.generated_from)},
               {"data", or_null(manifest.data)},
               {"own_data", own_json(manifest.own)},
               {"files", Json::array()}};
  for (const ReportFile& file : files) {
    Checksum checksum;
    checksum.update(file.text.data(), file.text.size());
    json["files"].push_back(
        {{"path", file.name}, {"bytes", file.text.size()}, {"checksum", checksum.finish()}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Json> read_manifest(const std::string& folder) {
  std::ifstream stream(folder + "/" + kManifest, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  Json json = Json::parse(text.str(), nullptr, false);
  if (!json.is_object() || !json.contains(kMark) || !json.contains("files") ||
      !json["files"].is_array()) {
    return Error{ErrorCategory::kInput, folder + " is not a report of footfall", folder};
  }
  return json;
}

// Returns the files of a report that may be replaced, the manifest last; none where nothing lies.
Result<std::vector<std::string>> replaceable(const std::string& path) {
  std::error_code code;
  const fs::file_status status = fs::symlink_status(path, code);
  if (status.type() == fs::file_type::not_found) return std::vector<std::string>{};
  const auto refusal = [&](const std::string& why) {
    return Error{ErrorCategory::kInput, path + " " + why + ", so it is left alone", path};
  };
  if (!fs::is_directory(status)) return refusal("is not a folder");
  if (fs::is_empty(path, code) && !code) return std::vector<std::string>{};
  const auto manifest = read_manifest(path);
  if (!manifest) return refusal("is not a report of footfall");
  std::vector<std::string> ours;
  for (const Json& file : (*manifest)["files"]) {
    if (file.is_object() && file.contains("path") && file["path"].is_string())
      ours.push_back(file["path"].get<std::string>());
  }
  std::vector<std::string> present;
  for (const auto& entry : fs::directory_iterator(path, code)) {
    const std::string name = entry.path().filename().string();
    if (name == kManifest) continue;
    if (std::find(ours.begin(), ours.end(), name) == ours.end() ||
        !fs::is_regular_file(entry.symlink_status(code))) {
      return refusal("holds " + name + ", which footfall did not write");
    }
    present.push_back(name);
  }
  if (code) return io_error("look into", path, code.value());
  present.push_back(kManifest);
  return present;
}

Result<> remove_report(const std::string& path, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    const std::string each = path + "/" + file;
    if (::unlink(each.c_str()) != 0 && errno != ENOENT) return io_error("remove", each);
  }
  if (::rmdir(path.c_str()) != 0 && errno != ENOENT) return io_error("remove", path);
  return Done{};
}

// Returns whether `folder` holds the beginning of a manifest of ours and nothing else, as a run
// leaves it that was ended, or ran out of room, while it wrote its first file.
bool is_just_begun(const std::string& folder) {
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    if (entry.path().filename() != kManifest || !fs::is_regular_file(entry.symlink_status(code)))
      return false;
  }
  std::ifstream stream(folder + "/" + kManifest, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  const std::string head = std::string("{\n  \"") + kMark + "\": ";
  const size_t compared = std::min(head.size(), text.str().size());
  return stream && !code && text.str().compare(0, compared, head, 0, compared) == 0;
}

// As replaceable, for the folder that runs stage in.
Result<std::vector<std::string>> left_behind(const std::string& staged) {
  std::error_code code;
  const bool folder = fs::is_directory(fs::symlink_status(staged, code));
  if (folder && is_just_begun(staged)) return std::vector<std::string>{kManifest};
  return replaceable(staged);
}

// Locks the folder. Another report that is being put there is done in a moment: waits for it, but
// not for ever. A file system without locks counts as locked.
bool is_ours_in_time(const Descriptor& folder) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (::flock(folder.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

// Puts the staged folder at the target, and the earlier report, if any, in its place.
Result<> put_in_place(const std::string& staged, const std::string& target) {
  if (::rename(staged.c_str(), target.c_str()) == 0) return Done{};
  if (errno != ENOTEMPTY && errno != EEXIST) return io_error("put in place", target);
  if (::renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0)
    return Done{};
  if (errno != EINVAL && errno != ENOSYS) return io_error("put in place", target);
  const std::string earlier = staged + "-earlier";
  if (::rename(target.c_str(), earlier.c_str()) != 0) return io_error("move aside", target);
  if (::rename(staged.c_str(), target.c_str()) != 0) {
    const Error error = io_error("put in place", target);
    if (::rename(earlier.c_str(), target.c_str()) != 0)
      return Error{error.category, error.message + "; the earlier report is " + earlier, target};
    return error;
  }
  return ::rename(earlier.c_str(), staged.c_str()) == 0 ? Result<>(Done{})
                                                        : Result<>(io_error("move", earlier));
}

}  // namespace

Result<> write_report_folder(const std::string& given, const std::vector<ReportFile>& files,
                             const ReportManifest& manifest) {
  std::string target = given;
  while (target.size() > 1 && target.back() == '/') target.pop_back();
  std::error_code code;
  std::string parent = fs::path(target).parent_path().string();
  if (parent.empty()) parent = ".";
  if (const auto allowed = replaceable(target); !allowed) return allowed.error();
  fs::create_directories(parent, code);
  if (code) return io_error("create", parent, code.value());
  const Descriptor lock(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.is_open()) return io_error("open", parent);
  if (!is_ours_in_time(lock)) {
    return Error{ErrorCategory::kIo, "another report is being written to " + parent, target};
  }
  const auto earlier = replaceable(target);
  if (!earlier) return earlier.error();

  // One name for all runs: what a run that was killed has left is removed by the next. It has its
  // manifest first, so that it counts as ours where a data set is replaced as a whole.
  const std::string staged = target + ".staging";
  const auto left = left_behind(staged);
  if (!left) return left.error();
  FOOTFALL_TRY(remove_report(staged, *left));
  if (::mkdir(staged.c_str(), 0777) != 0) return io_error("create", staged);
  Result<> written = write_file(staged + "/" + kManifest, manifest_text(files, manifest));
  for (const ReportFile& file : files) {
    if (written) written = write_file(staged + "/" + file.name, file.text);
  }
  // Once all are written, the system brings them to the disk together.
  if (written) written = sync_file(staged + "/" + kManifest);
  for (const ReportFile& file : files) {
    if (written) written = sync_file(staged + "/" + file.name);
  }
  if (written) written = sync_folder(staged);
  if (written) written = put_in_place(staged, target);
  if (!written) {
    const auto staged_files = left_behind(staged);
    if (staged_files) (void)remove_report(staged, *staged_files);
    return written;
  }
  FOOTFALL_TRY(sync_folder(parent));
  return remove_report(staged, *earlier);
}

Result<ReportManifest> read_report_manifest(const std::string& folder) {
  const auto json = read_manifest(folder);
  if (!json) return json.error();
  const auto text = [&](const char* key) {
    const auto found = json->find(key);
    return found != json->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return ReportManifest{text("program_version"), text("generated_from"), text("data"),
                        read_own(*json)};
}

}  // namespace footfall
