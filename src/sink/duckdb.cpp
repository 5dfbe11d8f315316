// One DuckDB database of all tables.
// FORMAT: footfall.duckdb with a table each, all columns NOT NULL; types as in Parquet, but words
// are ENUMs, their members in byte order so that ORDER BY, min and max agree with text.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/check.h"
#include "base/checksum.h"
#include "base/descriptor.h"
#include "duckdb/sql_text.h"
#include "duckdb/table_appender.h"
#include "sink/sink.h"
#include "table/sql_type.h"

namespace footfall {

namespace {

constexpr const char* kFileName = "footfall.duckdb";

// DuckDB's advice, which begins with the second line, is about SQL.
Error write_error(const std::string& path, const std::string& what) {
  return {ErrorCategory::kIo, "cannot write " + path + ": " + what.substr(0, what.find('\n')),
          path};
}

Error write_error(const std::string& path, const Error& why) {
  return why.category == ErrorCategory::kUnavailable ? why : write_error(path, why.message);
}

// The distinct words of a column in byte order, and which of them each code is.
struct WordOrder {
  explicit WordOrder(const std::vector<std::string>& words) : members(words) {
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    for (const std::string& word : words) {
      const auto found = std::lower_bound(members.begin(), members.end(), word);
      index_by_code.push_back(static_cast<uint32_t>(found - members.begin()));
    }
  }
  std::vector<std::string> members;
  std::vector<uint32_t> index_by_code;
};

std::string type_of(const Column& column, const WordOrder& order, bool money_double) {
  if (column.meaning == Meaning::kMoney && money_double) return "DOUBLE";
  if (column.meaning != Meaning::kWord) return sql_type(column);
  std::string type;
  for (const std::string& word : order.members)
    type += (type.empty() ? "" : ", ") + sql_literal(word);
  return "ENUM (" + (type.empty() ? "''" : type) + ")";
}

// Writes `count` converted values of one column.
template <typename To, typename Convert>
void fill(const Batch& batch, size_t column, size_t begin, size_t count, void* data,
          Convert convert) {
  To* to = static_cast<To*>(data);
  const auto copy = [&](const auto* from) {
    for (size_t i = 0; i < count; ++i) to[i] = convert(from[begin + i]);
  };
  switch (batch.schema().columns[column].storage) {
    case Storage::kUint8:
      return copy(batch.values<uint8_t>(column));
    case Storage::kUint16:
      return copy(batch.values<uint16_t>(column));
    case Storage::kInt32:
      return copy(batch.values<int32_t>(column));
    case Storage::kInt64:
      return copy(batch.values<int64_t>(column));
    case Storage::kText:
      check(false, "text has no fixed width");
  }
}

struct TableWriter {
  std::vector<WordOrder> orders;  // by column
  std::optional<TableAppender> appender;
  uint64_t rows = 0;
};

class DuckdbSink final : public Sink {
 public:
  explicit DuckdbSink(const SinkOptions& options)
      : options_(options), path_(options.folder + "/" + kFileName) {}

  Result<> open(const Tables& tables, const std::array<Words, kTableCount>& words) {
    auto database = Database::open({path_, {}});
    if (!database) return write_error(path_, database.error());
    database_ = std::move(*database);
    for (int t = 0; t < kTableCount; ++t) {
      if (tables[t]) FOOTFALL_TRY(create_table(static_cast<Table>(t), words[t]));
    }
    // One transaction: rows go to the file as they come, not first to a log.
    FOOTFALL_TRY(run("BEGIN TRANSACTION"));
    for (int t = 0; t < kTableCount; ++t) {
      if (tables[t]) FOOTFALL_TRY(open_appender(static_cast<Table>(t)));
    }
    return Done{};
  }

  Result<> write(const Batch& batch, const Encoded&) override {
    TableWriter& writer = writers_[static_cast<size_t>(batch.table())];
    const size_t most = writer.appender->capacity();
    for (size_t begin = 0; begin < batch.rows(); begin += most) {
      const size_t count = std::min(most, batch.rows() - begin);
      for (size_t c = 0; c < batch.schema().columns.size(); ++c) {
        put(batch, c, begin, count, writer);
      }
      FOOTFALL_TRY(told(writer.appender->append(count)));
    }
    writer.rows += batch.rows();
    return Done{};
  }

  Result<std::vector<WrittenFile>> finish() override {
    uint64_t rows = 0;
    for (TableWriter& writer : writers_) {
      if (!writer.appender) continue;
      FOOTFALL_TRY(told(writer.appender->close()));
      rows += writer.rows;
    }
    FOOTFALL_TRY(run("COMMIT"));
    FOOTFALL_TRY(run("CHECKPOINT"));
    close();
    WrittenFile file{kFileName, "all", rows, 0, ""};
    FOOTFALL_TRY(sync_and_hash(file));
    return std::vector<WrittenFile>{file};
  }

 private:
  Result<> run(const std::string& sql) { return told(database_->run(sql)); }

  // Returns what was done, or its error as one of writing the file.
  template <typename Any>
  Result<> told(const Result<Any>& outcome) const {
    if (!outcome) return write_error(path_, outcome.error());
    return Done{};
  }

  Result<> create_table(Table table, const Words& words) {
    TableWriter& writer = writers_[static_cast<size_t>(table)];
    const Schema& schema = schema_of(table);
    std::string columns;
    for (size_t c = 0; c < schema.columns.size(); ++c) {
      const Column& column = schema.columns[c];
      const bool word = column.meaning == Meaning::kWord;
      writer.orders.emplace_back(word ? words[c] : std::vector<std::string>());
      columns += (c ? ", \"" : "\"") + std::string(column.name) + "\" " +
                 type_of(column, writer.orders[c], options_.money_double) + " NOT NULL";
    }
    return run("CREATE TABLE " + std::string(schema.name) + " (" + columns + ")");
  }

  Result<> open_appender(Table table) {
    TableWriter& writer = writers_[static_cast<size_t>(table)];
    auto appender = TableAppender::open(*database_, std::string(schema_of(table).name));
    if (!appender) return write_error(path_, appender.error());
    writer.appender = std::move(*appender);
    return Done{};
  }

  // Puts rows [begin, begin + count) of a column into the appender.
  void put(const Batch& batch, size_t column, size_t begin, size_t count, TableWriter& writer) {
    const Column& described = batch.schema().columns[column];
    if (described.meaning == Meaning::kText) {
      for (size_t i = 0; i < count; ++i) {
        writer.appender->set_text(column, i, batch.texts(column)[begin + i]);
      }
      return;
    }
    void* data = writer.appender->values(column);
    const auto narrow = [](auto value) { return static_cast<int32_t>(value); };
    const auto wide = [](auto value) { return static_cast<int64_t>(value); };
    switch (described.meaning) {
      case Meaning::kMoney:
        if (!options_.money_double) return fill<int64_t>(batch, column, begin, count, data, wide);
        return fill<double>(batch, column, begin, count, data,
                            [](auto value) { return static_cast<double>(value) / 100.0; });
      case Meaning::kTimestamp:
        return fill<int64_t>(batch, column, begin, count, data,
                             [](auto value) { return int64_t{value} * 1'000'000; });
      case Meaning::kFlag:
        return fill<bool>(batch, column, begin, count, data, [](auto value) { return value != 0; });
      case Meaning::kWord:
        return put_words(batch, column, begin, count, data, writer.orders[column]);
      default:
        if (described.storage == Storage::kInt64)
          return fill<int64_t>(batch, column, begin, count, data, wide);
        return fill<int32_t>(batch, column, begin, count, data, narrow);
    }
  }

  // An ENUM is stored as narrow as its members allow.
  static void put_words(const Batch& batch, size_t column, size_t begin, size_t count, void* data,
                        const WordOrder& order) {
    const auto member = [&](auto code) {
      const auto index = static_cast<size_t>(code);
      check(index < order.index_by_code.size(), "word code without a word");
      return order.index_by_code[index];
    };
    if (order.members.size() <= UINT8_MAX)
      return fill<uint8_t>(batch, column, begin, count, data, member);
    if (order.members.size() <= UINT16_MAX)
      return fill<uint16_t>(batch, column, begin, count, data, member);
    fill<uint32_t>(batch, column, begin, count, data, member);
  }

  void close() {
    for (TableWriter& writer : writers_) writer.appender.reset();
    database_.reset();
  }

  Result<> sync_and_hash(WrittenFile& file) const {
    const Descriptor written(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!written.is_open()) return write_error(path_, std::strerror(errno));
    Checksum checksum(options_.checksum == "sha256");
    FOOTFALL_TRY(read_blocks(written, path_, [&](const char* data, size_t size_bytes) {
      checksum.update(data, size_bytes);
      file.bytes += size_bytes;
    }));
    if (::fsync(written.number()) != 0) return write_error(path_, std::strerror(errno));
    file.checksum = checksum.finish();
    return Done{};
  }

  const SinkOptions options_;
  const std::string path_;
  std::optional<Database> database_;  // closed after its appenders; what is not committed is gone
  std::array<TableWriter, kTableCount> writers_;
};

}  // namespace

Result<std::unique_ptr<Sink>> open_duckdb_sink(const Tables& tables,
                                               const std::array<Words, kTableCount>& words,
                                               const SinkOptions& options) {
  if (options.folder == "-") {
    return Error{ErrorCategory::kUsage, "format duckdb cannot go to standard output", ""};
  }
  std::error_code code;
  const std::string path = options.folder + "/" + kFileName;
  if (std::filesystem::exists(path, code)) return write_error(path, "it exists already");
  auto sink = std::make_unique<DuckdbSink>(options);
  FOOTFALL_TRY(sink->open(tables, words));
  return std::unique_ptr<Sink>(std::move(sink));
}

}  // namespace footfall
