#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "sink/sink.h"

namespace footfall {
namespace {

namespace fs = std::filesystem;

// A folder that is gone after the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "footfall_test_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string path() const { return path_.string(); }
  std::string bytes(const std::string& file) const {
    std::ifstream stream(path_ / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  fs::path path_;
};

constexpr size_t kWords = 300;

std::array<Words, kTableCount> some_words() {
  std::array<Words, kTableCount> words;
  for (int t = 0; t < kTableCount; ++t) {
    for (const Column& column : schema_of(static_cast<Table>(t)).columns) {
      words[t].emplace_back();
      if (column.meaning != Meaning::kWord) continue;
      const size_t count = column.storage == Storage::kUint8 ? 200 : kWords;
      for (size_t i = 0; i < count; ++i)
        words[t].back().push_back("word " + std::to_string(i % 190));
    }
  }
  return words;
}

// Rows of any value that the columns can hold and CSV could tell.
Batch some_rows(Table table, size_t rows) {
  std::mt19937_64 draw(7);
  Batch batch(table, rows);
  batch.set_rows(rows);
  const auto columns = batch.schema().columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    int64_t id = 1;
    for (size_t i = 0; i < rows; ++i) {
      const uint64_t word = draw();
      id += static_cast<int64_t>(word % 5 == 0 ? word % 1000 : 0);
      const int64_t value = columns[c].meaning == Meaning::kWord ? static_cast<int64_t>(word % 200)
                            : columns[c].meaning == Meaning::kFlag
                                ? static_cast<int64_t>(i / 99 % 2)
                            : c == 0 ? id
                                     : static_cast<int64_t>(word >> 40);
      switch (columns[c].storage) {
        case Storage::kUint8:
          batch.values<uint8_t>(c)[i] = static_cast<uint8_t>(value);
          break;
        case Storage::kUint16:
          batch.values<uint16_t>(c)[i] = static_cast<uint16_t>(value);
          break;
        case Storage::kInt32:
          batch.values<int32_t>(c)[i] = static_cast<int32_t>(value);
          break;
        case Storage::kInt64:
          batch.values<int64_t>(c)[i] = value;
          break;
        case Storage::kText:
          batch.texts(c).push_back("text " + std::to_string(word % 1'000'000));
      }
    }
  }
  return batch;
}

Batch part_of(const Batch& all, size_t begin, size_t count) {
  Batch part(all.table(), count);
  part.set_rows(count);
  for (size_t c = 0; c < all.schema().columns.size(); ++c) {
    const size_t bytes = storage_bytes(all.schema().columns[c].storage);
    if (bytes > 0) {
      std::memcpy(part.values<char>(c), all.values<char>(c) + begin * bytes, count * bytes);
    } else {
      for (size_t i = 0; i < count; ++i) part.texts(c).push_back(all.texts(c)[begin + i]);
    }
  }
  return part;
}

// Writes the rows of all tables in batches of at most `most` rows, of changing size if asked for;
// returns the bytes of the files.
std::string written(const SinkOptions& given, size_t rows, size_t most, bool changing = false) {
  const Folder folder;
  SinkOptions options = given;
  options.folder = folder.path();
  const auto words = some_words();
  auto opened = open_sinks("parquet", {true, true, true}, words, options);
  if (!opened) {
    ADD_FAILURE() << opened.error().message;
    return "";
  }
  std::string bytes;
  std::mt19937_64 draw(3);
  for (int t = 0; t < kTableCount; ++t) {
    const Batch all = some_rows(static_cast<Table>(t), rows);
    Sink& sink = *(*opened)[static_cast<size_t>(t)].sink;
    Encoded encoded;
    for (size_t begin = 0; begin < rows;) {
      const size_t count = std::min(rows - begin, changing ? 1 + draw() % most : most);
      const Batch batch = part_of(all, begin, count);
      sink.encode(batch, encoded);
      EXPECT_TRUE(sink.write(batch, encoded));
      begin += count;
    }
    const auto files = sink.finish();
    EXPECT_TRUE(files);
    EXPECT_EQ((*files)[0].rows, rows);
    bytes += folder.bytes((*files)[0].path);
    EXPECT_EQ((*files)[0].bytes, folder.bytes((*files)[0].path).size());
  }
  return bytes;
}

bool has_parquet() {
  const Folder folder;
  SinkOptions options;
  options.folder = folder.path();
  const bool has = static_cast<bool>(open_parquet_sink(Table::kItems, some_words()[2], options));
  if (!has) std::printf("SKIPPED: this build has no Arrow library\n");
  return has;
}

// Runs tasks on `threads` threads at once; counts the calls.
auto pool(int threads, std::atomic<int>& calls) {
  return [threads, &calls](size_t count, const std::function<void(size_t)>& task) {
    ++calls;
    std::atomic<size_t> next = 0;
    const auto serve = [&] {
      for (size_t i = next++; i < count; i = next++) task(i);
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(serve);
    serve();
    for (std::thread& thread : others) thread.join();
  };
}

TEST(ParquetSink, BatchesAndThreadsChangeNoByte) {
  if (!has_parquet()) return;
  SinkOptions options;
  options.row_group_rows = 40'000;
  options.metadata = {{"footfall.seed", "42"}};
  const size_t rows = 90'000;
  const std::string expected = written(options, rows, rows);
  ASSERT_GT(expected.size(), 1'000'000u) << expected;
  EXPECT_TRUE(written(options, rows, 32'768) == expected);
  EXPECT_TRUE(written(options, rows, 999) == expected);
  EXPECT_TRUE(written(options, rows, 40'000, true) == expected);
  for (const int threads : {1, 2, 5}) {
    std::atomic<int> calls = 0;
    options.for_each = pool(threads, calls);
    EXPECT_TRUE(written(options, rows, 20'000) == expected) << threads;
    EXPECT_GT(calls, 10);
    EXPECT_TRUE(written(options, rows, 70'000, true) == expected) << threads;
  }
}

TEST(ParquetSink, AsMuchForEveryCompression) {
  if (!has_parquet()) return;
  size_t least = SIZE_MAX;
  for (const char* compression : {"none", "snappy", "zstd"}) {
    SinkOptions options;
    options.compression = compression;
    const std::string expected = written(options, 70'000, 70'000);
    EXPECT_TRUE(written(options, 70'000, 30'000, true) == expected) << compression;
    EXPECT_LT(expected.size(), least) << compression;
    least = expected.size();
  }
}

TEST(ParquetSink, MoneyAsDoubleIsAsRepeatable) {
  if (!has_parquet()) return;
  SinkOptions options;
  options.money_double = true;
  const std::string expected = written(options, 70'000, 70'000);
  EXPECT_TRUE(written(options, 70'000, 1'234) == expected);
  options.money_double = false;
  EXPECT_FALSE(written(options, 70'000, 70'000) == expected);
}

TEST(ParquetSink, NoRows) {
  if (!has_parquet()) return;
  EXPECT_GT(written({}, 0, 1).size(), 100u);
}

TEST(ParquetSink, UnknownCompression) {
  SinkOptions options;
  options.compression = "brotli";
  const auto sink = open_parquet_sink(Table::kItems, some_words()[2], options);
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().category, ErrorCategory::kUsage);
}

}  // namespace
}  // namespace footfall
