// Month partitions of any file format: one inner sink after another, each for the rows of a month.
// FORMAT: TABLE/month=YYYY-MM/part-00000.EXTENSION, the layout that Hive's readers know; a table
// without rows is TABLE/part-00000.EXTENSION. Where several formats are written, each has a tree of
// its own, TABLE/FORMAT/month=…, since a reader takes all files below a folder for one table.
#include <cstdio>
#include <filesystem>
#include <mutex>

#include "base/check.h"
#include "base/descriptor.h"
#include "base/io_error.h"
#include "sink/sink.h"

namespace footfall {

namespace {

namespace fs = std::filesystem;

constexpr int64_t kIdsADay = 100'000'000'000;  // transaction_id / kIdsADay is the day

Result<> make_folder(const std::string& path) {
  std::error_code code;
  fs::create_directory(path, code);
  if (code) return io_error("create", path, code.value());
  return Done{};
}

// Returns the month that a day lies in as YYYY-MM.
std::string month_of(Day day) { return format_date(day).substr(0, 7); }

class PartitionedSink final : public Sink {
 public:
  PartitionedSink(Table table, const std::string& format, SinkOptions options, OpenPart open_part)
      : table_(table), options_(std::move(options)), open_part_(std::move(open_part)) {
    folders_.emplace_back(schema_of(table).name);
    if (options_.folder_per_format) folders_.push_back(folders_[0] + "/" + format);
    root_ = options_.folder;
    folder_ = root_ + "/" + folders_.back();
    options_.folder = folder_;
    const auto columns = schema_of(table).columns;
    while (date_column_ < columns.size() && columns[date_column_].name != "date") ++date_column_;
  }

  Result<> open() {
    for (const std::string& folder : folders_) FOOTFALL_TRY(make_folder(root_ + "/" + folder));
    FOOTFALL_TRY(open_next());
    encodes_ = sink_->encodes();
    return Done{};
  }

  bool encodes() const override { return encodes_; }

  // Any month's sink encodes the rows of every month; the last one lives as long as it encodes.
  void encode(const Batch& batch, Encoded& out) const override {
    std::shared_ptr<Sink> sink;
    {
      const std::lock_guard lock(mutex_);
      sink = sink_;
    }
    sink->encode(batch, out);
  }

  Result<> write(const Batch& batch, const Encoded& encoded) override {
    if (batch.rows() == 0) return Done{};
    const Day first = day_of(batch, 0), last = day_of(batch, batch.rows() - 1);
    const std::string month = month_of(first);
    check(month == month_of(last), "a batch crosses the border of a month");
    if (month != month_) {
      check(month > month_, "months do not ascend");
      if (!month_.empty()) {
        FOOTFALL_TRY(finish_month());
        FOOTFALL_TRY(open_next());
      }
      month_ = month;
      first_day_ = first;
    }
    last_day_ = last;
    return sink_->write(batch, encoded);
  }

  Result<std::vector<WrittenFile>> finish() override {
    FOOTFALL_TRY(finish_month());
    for (const std::string& folder : folders_) FOOTFALL_TRY(sync_folder(root_ + "/" + folder));
    FOOTFALL_TRY(sync_folder(root_));
    return std::move(files_);
  }

 private:
  // Rows of one batch are in the order of their days.
  Day day_of(const Batch& batch, size_t row) const {
    const auto columns = batch.schema().columns;
    if (date_column_ < columns.size()) return static_cast<Day>(batch.value(date_column_, row));
    return static_cast<Day>(batch.value(0, row) / kIdsADay);
  }

  // Opens a sink whose month is not known yet; its file finds its place when it is finished.
  Result<> open_next() {
    auto opened = open_part_(table_, options_);
    if (!opened) return opened.error();
    const std::lock_guard lock(mutex_);
    sink_ = std::move(*opened);
    return Done{};
  }

  Result<> finish_month() {
    auto written = sink_->finish();
    if (!written) return written.error();
    for (WrittenFile& file : *written) {
      const std::string place = month_.empty() ? "" : "month=" + month_ + "/";
      const std::string name = place + "part-00000" + fs::path(file.path).extension().string();
      const std::string from = folder_ + "/" + file.path, to = folder_ + "/" + name;
      if (!month_.empty()) FOOTFALL_TRY(make_folder(folder_ + "/month=" + month_));
      if (::rename(from.c_str(), to.c_str()) != 0) return io_error("put in place", to);
      if (!month_.empty()) FOOTFALL_TRY(sync_folder(folder_ + "/month=" + month_));
      file.path = folders_.back() + "/" + name;
      if (!month_.empty()) {
        file.min_date = first_day_;
        file.max_date = last_day_;
      }
      files_.push_back(std::move(file));
    }
    return Done{};
  }

  const Table table_;
  SinkOptions options_;
  const OpenPart open_part_;
  std::vector<std::string> folders_;  // below the data set's; the last one holds the months
  std::string root_, folder_;         // of the data set, of the months
  size_t date_column_ = 0;            // past the last for a table without dates
  bool encodes_ = false;
  mutable std::mutex mutex_;  // of sink_, the pointer
  std::shared_ptr<Sink> sink_;
  std::string month_;  // of the rows written last; empty before the first
  Day first_day_ = 0, last_day_ = 0;
  std::vector<WrittenFile> files_;
};

}  // namespace

Result<std::unique_ptr<Sink>> open_partitioned_sink(Table table, const std::string& format,
                                                    const SinkOptions& options,
                                                    const OpenPart& open_part) {
  auto sink = std::make_unique<PartitionedSink>(table, format, options, open_part);
  FOOTFALL_TRY(sink->open());
  return std::unique_ptr<Sink>(std::move(sink));
}

}  // namespace footfall
