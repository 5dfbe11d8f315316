#include "base/data_folder.h"

#include <filesystem>

#include "base/file_text.h"
#include "base/io_error.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMostManifestBytes = size_t{64} << 20;

}  // namespace

Result<std::string> read_data_manifest(const std::string& folder) {
  const std::string path = folder + "/manifest.json";
  std::error_code code;
  if (fs::exists(path, code)) return read_file(path, kMostManifestBytes);
  if (code && code != std::errc::not_a_directory) return io_error("open", path, code.value());
  const auto type = fs::status(folder, code).type();
  if (type == fs::file_type::directory) {
    return Error{ErrorCategory::kInput, folder + " is no data set: it has no manifest.json",
                 folder};
  }
  if (type == fs::file_type::not_found) {
    return Error{ErrorCategory::kInput, folder + " is no data set: there is no such folder",
                 folder};
  }
  return Error{ErrorCategory::kInput,
               folder +
                   " is a file, not the folder of a data set; your own transactions are read "
                   "by --transactions " +
                   folder,
               folder};
}

}  // namespace footfall
