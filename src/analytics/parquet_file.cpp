#include "analytics/parquet_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/io_error.h"
#include "duckdb/sql_text.h"

namespace footfall {

std::string path_to_fill(const WholeFile& file) {
  return std::filesystem::absolute(file.path()).lexically_normal().string();
}

Result<> write_parquet(Session& session, const std::string& select, const Parameters& values,
                       const WholeFile& file) {
  auto written = session.run("COPY " + select + " TO " + sql_literal(path_to_fill(file)) +
                                 " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)",
                             values);
  if (written || written.error().category != ErrorCategory::kInput) return written;
  // The SELECT was understood, so what fails now is most likely the disk; DuckDB says no code.
  const std::string& why = written.error().message;
  for (const int cause : {ENOSPC, EDQUOT, EFBIG, EIO}) {
    if (why.find(std::strerror(cause)) != std::string::npos)
      return io_error("write", file.target(), cause);
  }
  return written;
}

}  // namespace footfall
