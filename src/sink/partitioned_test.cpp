#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "sink/sink.h"

namespace footfall {
namespace {

namespace fs = std::filesystem;

constexpr Day kStart = 19740;  // 2024-01-18
constexpr int kDays = 60, kRowsADay = 50;

class PartitionedSinkTest : public testing::Test {
 protected:
  PartitionedSinkTest() {
    std::string name = (fs::temp_directory_path() / "footfall_test_XXXXXX").string();
    options_.folder = ::mkdtemp(name.data());
    options_.partition_by_month = true;
    for (int t = 0; t < kTableCount; ++t) {
      for (const Column& column : schema_of(static_cast<Table>(t)).columns) {
        words_[t].emplace_back();
        if (column.meaning == Meaning::kWord) words_[t].back() = {"one", "two"};
      }
    }
  }
  ~PartitionedSinkTest() override { fs::remove_all(options_.folder); }

  std::string bytes(const std::string& file) const {
    std::ifstream stream(options_.folder + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  // Rows of days [begin, end) after kStart; only the day is of interest.
  static Batch rows(Table table, int begin, int end) {
    const size_t count = static_cast<size_t>(end - begin) * kRowsADay;
    Batch batch(table, count);
    batch.set_rows(count);
    for (size_t c = 0; c < batch.schema().columns.size(); ++c) {
      std::memset(batch.values<char>(c), 0,
                  count * storage_bytes(batch.schema().columns[c].storage));
    }
    for (size_t i = 0; i < count; ++i) {
      const int64_t day = kStart + begin + static_cast<int64_t>(i) / kRowsADay;
      batch.values<int64_t>(0)[i] = (day * 10'000'000'000 + static_cast<int64_t>(i) + 1) * 10;
      if (table != Table::kTransactions) continue;
      batch.values<int64_t>(1)[i] = static_cast<int64_t>(i) + 1;
      batch.values<int32_t>(4)[i] = static_cast<int32_t>(day);
    }
    return batch;
  }

  // Writes all rows, every batch encoded beforehand on another thread, as a run may do.
  std::vector<WrittenFile> write_all(const std::string& format, Table table) {
    Tables tables = {};
    tables[static_cast<size_t>(table)] = true;
    auto opened = open_sinks(format, tables, words_, options_);
    EXPECT_TRUE(opened) << opened.error().message;
    Sink& sink = *(*opened)[0].sink;
    std::vector<Batch> batches;  // January has 14 days left, February 29
    for (const auto& [begin, end] : {std::pair{0, 9}, {9, 14}, {14, 30}, {30, 43}, {43, kDays}})
      batches.push_back(rows(table, begin, end));
    std::vector<Encoded> encoded(batches.size());
    std::atomic<size_t> ready = 0;
    std::thread other([&] {
      for (size_t i = 0; i < batches.size(); ++i, ++ready) sink.encode(batches[i], encoded[i]);
    });
    for (size_t i = 0; i < batches.size(); ++i) {
      while (ready <= i) std::this_thread::yield();
      const auto written = sink.write(batches[i], encoded[i]);
      EXPECT_TRUE(written) << written.error().message;
    }
    other.join();
    auto files = sink.finish();
    EXPECT_TRUE(files) << files.error().message;
    return *files;
  }

  SinkOptions options_;
  std::array<Words, kTableCount> words_;
};

TEST_F(PartitionedSinkTest, PartsOfTextHoldTheRowsOfTheWhole) {
  for (const std::string format : {"csv", "jsonl"}) {
    for (const Table table : {Table::kTransactions, Table::kItems}) {
      options_.partition_by_month = true;
      const auto files = write_all(format, table);
      ASSERT_EQ(files.size(), 3u);
      options_.partition_by_month = false;
      const auto whole = write_all(format, table);
      ASSERT_EQ(whole.size(), 1u);
      std::string joined;
      uint64_t rows = 0;
      for (size_t i = 0; i < files.size(); ++i) {
        std::string part = bytes(files[i].path);
        EXPECT_EQ(part.size(), files[i].bytes);
        if (format == "csv" && i > 0) part.erase(0, part.find('\n') + 1);
        joined += part;
        rows += files[i].rows;
      }
      EXPECT_TRUE(joined == bytes(whole[0].path)) << format;
      EXPECT_EQ(rows, whole[0].rows);
      EXPECT_EQ(rows, static_cast<uint64_t>(kDays * kRowsADay));
    }
  }
}

TEST_F(PartitionedSinkTest, FilesAndTheirDays) {
  for (const std::string format : {"csv", "jsonl", "parquet"}) {
    if (format == "parquet" && !open_parquet_sink(Table::kCustomers, words_[0], options_)) {
      std::printf("SKIPPED parquet: this build has no Arrow library\n");
      continue;
    }
    const auto files = write_all(format, Table::kItems);
    ASSERT_EQ(files.size(), 3u);
    EXPECT_EQ(files[0].path, "items/month=2024-01/part-00000." + format);
    EXPECT_EQ(files[2].path, "items/month=2024-03/part-00000." + format);
    EXPECT_EQ(files[0].rows, 14u * kRowsADay);
    EXPECT_EQ(files[1].rows, 29u * kRowsADay);
    EXPECT_EQ(format_date(*files[0].min_date), "2024-01-18");
    EXPECT_EQ(format_date(*files[0].max_date), "2024-01-31");
    EXPECT_EQ(format_date(*files[1].min_date), "2024-02-01");
    EXPECT_EQ(format_date(*files[2].max_date), "2024-03-17");
    for (const WrittenFile& file : files) {
      EXPECT_EQ(file.table, "items");
      EXPECT_EQ(fs::file_size(options_.folder + "/" + file.path), file.bytes);
    }
    EXPECT_FALSE(fs::exists(options_.folder + "/items/items." + format));
  }
}

TEST_F(PartitionedSinkTest, ATableWithoutRowsIsOneFile) {
  auto opened = open_sinks("csv", {false, false, true}, words_, options_);
  ASSERT_TRUE(opened);
  const auto files = (*opened)[0].sink->finish();
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 1u);
  EXPECT_EQ((*files)[0].path, "items/part-00000.csv");
  EXPECT_FALSE((*files)[0].min_date);
  EXPECT_EQ(bytes("items/part-00000.csv"),
            "transaction_id,line,category,quantity,unit_price,amount\n");
}

TEST_F(PartitionedSinkTest, CustomersStayOneFile) {
  auto opened = open_sinks("csv", {true, false, false}, words_, options_);
  ASSERT_TRUE(opened);
  const auto files = (*opened)[0].sink->finish();
  ASSERT_TRUE(files);
  EXPECT_EQ((*files)[0].path, "customers.csv");
}

TEST_F(PartitionedSinkTest, WhatCannotBePartitioned) {
  const auto database = open_sinks("duckdb", {true, true, true}, words_, options_);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().category, ErrorCategory::kUsage);
  options_.folder = "-";
  const auto piped = open_sinks("csv", {false, false, true}, words_, options_);
  ASSERT_FALSE(piped);
  EXPECT_EQ(piped.error().category, ErrorCategory::kUsage);
  EXPECT_TRUE(open_sinks("null", {true, true, true}, words_, options_));
}

TEST_F(PartitionedSinkTest, ABatchOverAMonthBorderIsAProgrammersError) {
  auto opened = open_sinks("csv", {false, false, true}, words_, options_);
  ASSERT_TRUE(opened);
  Sink& sink = *(*opened)[0].sink;
  const Batch batch = rows(Table::kItems, 10, 20);
  Encoded encoded;
  sink.encode(batch, encoded);
  EXPECT_DEATH((void)sink.write(batch, encoded), "crosses the border of a month");
}

TEST_F(PartitionedSinkTest, AFolderThatCannotBeMade) {
  std::ofstream(options_.folder + "/items") << "in the way";
  const auto opened = open_sinks("csv", {false, false, true}, words_, options_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().category, ErrorCategory::kIo);
  EXPECT_NE(opened.error().message.find("items"), std::string::npos);
}

}  // namespace
}  // namespace footfall
