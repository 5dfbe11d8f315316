#include "base/duckdb_library.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace footfall {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> candidate_paths() {
  if (const char* given = std::getenv("FOOTFALL_DUCKDB_LIBRARY")) return {given};
  std::vector<std::string> paths;
  std::error_code code;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  if (!code) {
    const fs::path above = program.parent_path().parent_path();
    paths.push_back((above / ".footfall/duckdb/libduckdb.so").string());
    paths.push_back((above / "lib/footfall/libduckdb.so").string());
  }
#ifdef FOOTFALL_DUCKDB_LIBRARY
  paths.emplace_back(FOOTFALL_DUCKDB_LIBRARY);
#endif
  return paths;
}

}  // namespace

Result<void*> load_duckdb() {
  std::string tried;
  for (const std::string& path : candidate_paths()) {
    std::error_code code;
    if (!fs::exists(path, code)) {
      tried += "\n  " + path + ": not there";
      continue;
    }
    if (void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return library;
    tried += "\n  " + std::string(::dlerror());
  }
  return Error{
      ErrorCategory::kUnavailable,
      "cannot load DuckDB's library; set FOOTFALL_DUCKDB_LIBRARY to its path. Tried:" + tried, ""};
}

}  // namespace footfall
