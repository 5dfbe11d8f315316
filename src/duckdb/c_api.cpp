#include "duckdb/c_api.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/shared_library.h"

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
  paths.emplace_back(FOOTFALL_DUCKDB_LIBRARY);
  return paths;
}

}  // namespace

Result<const DuckdbFunctions*> load_duckdb() {
  const auto library = load_library(
      candidate_paths(), "cannot load DuckDB's library; set FOOTFALL_DUCKDB_LIBRARY to its path.");
  if (!library) return library.error();
  const DuckdbFunctions found(*library);
  if (found.missing != nullptr) {
    return Error{ErrorCategory::kUnavailable,
                 std::string("cannot use DuckDB's library: it has no function ") + found.missing +
                     "; set FOOTFALL_DUCKDB_LIBRARY to the path of another",
                 ""};
  }
  static const DuckdbFunctions kFunctions = found;
  return &kFunctions;
}

Error duckdb_failure(const char* message, const char* otherwise) {
  std::string text = message != nullptr ? message : otherwise;
  // That the statement failed is known.
  constexpr std::string_view kKnown = "closed pending query result\nError: ";
  if (const size_t known = text.find(kKnown); known != std::string::npos)
    text.erase(0, known + kKnown.size());
  // Addresses within DuckDB help nobody who reads this.
  text.erase(std::min(text.size(), text.find("\n\nStack Trace:")));
  return {ErrorCategory::kFailure, std::move(text), ""};
}

std::string take_text(const DuckdbFunctions& functions, const char* text) {
  std::string taken = text != nullptr ? text : "";
  functions.free(const_cast<char*>(text));
  return taken;
}

}  // namespace footfall
