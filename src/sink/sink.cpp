#include "sink/sink.h"

namespace footfall {

namespace {

Result<std::unique_ptr<Sink>> open_table_sink(const std::string& format, Table table,
                                              const Words& words, const SinkOptions& options) {
  if (format == "csv") return open_text_sink(false, table, words, options);
  if (format == "jsonl") return open_text_sink(true, table, words, options);
  if (format == "parquet") return open_parquet_sink(table, words, options);
  return Error{ErrorCategory::kUsage,
               "unknown format '" + format + "': csv, jsonl, parquet, duckdb, null", ""};
}

// Returns what options ask in vain, or nothing.
const char* partition_fault(const std::string& format, const SinkOptions& options) {
  if (!options.partition_by_month) return nullptr;
  if (format == "duckdb") {
    return "format duckdb is one database file without month partitions: write csv, jsonl or "
           "parquet by month, or duckdb whole";
  }
  if (options.folder == "-")
    return "month partitions are many files, which cannot go to standard output";
  return nullptr;
}

Result<std::unique_ptr<Sink>> open_whole_or_parts(const std::string& format, Table table,
                                                  const Words& words, const SinkOptions& options) {
  const bool in_parts = options.partition_by_month && table != Table::kCustomers;
  if (!in_parts) return open_table_sink(format, table, words, options);
  return open_partitioned_sink(table, format, options, [=](Table part, const SinkOptions& its) {
    return open_table_sink(format, part, words, its);
  });
}

}  // namespace

Result<std::vector<OpenSink>> open_sinks(const std::string& format, const Tables& tables,
                                         const std::array<Words, kTableCount>& words,
                                         const SinkOptions& options) {
  std::vector<OpenSink> opened;
  if (format == "null") return opened;  // nobody takes the rows
  if (const char* const fault = partition_fault(format, options))
    return Error{ErrorCategory::kUsage, fault, ""};
  if (format == "duckdb") {
    auto sink = open_duckdb_sink(tables, words, options);
    if (!sink) return sink.error();
    opened.push_back({tables, std::move(*sink)});
    return opened;
  }
  for (int t = 0; t < kTableCount; ++t) {
    if (!tables[t]) continue;
    auto sink = open_whole_or_parts(format, static_cast<Table>(t), words[t], options);
    if (!sink) return sink.error();
    opened.push_back({{}, std::move(*sink)});
    opened.back().tables[t] = true;
  }
  return opened;
}

}  // namespace footfall
