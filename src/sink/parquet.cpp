// Parquet through Arrow's low-level writer: rows are staged as Parquet's own types and handed over
// in chunks of fixed size, so that a file does not depend on how its rows were batched.
// FORMAT: all columns required; integers INT32 or INT64, money DECIMAL(18, 2) on INT64 (or DOUBLE),
// dates DATE, timestamps local TIMESTAMP(MILLIS), all delta-packed; words UTF-8 with a dictionary.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <unordered_map>

#include <arrow/array.h>
#include <arrow/array/builder_binary.h>
#include <arrow/io/interfaces.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>
#include <parquet/column_writer.h>
#include <parquet/exception.h>
#include <parquet/file_writer.h>

#include "base/check.h"
#include "sink/sink.h"
#include "sink/text_file.h"

namespace footfall {

namespace {

constexpr size_t kChunkRows = 65'536;
constexpr int64_t kPageRows = 65'536, kWriteRows = 8'192;
constexpr int kMoneyDigits = 18, kMoneyScale = 2;
constexpr int32_t kNoWord = -1;

// Arrow's view of a TextFile; keeps the first error, after which nothing more is written.
class FileStream final : public arrow::io::OutputStream {
 public:
  explicit FileStream(std::unique_ptr<TextFile> file) : file_(std::move(file)) {}

  using arrow::io::OutputStream::Write;
  arrow::Status Write(const void* data, int64_t size_bytes) override {
    if (stopped_) return arrow::Status::IOError("output was given up");
    auto written = file_->write(static_cast<const char*>(data), static_cast<size_t>(size_bytes));
    if (written) return arrow::Status::OK();
    stopped_ = true;
    error_ = written.error();
    return arrow::Status::IOError(error_->message);
  }
  arrow::Result<int64_t> Tell() const override { return static_cast<int64_t>(file_->size_bytes()); }
  arrow::Status Close() override { return arrow::Status::OK(); }
  bool closed() const override { return false; }

  // Makes later writes fail, so that no footer turns an unfinished file into a readable one.
  void stop() { stopped_ = true; }
  const std::optional<Error>& error() const { return error_; }
  TextFile& file() { return *file_; }

 private:
  std::unique_ptr<TextFile> file_;
  std::optional<Error> error_;
  bool stopped_ = false;
};

parquet::schema::NodePtr node_of(const Column& column, bool money_double) {
  using parquet::LogicalType;
  using parquet::Type;
  const auto node = [&](Type::type type, std::shared_ptr<const LogicalType> logical) {
    return parquet::schema::PrimitiveNode::Make(std::string(column.name),
                                                parquet::Repetition::REQUIRED, logical, type);
  };
  switch (column.meaning) {
    case Meaning::kMoney:
      if (money_double) return node(Type::DOUBLE, LogicalType::None());
      return node(Type::INT64, LogicalType::Decimal(kMoneyDigits, kMoneyScale));
    case Meaning::kDate:
      return node(Type::INT32, LogicalType::Date());
    case Meaning::kTimestamp:
      return node(Type::INT64, LogicalType::Timestamp(false, LogicalType::TimeUnit::MILLIS));
    case Meaning::kFlag:
      return node(Type::BOOLEAN, LogicalType::None());
    case Meaning::kWord:
    case Meaning::kText:
      return node(Type::BYTE_ARRAY, LogicalType::String());
    case Meaning::kNumber:
      break;
  }
  // Signed and wide, as sums and differences of 8-bit unsigned columns overflow in many readers.
  const bool wide = column.storage == Storage::kInt64;
  return node(wide ? Type::INT64 : Type::INT32, LogicalType::None());
}

// One column's rows that wait for their chunk to fill, as the values Parquet stores.
class StagedColumn {
 public:
  StagedColumn(const Column& column, const std::vector<std::string>& words, bool money_double)
      : storage_(column.storage), meaning_(column.meaning), money_double_(money_double) {
    // ByteArray is the largest value; the others fit, and untouched memory costs nothing.
    values_.reset(std::malloc(kChunkRows * sizeof(parquet::ByteArray)));
    check(values_ != nullptr, "out of memory for a Parquet chunk");
    if (meaning_ == Meaning::kWord) set_words(words);
  }

  // Stages rows [begin, begin + count) of `batch` as rows [at, at + count).
  void stage(const Batch& batch, size_t column, size_t begin, size_t count, size_t at) {
    switch (storage_) {
      case Storage::kUint8:
        return put(batch.values<uint8_t>(column) + begin, count, at);
      case Storage::kUint16:
        return put(batch.values<uint16_t>(column) + begin, count, at);
      case Storage::kInt32:
        return put(batch.values<int32_t>(column) + begin, count, at);
      case Storage::kInt64:
        return put(batch.values<int64_t>(column) + begin, count, at);
      case Storage::kText:
        break;
    }
    for (size_t i = begin; i < begin + count; ++i) {
      const std::string_view text = batch.texts(column)[i];
      chars_.insert(chars_.end(), text.begin(), text.end());
      ends_.push_back(chars_.size());
    }
  }

  // Writes the staged rows; throws what Parquet throws.
  void write(parquet::ColumnWriter& writer, size_t rows) {
    if (meaning_ == Meaning::kWord) return write_words(writer, rows);
    if (meaning_ == Meaning::kText) return write_texts(writer);
    switch (writer.type()) {
      case parquet::Type::BOOLEAN:
        return write_values<parquet::BooleanType>(writer, rows);
      case parquet::Type::INT32:
        return write_values<parquet::Int32Type>(writer, rows);
      case parquet::Type::INT64:
        return write_values<parquet::Int64Type>(writer, rows);
      case parquet::Type::DOUBLE:
        return write_values<parquet::DoubleType>(writer, rows);
      default:
        check(false, "Parquet type without a staged column");
    }
  }

 private:
  template <typename To, typename From, typename Change>
  void convert(const From* from, size_t count, size_t at, Change change) {
    To* to = static_cast<To*>(values_.get()) + at;
    for (size_t i = 0; i < count; ++i) to[i] = change(from[i]);
  }

  template <typename From>
  void put(const From* from, size_t count, size_t at) {
    const auto narrow = [](From value) { return static_cast<int32_t>(value); };
    const auto wide = [](From value) { return static_cast<int64_t>(value); };
    switch (meaning_) {
      case Meaning::kMoney:
        if (!money_double_) return convert<int64_t>(from, count, at, wide);
        return convert<double>(from, count, at,
                               [](From value) { return static_cast<double>(value) / 100.0; });
      case Meaning::kTimestamp:
        return convert<int64_t>(from, count, at,
                                [](From value) { return static_cast<int64_t>(value) * 1000; });
      case Meaning::kFlag:
        return convert<bool>(from, count, at, [](From value) { return value != 0; });
      case Meaning::kWord:
        return put_words(from, count, at);
      case Meaning::kDate:
        return convert<int32_t>(from, count, at, narrow);
      default:
        if (storage_ == Storage::kInt64) return convert<int64_t>(from, count, at, wide);
        return convert<int32_t>(from, count, at, narrow);
    }
  }

  template <typename From>
  void put_words(const From* from, size_t count, size_t at) {
    int32_t signs = 0;
    const int32_t* index = word_index_.data();
    convert<int32_t>(from, count, at, [&](From code) {
      const int32_t word = index[static_cast<uint16_t>(code)];
      signs |= word;
      return word;
    });
    check(signs >= 0, "word code without a word");
  }

  // Parquet's dictionary holds each word once, whatever codes share it.
  void set_words(const std::vector<std::string>& words) {
    word_index_.assign(size_t{1} << 16, kNoWord);
    check(words.size() <= word_index_.size(), "more words than codes");
    std::unordered_map<std::string, int32_t> seen;
    arrow::StringBuilder builder;
    for (size_t code = 0; code < words.size(); ++code) {
      const auto [entry, fresh] = seen.emplace(words[code], static_cast<int32_t>(seen.size()));
      if (fresh) PARQUET_THROW_NOT_OK(builder.Append(words[code]));
      word_index_[code] = entry->second;
    }
    PARQUET_ASSIGN_OR_THROW(dictionary_, builder.Finish());
  }

  void write_words(parquet::ColumnWriter& writer, size_t rows) {
    const auto count = static_cast<int64_t>(rows);
    const auto codes = std::make_shared<arrow::Int32Array>(
        count, arrow::Buffer::Wrap(static_cast<int32_t*>(values_.get()), rows));
    const arrow::DictionaryArray array(arrow::dictionary(arrow::int32(), arrow::utf8()), codes,
                                       dictionary_);
    PARQUET_THROW_NOT_OK(writer.WriteArrow(nullptr, nullptr, count, array, &context_, false));
  }

  void write_texts(parquet::ColumnWriter& writer) {
    auto* texts = static_cast<parquet::ByteArray*>(values_.get());
    size_t begin = 0;
    for (size_t i = 0; i < ends_.size(); ++i) {
      texts[i] = parquet::ByteArray(static_cast<uint32_t>(ends_[i] - begin),
                                    reinterpret_cast<const uint8_t*>(chars_.data()) + begin);
      begin = ends_[i];
    }
    write_values<parquet::ByteArrayType>(writer, ends_.size());
    chars_.clear();
    ends_.clear();
  }

  template <typename Type>
  void write_values(parquet::ColumnWriter& writer, size_t rows) {
    static_cast<parquet::TypedColumnWriter<Type>&>(writer).WriteBatch(
        static_cast<int64_t>(rows), nullptr, nullptr,
        static_cast<const typename Type::c_type*>(values_.get()));
  }

  const Storage storage_;
  const Meaning meaning_;
  const bool money_double_;
  std::unique_ptr<void, decltype(&std::free)> values_{nullptr, &std::free};
  std::vector<char> chars_;
  std::vector<size_t> ends_;
  std::vector<int32_t> word_index_;  // by code
  std::shared_ptr<arrow::Array> dictionary_;
  parquet::ArrowWriteContext context_{arrow::default_memory_pool(), nullptr};
};

class ParquetSink final : public Sink {
 public:
  // Throws what Parquet throws.
  ParquetSink(Table table, const Words& words, const SinkOptions& options,
              std::unique_ptr<TextFile> file)
      : table_(table),
        group_rows_(std::max<uint64_t>(options.row_group_rows, 1)),
        stream_(std::make_shared<FileStream>(std::move(file))) {
    const auto columns = schema_of(table).columns;
    parquet::schema::NodeVector nodes;
    for (size_t c = 0; c < columns.size(); ++c) {
      nodes.push_back(node_of(columns[c], options.money_double));
      const bool word = columns[c].meaning == Meaning::kWord;
      staged_.emplace_back(columns[c], word ? words[c] : std::vector<std::string>(),
                           options.money_double);
    }
    const auto root =
        parquet::schema::GroupNode::Make("schema", parquet::Repetition::REQUIRED, nodes);
    const auto metadata = std::make_shared<arrow::KeyValueMetadata>();
    for (const auto& [key, value] : options.metadata) metadata->Append(key, value);
    writer_ = parquet::ParquetFileWriter::Open(
        stream_, std::static_pointer_cast<parquet::schema::GroupNode>(root),
        properties(columns, options), metadata);
  }

  // The writer closes itself, which must not make an unfinished file look whole.
  ~ParquetSink() override { stream_->stop(); }

  Result<> write(const Batch& batch, const Encoded&) override {
    return guarded([&] {
      for (size_t begin = 0; begin < batch.rows();) {
        const uint64_t room = std::min<uint64_t>(kChunkRows, group_rows_ - rows_in_group_);
        const size_t count = std::min<size_t>(batch.rows() - begin, room - staged_rows_);
        for (size_t c = 0; c < staged_.size(); ++c) {
          staged_[c].stage(batch, c, begin, count, staged_rows_);
        }
        staged_rows_ += count;
        begin += count;
        if (staged_rows_ == room) write_chunk();
      }
      rows_ += batch.rows();
    });
  }

  Result<std::vector<WrittenFile>> finish() override {
    FOOTFALL_TRY(guarded([&] {
      write_chunk();
      writer_->Close();
    }));
    Result<std::string> checksum = stream_->file().close();
    if (!checksum) return checksum.error();
    const std::string name(schema_of(table_).name);
    return std::vector<WrittenFile>{
        {name + ".parquet", name, rows_, stream_->file().size_bytes(), *checksum}};
  }

 private:
  static std::shared_ptr<parquet::WriterProperties> properties(std::span<const Column> columns,
                                                               const SinkOptions& options) {
    parquet::WriterProperties::Builder builder;
    builder.disable_dictionary()->enable_statistics()->enable_write_page_index();
    builder.max_rows_per_page(kPageRows)->write_batch_size(kWriteRows);
    if (options.compression == "zstd") {
      builder.compression(parquet::Compression::ZSTD)->compression_level(1);
    } else if (options.compression == "snappy") {
      builder.compression(parquet::Compression::SNAPPY);
    }
    for (const Column& column : columns) {
      const std::string name(column.name);
      const Meaning meaning = column.meaning;
      if (meaning == Meaning::kWord) {
        builder.enable_dictionary(name);
      } else if (meaning == Meaning::kNumber || meaning == Meaning::kDate ||
                 meaning == Meaning::kTimestamp ||
                 (meaning == Meaning::kMoney && !options.money_double)) {
        builder.encoding(name, parquet::Encoding::DELTA_BINARY_PACKED);
      }
    }
    return builder.build();
  }

  void write_chunk() {
    if (staged_rows_ == 0) return close_group();
    if (group_ == nullptr) group_ = writer_->AppendBufferedRowGroup();
    for (size_t c = 0; c < staged_.size(); ++c) {
      staged_[c].write(*group_->column(static_cast<int>(c)), staged_rows_);
    }
    rows_in_group_ += staged_rows_;
    staged_rows_ = 0;
    if (rows_in_group_ == group_rows_) close_group();
  }

  void close_group() {
    if (group_ != nullptr) group_->Close();
    group_ = nullptr;
    rows_in_group_ = 0;
  }

  // Runs `action`, and turns what it throws into an error; the first error stays for good.
  template <typename Action>
  Result<> guarded(Action action) {
    if (failure_) return *failure_;
    try {
      action();
      return Done{};
    } catch (const std::exception& exception) {
      stream_->stop();
      const std::string path = std::string(schema_of(table_).name) + ".parquet";
      failure_ = stream_->error().value_or(
          Error{ErrorCategory::kIo, "cannot write " + path + ": " + exception.what(), path});
      return *failure_;
    }
  }

  const Table table_;
  const uint64_t group_rows_;
  std::shared_ptr<FileStream> stream_;  // shared as Arrow asks
  std::vector<StagedColumn> staged_;
  std::unique_ptr<parquet::ParquetFileWriter> writer_;
  parquet::RowGroupWriter* group_ = nullptr;
  size_t staged_rows_ = 0;
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
