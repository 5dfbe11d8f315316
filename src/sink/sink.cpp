#include "sink/sink.h"

namespace footfall {

namespace {

class NullSink final : public Sink {
 public:
  Result<> write(const Batch&, const Encoded&) override { return Done{}; }
  Result<std::vector<WrittenFile>> finish() override { return std::vector<WrittenFile>{}; }
};

}  // namespace

void Sink::encode(const Batch&, Encoded& out) const { out.clear(); }

#ifndef FOOTFALL_HAVE_ARROW
Result<std::unique_ptr<Sink>> open_parquet_sink(Table, const Words&, const SinkOptions&) {
  return Error{ErrorCategory::kUsage, "format parquet: this build has no Arrow library", ""};
}
#endif

Result<std::unique_ptr<Sink>> open_sink(const std::string& format, Table table, const Words& words,
                                        const SinkOptions& options) {
  if (format == "null") return std::unique_ptr<Sink>(std::make_unique<NullSink>());
  if (format == "csv") return open_text_sink(false, table, words, options);
  if (format == "jsonl") return open_text_sink(true, table, words, options);
  if (format == "parquet") return open_parquet_sink(table, words, options);
  return Error{ErrorCategory::kUsage, "unknown format '" + format + "': csv, jsonl, parquet, null",
               ""};
}

}  // namespace footfall
