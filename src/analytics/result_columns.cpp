#include "analytics/result_columns.h"

#ifdef FOOTFALL_HAVE_DUCKDB

#include <cmath>

#include <duckdb.h>

#include "base/duckdb_library.h"

namespace footfall {

namespace {

// The functions of DuckDB that are called here.
struct Api {
  explicit Api(void* library) : symbol{library} {}
  LibrarySymbols symbol;

  decltype(&duckdb_free) free = symbol("duckdb_free");
  decltype(&duckdb_column_count) column_count = symbol("duckdb_column_count");
  decltype(&duckdb_column_name) column_name = symbol("duckdb_column_name");
  decltype(&duckdb_column_logical_type) column_logical_type = symbol("duckdb_column_logical_type");
  decltype(&duckdb_destroy_logical_type) destroy_logical_type =
      symbol("duckdb_destroy_logical_type");
  decltype(&duckdb_get_type_id) get_type_id = symbol("duckdb_get_type_id");
  decltype(&duckdb_decimal_scale) decimal_scale = symbol("duckdb_decimal_scale");
  decltype(&duckdb_decimal_internal_type) decimal_internal_type =
      symbol("duckdb_decimal_internal_type");
  decltype(&duckdb_enum_internal_type) enum_internal_type = symbol("duckdb_enum_internal_type");
  decltype(&duckdb_enum_dictionary_size) enum_dictionary_size =
      symbol("duckdb_enum_dictionary_size");
  decltype(&duckdb_enum_dictionary_value) enum_dictionary_value =
      symbol("duckdb_enum_dictionary_value");
  decltype(&duckdb_fetch_chunk) fetch_chunk = symbol("duckdb_fetch_chunk");
  decltype(&duckdb_destroy_data_chunk) destroy_data_chunk = symbol("duckdb_destroy_data_chunk");
  decltype(&duckdb_data_chunk_get_size) data_chunk_get_size = symbol("duckdb_data_chunk_get_size");
  decltype(&duckdb_data_chunk_get_vector) data_chunk_get_vector =
      symbol("duckdb_data_chunk_get_vector");
  decltype(&duckdb_vector_get_data) vector_get_data = symbol("duckdb_vector_get_data");
  decltype(&duckdb_vector_get_validity) vector_get_validity = symbol("duckdb_vector_get_validity");
  decltype(&duckdb_string_t_data) string_t_data = symbol("duckdb_string_t_data");
  decltype(&duckdb_string_t_length) string_t_length = symbol("duckdb_string_t_length");
};

bool is_integer(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
      return true;
    default:
      return false;
  }
}

ValueKind kind_of(duckdb_type type) {
  if (is_integer(type)) return ValueKind::kInteger;
  switch (type) {
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL:
      return ValueKind::kReal;
    case DUCKDB_TYPE_BOOLEAN:
      return ValueKind::kFlag;
    case DUCKDB_TYPE_DATE:
      return ValueKind::kDate;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return ValueKind::kTimestamp;
    default:
      return ValueKind::kText;
  }
}

double real_of(duckdb_hugeint value) {
  return std::ldexp(static_cast<double>(value.upper), 64) + static_cast<double>(value.lower);
}

int64_t floor_divided(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

// Appends the chunks of one column of a result to a FrameColumn.
class ColumnReader {
 public:
  ColumnReader(const Api& api, duckdb_result& result, idx_t index) : api_(api), index_(index) {
    duckdb_logical_type type = api.column_logical_type(&result, index);
    type_ = api.get_type_id(type);
    stored_ = type_;
    column_.name = api.column_name(&result, index);
    column_.kind = kind_of(type_);
    if (type_ == DUCKDB_TYPE_DECIMAL) {
      column_.decimals = api.decimal_scale(type);
      stored_ = api.decimal_internal_type(type);
      for (int i = 0; i < column_.decimals; ++i) divisor_ *= 10;
    } else if (type_ == DUCKDB_TYPE_ENUM) {
      stored_ = api.enum_internal_type(type);
      for (uint32_t i = 0; i < api.enum_dictionary_size(type); ++i) {
        char* word = api.enum_dictionary_value(type, i);
        words_.emplace_back(word);
        api.free(word);
      }
    }
    api.destroy_logical_type(&type);
  }

  // Returns whether values of this type can be read.
  bool is_readable() const {
    return column_.kind != ValueKind::kText || type_ == DUCKDB_TYPE_VARCHAR ||
           type_ == DUCKDB_TYPE_ENUM || type_ == DUCKDB_TYPE_SQLNULL;
  }

  void read(duckdb_data_chunk chunk) {
    const size_t count = api_.data_chunk_get_size(chunk);
    duckdb_vector vector = api_.data_chunk_get_vector(chunk, index_);
    validity_ = api_.vector_get_validity(vector);
    data_ = api_.vector_get_data(vector);
    for (size_t i = 0; i < count; ++i) {
      if (!is_valid(i)) mark(i);
    }
    read_values(count);
    rows_ += count;
    if (!column_.is_missing.empty()) column_.is_missing.resize(rows_, 0);
  }

  FrameColumn take() { return std::move(column_); }

 private:
  bool is_valid(size_t i) const {
    return type_ != DUCKDB_TYPE_SQLNULL &&
           (validity_ == nullptr || (validity_[i / 64] >> i % 64 & 1) != 0);
  }
  void mark(size_t i) {
    column_.is_missing.resize(rows_ + i + 1, 0);
    column_.is_missing.back() = 1;
  }

  template <typename Stored>
  void read_integers(size_t count) {
    const auto* values = static_cast<const Stored*>(data_);
    const auto convert = [&](auto to_value, auto& into) {
      for (size_t i = 0; i < count; ++i) into.push_back(is_valid(i) ? to_value(values[i]) : 0);
    };
    switch (type_) {
      case DUCKDB_TYPE_DECIMAL:
        return convert([&](Stored v) { return static_cast<double>(v) / divisor_; }, column_.reals);
      case DUCKDB_TYPE_ENUM:
        for (size_t i = 0; i < count; ++i) {
          column_.texts.push_back(is_valid(i) ? words_[static_cast<size_t>(values[i])] : "");
        }
        return;
      case DUCKDB_TYPE_TIMESTAMP:
        return convert([](Stored v) { return floor_divided(static_cast<int64_t>(v), 1'000'000); },
                       column_.integers);
      case DUCKDB_TYPE_TIMESTAMP_MS:
        return convert([](Stored v) { return floor_divided(static_cast<int64_t>(v), 1'000); },
                       column_.integers);
      case DUCKDB_TYPE_TIMESTAMP_NS:
        return convert(
            [](Stored v) { return floor_divided(static_cast<int64_t>(v), 1'000'000'000); },
            column_.integers);
      default:
        return convert([](Stored v) { return static_cast<int64_t>(v); }, column_.integers);
    }
  }

  template <typename Stored>
  void read_reals(size_t count) {
    const auto* values = static_cast<const Stored*>(data_);
    for (size_t i = 0; i < count; ++i) {
      const double value = is_valid(i) ? static_cast<double>(values[i]) : 0.0;
      if (!std::isfinite(value)) mark(i);
      column_.reals.push_back(std::isfinite(value) ? value : 0.0);
    }
  }

  void read_huge(size_t count) {
    const auto* values = static_cast<const duckdb_hugeint*>(data_);
    for (size_t i = 0; i < count; ++i) {
      const double value = is_valid(i) ? real_of(values[i]) : 0.0;
      if (type_ == DUCKDB_TYPE_DECIMAL) {
        column_.reals.push_back(value / divisor_);
      } else if (std::fabs(value) < 0x1p63) {  // the lower half is the value, two's complement
        column_.integers.push_back(is_valid(i) ? static_cast<int64_t>(values[i].lower) : 0);
      } else {
        mark(i);
        column_.integers.push_back(0);
      }
    }
  }

  void read_texts(size_t count) {
    auto* values = static_cast<duckdb_string_t*>(data_);
    for (size_t i = 0; i < count; ++i) {
      if (!is_valid(i)) {
        column_.texts.emplace_back();
      } else {
        column_.texts.emplace_back(api_.string_t_data(&values[i]), api_.string_t_length(values[i]));
      }
    }
  }

  void read_values(size_t count) {
    switch (stored_) {
      case DUCKDB_TYPE_BOOLEAN:
        return read_integers<bool>(count);
      case DUCKDB_TYPE_TINYINT:
        return read_integers<int8_t>(count);
      case DUCKDB_TYPE_SMALLINT:
        return read_integers<int16_t>(count);
      case DUCKDB_TYPE_INTEGER:
      case DUCKDB_TYPE_DATE:
        return read_integers<int32_t>(count);
      case DUCKDB_TYPE_UTINYINT:
        return read_integers<uint8_t>(count);
      case DUCKDB_TYPE_USMALLINT:
        return read_integers<uint16_t>(count);
      case DUCKDB_TYPE_UINTEGER:
        return read_integers<uint32_t>(count);
      case DUCKDB_TYPE_UBIGINT:
        return read_integers<uint64_t>(count);
      case DUCKDB_TYPE_HUGEINT:
      case DUCKDB_TYPE_UHUGEINT:
        return read_huge(count);
      case DUCKDB_TYPE_FLOAT:
        return read_reals<float>(count);
      case DUCKDB_TYPE_DOUBLE:
        return read_reals<double>(count);
      case DUCKDB_TYPE_VARCHAR:
      case DUCKDB_TYPE_SQLNULL:
        return read_texts(count);
      default:
        return read_integers<int64_t>(count);
    }
  }

  const Api& api_;
  const idx_t index_;
  duckdb_type type_, stored_;
  double divisor_ = 1;
  std::vector<std::string> words_;
  FrameColumn column_;
  size_t rows_ = 0;
  const uint64_t* validity_ = nullptr;
  void* data_ = nullptr;
};

}  // namespace

ValueKind value_kind(int type) { return kind_of(static_cast<duckdb_type>(type)); }

Result<Frame> read_columns(void* library, void* from) {
  const Api api(library);
  auto& result = *static_cast<duckdb_result*>(from);
  std::vector<ColumnReader> readers;
  for (idx_t c = 0; c < api.column_count(&result); ++c) {
    readers.emplace_back(api, result, c);
    if (!readers.back().is_readable()) {
      return Error{ErrorCategory::kInput,
                   std::string("column ") + api.column_name(&result, c) +
                       " has a type without an equal here: cast it to VARCHAR",
                   ""};
    }
  }
  Frame frame;
  while (duckdb_data_chunk chunk = api.fetch_chunk(result)) {
    for (ColumnReader& reader : readers) reader.read(chunk);
    frame.rows += api.data_chunk_get_size(chunk);
    api.destroy_data_chunk(&chunk);
  }
  for (ColumnReader& reader : readers) frame.columns.push_back(reader.take());
  return frame;
}

}  // namespace footfall

#endif
