#include "sink/parquet_library.h"

#include <dlfcn.h>

#include <filesystem>

namespace footfall {

namespace {

namespace fs = std::filesystem;

// Returns footfall_parquet.so, which stays loaded: beside the program (build/), beside its folder
// (tests in build/src/), or in ../lib/footfall (installed).
Result<void*> load_module() {
  std::error_code code;
  const fs::path folder = fs::read_symlink("/proc/self/exe", code).parent_path();
  std::string tried;
  for (const char* place : {"", "..", "../lib/footfall"}) {
    const std::string path = (folder / place / "footfall_parquet.so").lexically_normal().string();
    if (!fs::exists(path, code)) {
      tried += "\n  " + path + ": not there";
      continue;
    }
    if (void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return library;
    tried += "\n  " + std::string(::dlerror());
  }
  return Error{ErrorCategory::kUnavailable, "format parquet: no Parquet module. Tried:" + tried,
               ""};
}

}  // namespace

Result<std::unique_ptr<Sink>> open_parquet_sink(Table table, const Words& words,
                                                const SinkOptions& options) {
  static const Result<void*> module = load_module();
  if (!module) return module.error();
  auto* open = reinterpret_cast<OpenParquet*>(::dlsym(*module, kOpenParquetName));
  if (open == nullptr)
    return Error{ErrorCategory::kUnavailable, "format parquet: another module's file", ""};
  Result<std::unique_ptr<Sink>> opened = std::unique_ptr<Sink>();
  open({table, words, options}, opened);
  return opened;
}

}  // namespace footfall
