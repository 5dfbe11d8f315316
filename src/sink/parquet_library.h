// Holds the one function of footfall_parquet.so, the module that knows Arrow. Arrow takes 10 ms to
// load, so the program loads the module when Parquet is first asked for.
#pragma once
#include "sink/sink.h"

namespace footfall {

// What open_parquet_sink takes, and what it gives back: the function is found by its C name.
struct ParquetRequest {
  Table table;
  const Words& words;
  const SinkOptions& options;
};
using OpenParquet = void(const ParquetRequest& request, Result<std::unique_ptr<Sink>>& opened);
inline constexpr const char* kOpenParquetName = "footfall_open_parquet";

}  // namespace footfall
