#include "sink/parquet_library.h"

// The only names that footfall_parquet.so shows; the types behind them are those of the same build.
extern "C" {

__attribute__((visibility("default"))) void footfall_open_parquet(
    const footfall::ParquetRequest& request,
    footfall::Result<std::unique_ptr<footfall::Sink>>& opened) {
  opened = footfall::open_parquet_sink(request.table, request.words, request.options);
}

__attribute__((visibility("default"))) void footfall_read_parquet(
    const std::string& path, footfall::Table table, footfall::Result<footfall::RowSource>& opened) {
  opened = footfall::open_parquet_rows(path, table);
}
}
