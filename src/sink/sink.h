// Holds Sink, where batches go, and the factory of its kinds; the only virtual interface of the
// program.
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "sink/encoded.h"
#include "table/batch.h"

namespace footfall {

struct WrittenFile {
  std::string path;   // relative to the data set
  std::string table;  // "all" for a file that holds every table
  uint64_t rows = 0, bytes = 0;
  std::string checksum = {};
  // The days of its rows; empty for a file of the whole period.
  std::optional<Day> min_date = std::nullopt, max_date = std::nullopt;
};

struct SinkOptions {
  std::string folder;  // absolute or relative path of an existing folder; "-" for stdout
  std::string checksum = "xxh3";
  bool money_double = false;
  std::string compression = "zstd";
  uint64_t row_group_rows = 1'000'000;
  bool partition_by_month = false;  // transactions and items; then no batch crosses a month border
  bool folder_per_format = false;   // of partitions, as others write to the same folder
  // Runs task(0) … task(count - 1), perhaps on several threads, and returns when all are done;
  // tasks do not throw. Empty: one after another on the caller.
  std::function<void(size_t count, const std::function<void(size_t)>& task)> for_each;
  std::vector<std::pair<std::string, std::string>> metadata;  // seed, scenario hash, …
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Whether write() takes what encode() makes.
  virtual bool encodes() const { return false; }
  // Turns a batch into bytes. THREADS: any number at a time, also while write() or finish() runs.
  virtual void encode(const Batch& batch, Encoded& out) const;
  // Takes the next batch and what encode() made of it. THREADS: one at a time, in row order a
  // table.
  virtual Result<> write(const Batch& batch, const Encoded& encoded) = 0;
  // Flushes, syncs and closes; returns the files made. Called once, also for tables without rows.
  virtual Result<std::vector<WrittenFile>> finish() = 0;
};

// Which tables, by number.
using Tables = std::array<bool, kTableCount>;

// A sink and the tables whose batches it takes: one, or for a database all that were asked for.
struct OpenSink {
  Tables tables = {};
  std::unique_ptr<Sink> sink;
};

// Opens the sinks of one format for `tables`; `format` is csv, jsonl, parquet, duckdb or null,
// which has none. Errors: kUsage for another format, or one that cannot do what `options` ask; kIo
// when a file cannot be made.
Result<std::vector<OpenSink>> open_sinks(const std::string& format, const Tables& tables,
                                         const std::array<Words, kTableCount>& words,
                                         const SinkOptions& options);

Result<std::unique_ptr<Sink>> open_text_sink(bool jsonl, Table table, const Words& words,
                                             const SinkOptions& options);
Result<std::unique_ptr<Sink>> open_parquet_sink(Table table, const Words& words,
                                                const SinkOptions& options);

// Opens a sink of one file for a table.
using OpenPart = std::function<Result<std::unique_ptr<Sink>>(Table, const SinkOptions&)>;

// Opens a sink that writes a file a month, each by a sink of `open_part`. REQUIRES: a table with
// days; its batches come in the order of days and cross no month border.
Result<std::unique_ptr<Sink>> open_partitioned_sink(Table table, const std::string& format,
                                                    const SinkOptions& options,
                                                    const OpenPart& open_part);

// Opens one footfall.duckdb for all of `tables`.
Result<std::unique_ptr<Sink>> open_duckdb_sink(const Tables& tables,
                                               const std::array<Words, kTableCount>& words,
                                               const SinkOptions& options);

}  // namespace footfall
