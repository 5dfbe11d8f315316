// Holds the functions of footfall_parquet.so, the module that knows Arrow. Arrow takes 10 ms to
// load, so the program loads the module when Parquet is first asked for.
#pragma once
#include "sink/row_source.h"
#include "sink/sink.h"

namespace footfall {

// What open_parquet_sink takes, and what it gives back: functions are found by their C names.
struct ParquetRequest {
  Table table;
  const Words& words;
  const SinkOptions& options;
};
using OpenParquet = void(const ParquetRequest& request, Result<std::unique_ptr<Sink>>& opened);
inline constexpr const char* kOpenParquetName = "footfall_open_parquet";

using ReadParquet = void(const std::string& path, Table table, Result<RowSource>& opened);
inline constexpr const char* kReadParquetName = "footfall_read_parquet";

}  // namespace footfall
