// Reads back what sink/parquet.cpp wrote, through Arrow's column readers.
#include "sink/row_source.h"

#include <algorithm>
#include <memory>

#include <parquet/column_reader.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "sink/parquet_column.h"

namespace footfall {

namespace {

Error difference(const std::string& what) { return {ErrorCategory::kGate, what, ""}; }

parquet::Type::type physical_type(ParquetType type) {
  switch (type) {
    case ParquetType::kBoolean:
      return parquet::Type::BOOLEAN;
    case ParquetType::kInt32:
      return parquet::Type::INT32;
    case ParquetType::kInt64:
      return parquet::Type::INT64;
    case ParquetType::kDouble:
      return parquet::Type::DOUBLE;
    case ParquetType::kText:
      break;
  }
  return parquet::Type::BYTE_ARRAY;
}

// Reads one column of the open row group. The library's exceptions pass through.
class ColumnRows {
 public:
  ColumnRows(Table table, size_t column)
      : column_(schema_of(table).columns[column]), index_(column) {}

  void open(parquet::RowGroupReader& group) {
    const auto number = static_cast<int>(index_);
    reader_ = column_.meaning == Meaning::kWord
                  ? group.ColumnWithExposeEncoding(number, parquet::ExposedEncoding::DICTIONARY)
                  : group.Column(number);
    codes_.clear();
  }

  // Reads the next `count` rows into `batch`.
  Result<> read(size_t count, Batch& batch, WordCodes& codes) {
    if (column_.meaning == Meaning::kWord) return read_words(count, batch, codes);
    switch (reader_->type()) {
      case parquet::Type::BOOLEAN:
        return read_values<parquet::BooleanType>(count, batch);
      case parquet::Type::INT32:
        return read_values<parquet::Int32Type>(count, batch);
      case parquet::Type::INT64:
        return read_values<parquet::Int64Type>(count, batch);
      case parquet::Type::DOUBLE:
        return read_values<parquet::DoubleType>(count, batch);
      default:
        return read_values<parquet::ByteArrayType>(count, batch);
    }
  }

 private:
  template <typename Type>
  Result<> read_values(size_t count, Batch& batch) {
    using Value = typename Type::c_type;
    auto& reader = static_cast<parquet::TypedColumnReader<Type>&>(*reader_);
    // A bool has no vector of its own kind; bytes are as large.
    values_.resize(count * sizeof(Value));
    auto* const values = reinterpret_cast<Value*>(values_.data());
    for (size_t begin = 0; begin < count;) {
      int64_t got = 0;
      reader.ReadBatch(static_cast<int64_t>(count - begin), nullptr, nullptr, values, &got);
      if (got <= 0) return difference(name() + " has fewer rows than its row group");
      for (size_t i = 0; i < static_cast<size_t>(got); ++i) {
        if (!store(values[i], batch, begin + i)) return difference(name() + " holds a wrong value");
      }
      begin += static_cast<size_t>(got);
    }
    return Done{};
  }

  bool store(const parquet::ByteArray& text, Batch& batch, size_t) const {
    batch.texts(index_).push_back({reinterpret_cast<const char*>(text.ptr), text.len});
    return true;
  }
  bool store(double value, Batch& batch, size_t row) const {
    int64_t units = 0;
    return minor_units(value, units) && store_value(batch, index_, row, units);
  }
  template <typename Value>
  bool store(Value value, Batch& batch, size_t row) const {
    if (column_.meaning != Meaning::kTimestamp) return store_value(batch, index_, row, value);
    return value % 1000 == 0 && store_value(batch, index_, row, value / 1000);
  }

  Result<> read_words(size_t count, Batch& batch, WordCodes& codes) {
    if (reader_->GetExposedEncoding() != parquet::ExposedEncoding::DICTIONARY)
      return difference(name() + " has no dictionary");
    auto& reader = static_cast<parquet::ByteArrayReader&>(*reader_);
    values_.resize(count * sizeof(int32_t));
    auto* const indices = reinterpret_cast<int32_t*>(values_.data());
    for (size_t begin = 0; begin < count;) {
      int64_t got = 0;
      int32_t size = 0;
      const parquet::ByteArray* dictionary = nullptr;
      reader.ReadBatchWithDictionary(static_cast<int64_t>(count - begin), nullptr, nullptr, indices,
                                     &got, &dictionary, &size);
      if (got <= 0) return difference(name() + " has fewer rows than its row group");
      for (auto i = static_cast<int32_t>(codes_.size()); i < size; ++i) {
        const parquet::ByteArray& word = dictionary[i];
        const auto code = codes.code(index_, {reinterpret_cast<const char*>(word.ptr), word.len});
        if (!code) return code.error();
        codes_.push_back(*code);
      }
      for (size_t i = 0; i < static_cast<size_t>(got); ++i) {
        const auto index = static_cast<size_t>(indices[i]);
        if (index >= codes_.size()) return difference(name() + " holds a word out of nowhere");
        store_value(batch, index_, begin + i, codes_[index]);
      }
      begin += static_cast<size_t>(got);
    }
    return Done{};
  }

  std::string name() const { return "column " + std::string(column_.name); }

  const Column& column_;
  const size_t index_;
  std::shared_ptr<parquet::ColumnReader> reader_;
  std::vector<uint8_t> values_;
  std::vector<uint16_t> codes_;  // by index in the row group's dictionary
};

class ParquetRows {
 public:
  // Throws what Parquet throws.
  ParquetRows(const std::string& path, Table table)
      : table_(table), file_(parquet::ParquetFileReader::OpenFile(path, false)) {
    for (size_t c = 0; c < schema_of(table).columns.size(); ++c) columns_.emplace_back(table, c);
  }

  // Says how the columns differ from the table's.
  Result<> check_schema() const {
    const auto columns = schema_of(table_).columns;
    const parquet::SchemaDescriptor& schema = *file_->metadata()->schema();
    if (static_cast<size_t>(schema.num_columns()) != columns.size())
      return difference("has other columns than the table");
    for (size_t c = 0; c < columns.size(); ++c) {
      const parquet::ColumnDescriptor& found = *schema.Column(static_cast<int>(c));
      const auto is = [&](bool money_double) {
        return found.physical_type() == physical_type(layout_of(columns[c], money_double).type);
      };
      if (found.name() != columns[c].name || found.max_definition_level() != 0 ||
          found.max_repetition_level() != 0 || (!is(false) && !is(true))) {
        return difference("column " + std::string(columns[c].name) + " has another name or type");
      }
    }
    return Done{};
  }

  Result<bool> next(Batch& batch, WordCodes& codes) {
    batch.clear();
    try {
      while (left_ == 0) {
        if (group_number_ == file_->metadata()->num_row_groups()) return false;
        group_ = file_->RowGroup(group_number_++);
        left_ = static_cast<size_t>(std::max<int64_t>(group_->metadata()->num_rows(), 0));
        for (ColumnRows& column : columns_) column.open(*group_);
      }
      const size_t count = std::min(left_, batch.capacity());
      for (ColumnRows& column : columns_) FOOTFALL_TRY(column.read(count, batch, codes));
      batch.set_rows(count);
      left_ -= count;
      return true;
    } catch (const std::exception& exception) {
      return difference(exception.what());
    }
  }

 private:
  const Table table_;
  const std::unique_ptr<parquet::ParquetFileReader> file_;
  std::vector<ColumnRows> columns_;
  std::shared_ptr<parquet::RowGroupReader> group_;
  int group_number_ = 0;
  size_t left_ = 0;  // rows of the group
};

}  // namespace

Result<RowSource> open_parquet_rows(const std::string& path, Table table) {
  try {
    const auto rows = std::make_shared<ParquetRows>(path, table);
    FOOTFALL_TRY(rows->check_schema());
    return RowSource([rows](Batch& batch, WordCodes& codes) { return rows->next(batch, codes); });
  } catch (const std::exception& exception) {
    return difference(std::string("is no Parquet file: ") + exception.what());
  }
}

}  // namespace footfall
