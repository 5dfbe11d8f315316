// Parquet files: own encodings (sink/parquet_column.h) inside Arrow's container, which compresses,
// writes pages, indices and metadata. A column is encoded apart from the others, so any number of
// threads may share the work; pages are cut by row number, so a file does not depend on batches.
// FORMAT: all columns required; integers INT32 or INT64, money DECIMAL(18, 2) on INT64 (or DOUBLE),
// dates DATE, timestamps local TIMESTAMP(MILLIS), words and texts UTF-8.
#include <algorithm>
#include <numeric>
#include <optional>

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/util/compression.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/column_page.h>
#include <parquet/column_writer.h>
#include <parquet/exception.h>
#include <parquet/file_writer.h>
#include <parquet/metadata.h>
#include <parquet/page_index.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include "sink/parquet_column.h"
#include "sink/sink.h"
#include "sink/text_file.h"

namespace footfall {

namespace {

constexpr size_t kPageRows = 32'768;
constexpr int kMoneyDigits = 18, kMoneyScale = 2;
constexpr size_t kLeastGain = 16;  // a column is compressed if that saves one byte of so many
constexpr char kMagic[] = {'P', 'A', 'R', '1'};

// Arrow's view of a TextFile; keeps its first error.
class FileStream final : public arrow::io::OutputStream {
 public:
  explicit FileStream(std::unique_ptr<TextFile> file) : file_(std::move(file)) {}

  using arrow::io::OutputStream::Write;
  arrow::Status Write(const void* data, int64_t size_bytes) override {
    auto written = file_->write(static_cast<const char*>(data), static_cast<size_t>(size_bytes));
    if (written) return arrow::Status::OK();
    error_ = written.error();
    return arrow::Status::IOError(error_->message);
  }
  arrow::Result<int64_t> Tell() const override { return static_cast<int64_t>(file_->size_bytes()); }
  arrow::Status Close() override { return arrow::Status::OK(); }
  bool closed() const override { return false; }

  const std::optional<Error>& error() const { return error_; }
  TextFile& file() { return *file_; }

 private:
  std::unique_ptr<TextFile> file_;
  std::optional<Error> error_;
};

parquet::schema::NodePtr node_of(const Column& column, bool money_double) {
  using parquet::LogicalType;
  using parquet::Type;
  const auto node = [&](Type::type type, const std::shared_ptr<const LogicalType>& logical) {
    return parquet::schema::PrimitiveNode::Make(std::string(column.name),
                                                parquet::Repetition::REQUIRED, logical, type);
  };
  switch (layout_of(column, money_double).type) {
    case ParquetType::kBoolean:
      return node(Type::BOOLEAN, LogicalType::None());
    case ParquetType::kInt32:
      return node(Type::INT32,
                  column.meaning == Meaning::kDate ? LogicalType::Date() : LogicalType::None());
    case ParquetType::kInt64:
      return node(Type::INT64, column.meaning == Meaning::kMoney
                                   ? LogicalType::Decimal(kMoneyDigits, kMoneyScale)
                               : column.meaning == Meaning::kTimestamp
                                   ? LogicalType::Timestamp(false, LogicalType::TimeUnit::MILLIS)
                                   : LogicalType::None());
    case ParquetType::kDouble:
      return node(Type::DOUBLE, LogicalType::None());
    case ParquetType::kText:
      break;
  }
  return node(Type::BYTE_ARRAY, LogicalType::String());
}

parquet::Encoding::type encoding_of(ParquetEncoding encoding) {
  switch (encoding) {
    case ParquetEncoding::kDictionary:
      return parquet::Encoding::RLE_DICTIONARY;
    case ParquetEncoding::kDelta:
      return parquet::Encoding::DELTA_BINARY_PACKED;
    case ParquetEncoding::kPlain:
      break;
  }
  return parquet::Encoding::PLAIN;
}

arrow::Compression::type codec_of(const std::string& compression) {
  if (compression == "zstd") return arrow::Compression::ZSTD;
  if (compression == "snappy") return arrow::Compression::SNAPPY;
  return arrow::Compression::UNCOMPRESSED;
}

int level_of(arrow::Compression::type codec) {
  return codec == arrow::Compression::ZSTD ? 1 : arrow::util::kUseDefaultCompressionLevel;
}

parquet::EncodedStatistics statistics_of(const ValueRange& range) {
  parquet::EncodedStatistics statistics;
  statistics.set_min(range.min).set_max(range.max).set_null_count(0);
  statistics.is_min_value_exact = statistics.is_max_value_exact = true;
  statistics.ApplyStatSizeLimits(parquet::DEFAULT_MAX_STATISTICS_SIZE);
  return statistics;
}

// One column's pages of the open row group, encoded and compressed, in memory.
class ColumnPages {
 public:
  // Throws what Arrow throws.
  ColumnPages(Table table, size_t index, const Words& words, const SinkOptions& options)
      : encoder_(table, index, words, options.money_double, kPageRows) {
    const auto codec = codec_of(options.compression);
    is_compressed_ = codec != arrow::Compression::UNCOMPRESSED;
    if (!is_compressed_) return;
    PARQUET_ASSIGN_OR_THROW(codec_, arrow::util::Codec::Create(codec, level_of(codec)));
    // Delta-packed prices and doubles have no redundancy left, identifiers have; texts and small
    // numbers always gain.
    is_on_trial_ = encoder_.layout().encoding == ParquetEncoding::kDelta ||
                   encoder_.layout().type == ParquetType::kDouble;
  }

  // Adds rows [begin, begin + count); what fails is told by write(). THREADS: columns apart from
  // each other.
  void add(const Batch& batch, size_t begin, size_t count) {
    guarded([&] {
      for (size_t taken = 0; taken < count;) {
        taken += encoder_.take(batch, begin + taken, count - taken);
        if (encoder_.is_full()) add_page();
      }
    });
  }
  // Makes the last page of the row group. THREADS: as add().
  void complete() {
    guarded([&] {
      if (!encoder_.is_empty()) add_page();
    });
  }
  // Whether the pages are compressed; stays as it is after the first page of the file.
  bool is_compressed() const { return is_compressed_; }
  // REQUIRES: complete() was called. Throws what Parquet throws; returns the bytes before
  // compression.
  int64_t write(parquet::PageWriter& writer, parquet::ColumnChunkMetaDataBuilder& metadata) {
    PARQUET_THROW_NOT_OK(failure_);
    const ChunkSummary chunk = encoder_.end_chunk();
    int64_t raw_bytes = 0, first_row = 0;
    if (chunk.dictionary_values > 0) {
      const auto buffer = arrow::Buffer::FromString(chunk.dictionary);
      raw_bytes += writer.WriteDictionaryPage(
          {buffer, static_cast<int32_t>(chunk.dictionary_values), parquet::Encoding::PLAIN});
    }
    for (const Page& page : pages_) {
      const auto buffer = std::make_shared<arrow::Buffer>(bytes_.data() + page.offset,
                                                          static_cast<int64_t>(page.size));
      raw_bytes += writer.WriteDataPage(parquet::DataPageV1(
          buffer, static_cast<int32_t>(page.rows), encoding_of(encoder_.layout().encoding),
          parquet::Encoding::RLE, parquet::Encoding::RLE, static_cast<int64_t>(page.raw_size),
          statistics_of(page.range), first_row));
      first_row += static_cast<int64_t>(page.rows);
    }
    metadata.SetStatistics(statistics_of(chunk.range));
    writer.Close(chunk.dictionary_values > 0, false);
    pages_.clear();
    bytes_.clear();
    return raw_bytes;
  }

 private:
  struct Page {
    size_t offset, size, raw_size, rows;  // in bytes_
    ValueRange range;
  };

  // Keeps what `action` throws: there is no memory left.
  template <typename Action>
  void guarded(Action action) {
    if (!failure_.ok()) return;
    try {
      action();
    } catch (const std::exception& exception) {
      failure_ = arrow::Status::OutOfMemory(exception.what());
    }
  }

  void add_page() {
    EncodedPage page = encoder_.make_page();
    const size_t offset = bytes_.size(), raw_size = page.bytes.size();
    if (is_compressed_) {
      const size_t size = compress(page.bytes);
      if (is_on_trial_) is_compressed_ = size + raw_size / kLeastGain < raw_size;
      is_on_trial_ = false;
    }
    if (!is_compressed_) {
      bytes_.resize(offset);
      bytes_.insert(bytes_.end(), page.bytes.begin(), page.bytes.end());
    }
    pages_.push_back({offset, bytes_.size() - offset, raw_size, page.rows, std::move(page.range)});
  }

  // Appends the compressed bytes and returns how many.
  size_t compress(std::span<const uint8_t> raw) {
    const size_t offset = bytes_.size();
    const auto size = static_cast<int64_t>(raw.size());
    const int64_t room = codec_->MaxCompressedLen(size, raw.data());
    bytes_.resize(offset + static_cast<size_t>(room));
    const auto done = codec_->Compress(size, raw.data(), room, bytes_.data() + offset);
    if (!done.ok()) failure_ = done.status();
    bytes_.resize(offset + static_cast<size_t>(done.ValueOr(0)));
    return bytes_.size() - offset;
  }

  ColumnEncoder encoder_;
  std::unique_ptr<arrow::util::Codec> codec_;  // null without compression
  bool is_compressed_ = false, is_on_trial_ = false;
  std::vector<uint8_t> bytes_;
  std::vector<Page> pages_;
  arrow::Status failure_;
};

class ParquetSink final : public Sink {
 public:
  // Throws what Parquet throws.
  ParquetSink(Table table, const Words& words, const SinkOptions& options,
              std::unique_ptr<TextFile> file)
      : table_(table),
        options_(options),
        group_rows_(std::max<uint64_t>(options.row_group_rows, 1)),
        stream_(std::make_shared<FileStream>(std::move(file))) {
    const auto columns = schema_of(table).columns;
    parquet::schema::NodeVector nodes;
    for (size_t c = 0; c < columns.size(); ++c) {
      nodes.push_back(node_of(columns[c], options.money_double));
      columns_.emplace_back(table, c, words, options);
      largest_first_.push_back(c);
    }
    std::stable_sort(largest_first_.begin(), largest_first_.end(), [&](size_t a, size_t b) {
      return work_of(columns[a].storage) > work_of(columns[b].storage);
    });
    schema_.Init(parquet::schema::GroupNode::Make("schema", parquet::Repetition::REQUIRED, nodes));
    PARQUET_THROW_NOT_OK(stream_->Write(kMagic, sizeof kMagic));
  }

  Result<> write(const Batch& batch, const Encoded&) override {
    if (failure_) return *failure_;
    for (size_t begin = 0; begin < batch.rows();) {
      const size_t count = std::min<uint64_t>(batch.rows() - begin, group_rows_ - rows_in_group_);
      const auto add = [&](ColumnPages& column) { column.add(batch, begin, count); };
      for_each_column(rows_in_group_ / kPageRows != (rows_in_group_ + count) / kPageRows, add);
      rows_in_group_ += count;
      begin += count;
      if (rows_in_group_ == group_rows_) FOOTFALL_TRY(guarded([&] { close_group(); }));
    }
    rows_ += batch.rows();
    return Done{};
  }

  Result<std::vector<WrittenFile>> finish() override {
    if (failure_) return *failure_;
    FOOTFALL_TRY(guarded([&] {
      if (rows_in_group_ > 0) close_group();
      close_file();
    }));
    Result<std::string> checksum = stream_->file().close();
    if (!checksum) return checksum.error();
    const std::string name(schema_of(table_).name);
    return std::vector<WrittenFile>{
        {name + ".parquet", name, rows_, stream_->file().size_bytes(), *checksum}};
  }

 private:
  // Ranks columns by what they cost.
  static size_t work_of(Storage storage) {
    return storage == Storage::kText ? SIZE_MAX : storage_bytes(storage);
  }

  void for_each_column(bool in_parallel, const std::function<void(ColumnPages&)>& action) {
    const auto task = [&](size_t i) { action(columns_[largest_first_[i]]); };
    if (in_parallel && options_.for_each) return options_.for_each(columns_.size(), task);
    for (size_t i = 0; i < columns_.size(); ++i) task(i);
  }

  // Opens the metadata; known only now is which columns are worth compressing.
  void open_metadata() {
    parquet::WriterProperties::Builder builder;
    const auto columns = schema_of(table_).columns;
    for (size_t c = 0; c < columns.size(); ++c) {
      if (!columns_[c].is_compressed()) continue;
      const std::string name(columns[c].name);
      builder.compression(name, codec_of(options_.compression));
    }
    std::vector<parquet::SortingColumn> sorted = {{0, false, false}};
    if (table_ == Table::kItems) sorted.push_back({1, false, false});
    builder.set_sorting_columns(sorted);
    properties_ = builder.build();
    metadata_ = parquet::FileMetaDataBuilder::Make(&schema_, properties_);
    page_index_ = parquet::PageIndexBuilder::Make(&schema_);
  }

  void close_group() {
    for_each_column(true, [](ColumnPages& column) { column.complete(); });
    if (!metadata_) open_metadata();
    const auto ordinal = static_cast<int16_t>(std::min(groups_++, INT16_MAX));
    parquet::RowGroupMetaDataBuilder* const group = metadata_->AppendRowGroup();
    group->set_num_rows(static_cast<int64_t>(rows_in_group_));
    page_index_->AppendRowGroup();
    int64_t raw_bytes = 0;
    for (size_t c = 0; c < columns_.size(); ++c) {
      const auto number = static_cast<int32_t>(c);
      parquet::ColumnChunkMetaDataBuilder* const chunk = group->NextColumnChunk();
      const auto path = schema_.Column(number)->path();
      const auto writer = parquet::PageWriter::Open(
          stream_, properties_->compression(path), chunk, ordinal, static_cast<int16_t>(c),
          properties_->memory_pool(), false, nullptr, nullptr, false,
          page_index_->GetColumnIndexBuilder(number), page_index_->GetOffsetIndexBuilder(number));
      raw_bytes += columns_[c].write(*writer, *chunk);
    }
    group->Finish(raw_bytes, ordinal);
    rows_in_group_ = 0;
  }

  void close_file() {
    if (!metadata_) open_metadata();
    page_index_->Finish();
    const auto places = page_index_->WriteTo(stream_.get());
    metadata_->SetIndexLocations(parquet::IndexKind::kColumnIndex, places.column_index_locations);
    metadata_->SetIndexLocations(parquet::IndexKind::kOffsetIndex, places.offset_index_locations);
    const auto pairs = std::make_shared<arrow::KeyValueMetadata>();
    for (const auto& [key, value] : options_.metadata) pairs->Append(key, value);
    parquet::WriteFileMetaData(*metadata_->Finish(pairs), stream_.get());
  }

  // Runs `action`, and turns what it throws into an error, which stays for good.
  template <typename Action>
  Result<> guarded(Action action) {
    try {
      action();
      return Done{};
    } catch (const std::exception& exception) {
      const std::string path = std::string(schema_of(table_).name) + ".parquet";
      failure_ = stream_->error().value_or(
          Error{ErrorCategory::kIo, "cannot write " + path + ": " + exception.what(), path});
      return *failure_;
    }
  }

  const Table table_;
  const SinkOptions options_;
  const uint64_t group_rows_;
  std::shared_ptr<FileStream> stream_;  // shared as Arrow asks
  std::vector<ColumnPages> columns_;
  std::vector<size_t> largest_first_;
  parquet::SchemaDescriptor schema_;
  std::shared_ptr<parquet::WriterProperties> properties_;
  std::unique_ptr<parquet::FileMetaDataBuilder> metadata_;
  std::unique_ptr<parquet::PageIndexBuilder> page_index_;
  int groups_ = 0;
  uint64_t rows_in_group_ = 0, rows_ = 0;
  std::optional<Error> failure_;
};

}  // namespace

Result<std::unique_ptr<Sink>> open_parquet_sink(Table table, const Words& words,
                                                const SinkOptions& options) {
  const std::string& compression = options.compression;
  if (compression != "zstd" && compression != "snappy" && compression != "none") {
    return Error{ErrorCategory::kUsage,
                 "unknown compression '" + compression + "': zstd, snappy, none", ""};
  }
  const std::string name = std::string(schema_of(table).name) + ".parquet";
  const std::string path = options.folder == "-" ? "-" : options.folder + "/" + name;
  auto file = TextFile::create(path, options.checksum);
  if (!file) return file.error();
  try {
    return std::unique_ptr<Sink>(
        std::make_unique<ParquetSink>(table, words, options, std::move(*file)));
  } catch (const std::exception& exception) {
    return Error{ErrorCategory::kIo, "cannot open " + path + ": " + exception.what(), path};
  }
}

}  // namespace footfall
