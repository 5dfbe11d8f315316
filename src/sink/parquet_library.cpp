#include "sink/parquet_library.h"

#include <dlfcn.h>

#include <filesystem>

#include "base/shared_library.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

// Returns footfall_parquet.so: beside the program (build/), beside its folder (tests in
// build/src/), or in ../lib/footfall (installed).
Result<void*> load_module() {
  std::error_code code;
  const fs::path folder = fs::read_symlink("/proc/self/exe", code).parent_path();
  std::vector<std::string> paths;
  for (const char* place : {"", "..", "../lib/footfall"})
    paths.push_back((folder / place / "footfall_parquet.so").lexically_normal().string());
  return load_library(paths, "format parquet: no Parquet module.");
}

// Takes a function of the module. Error: kUnavailable, with the places that were tried.
template <typename Function>
Result<Function*> take(const char* name) {
  static const Result<void*> kModule = load_module();
  if (!kModule) return kModule.error();
  auto* function = reinterpret_cast<Function*>(::dlsym(*kModule, name));
  if (function == nullptr)
    return Error{ErrorCategory::kUnavailable, "format parquet: another module's file", ""};
  return function;
}

}  // namespace

Result<std::unique_ptr<Sink>> open_parquet_sink(Table table, const Words& words,
                                                const SinkOptions& options) {
  const auto open = take<OpenParquet>(kOpenParquetName);
  if (!open) return open.error();
  Result<std::unique_ptr<Sink>> opened = std::unique_ptr<Sink>();
  (*open)({table, words, options}, opened);
  return opened;
}

Result<RowSource> open_parquet_rows(const std::string& path, Table table) {
  const auto open = take<ReadParquet>(kReadParquetName);
  if (!open) return open.error();
  Result<RowSource> opened = RowSource();
  (*open)(path, table, opened);
  return opened;
}

}  // namespace footfall
