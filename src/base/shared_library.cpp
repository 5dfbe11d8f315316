#include "base/shared_library.h"

#include <dlfcn.h>

#include <filesystem>

namespace footfall {

Result<void*> load_library(const std::vector<std::string>& paths, const std::string& failure) {
  std::string tried;
  for (const std::string& path : paths) {
    std::error_code code;
    if (!std::filesystem::exists(path, code)) {
      tried += "\n  " + path + ": not there";
      continue;
    }
    if (void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return library;
    tried += "\n  " + std::string(::dlerror());
  }
  return Error{ErrorCategory::kUnavailable, failure + " Tried:" + tried, ""};
}

}  // namespace footfall
