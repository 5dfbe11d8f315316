// Holds whole files to a slow writer of the formats that asks every value what it is.
#include <gtest/gtest.h>

#include <chrono>
#include <climits>
#include <filesystem>
#include <fstream>
#include <random>

#include "sink/sink.h"

namespace footfall {
namespace {

constexpr Table kTables[] = {Table::kCustomers, Table::kTransactions, Table::kItems};

std::string quoted(bool jsonl, std::string_view text) {
  if (!jsonl && text.find_first_of(",\"\r\n") == std::string::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    char code[8];
    std::snprintf(code, sizeof code, "\\u%04x", c);
    if (jsonl && static_cast<unsigned char>(c) < 0x20) {
      out += code;
    } else {
      if (c == '"') out += jsonl ? '\\' : '"';
      if (c == '\\' && jsonl) out += '\\';
      out += c;
    }
  }
  return out + '"';
}

std::string date_text(int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::string value_text(bool jsonl, Meaning meaning, int64_t value) {
  const std::string mark = jsonl ? "\"" : "";
  char text[32];
  switch (meaning) {
    case Meaning::kMoney:
      std::snprintf(text, sizeof text, "%s%lld.%02d", value < 0 ? "-" : "", std::llabs(value / 100),
                    static_cast<int>(std::llabs(value % 100)));
      return text;
    case Meaning::kFlag:
      return value ? "true" : "false";
    case Meaning::kDate:
      return mark + date_text(value) + mark;
    case Meaning::kTimestamp:
      std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(value / 3600 % 24),
                    static_cast<int>(value / 60 % 60), static_cast<int>(value % 60));
      return mark + date_text(value / 86400) + text + mark;
    default:
      return std::to_string(value);
  }
}

std::string rows_text(bool jsonl, const Batch& batch, const Words& words) {
  std::string out;
  const auto columns = batch.schema().columns;
  for (size_t row = 0; row < batch.rows(); ++row) {
    for (size_t c = 0; c < columns.size(); ++c) {
      out += c == 0 ? (jsonl ? "{" : "") : ",";
      if (jsonl) out += '"' + std::string(columns[c].name) + "\":";
      if (columns[c].meaning == Meaning::kText) {
        out += quoted(jsonl, batch.texts(c)[row]);
      } else if (columns[c].meaning == Meaning::kWord) {
        out += quoted(jsonl, words[c][static_cast<size_t>(batch.value(c, row))]);
      } else {
        out += value_text(jsonl, columns[c].meaning, batch.value(c, row));
      }
    }
    out += jsonl ? "}\n" : "\n";
  }
  return out;
}

std::string header_text(Table table) {
  std::string out;
  for (const Column& column : schema_of(table).columns)
    out += (out.empty() ? "" : ",") + std::string(column.name);
  return out + '\n';
}

// Texts with everything that has to be quoted, of any length.
std::string random_text(std::mt19937_64& random) {
  const std::string letters[] = {"a", "b", " ", ",", "\"", "\\", "\n", "\r", "\t", "ü", "🎉", "z"};
  std::string text;
  for (size_t left = random() % 4 * (random() % 25); left > 0; --left)
    text += letters[random() % (random() % 3 ? 2 : 12)];
  return text;
}

Words random_words(Table table, std::mt19937_64& random) {
  Words words(schema_of(table).columns.size());
  for (size_t c = 0; c < words.size(); ++c) {
    const Column& column = schema_of(table).columns[c];
    if (column.meaning != Meaning::kWord) continue;
    const size_t count = column.storage == Storage::kUint8 ? 256 : 500;
    for (size_t i = 0; i < count; ++i) words[c].push_back(random_text(random));
  }
  return words;
}

// Returns any value that a column may hold; small ones are as likely as large ones.
int64_t random_value(const Column& column, size_t word_count, std::mt19937_64& random) {
  const auto any = static_cast<int64_t>(random() >> (random() % 63));
  switch (column.meaning) {
    case Meaning::kWord:
      return static_cast<int64_t>(random() % word_count);
    case Meaning::kFlag:
      return static_cast<int64_t>(random() % 2);
    case Meaning::kDate:
      return static_cast<int64_t>(random() % 89849);
    case Meaning::kTimestamp:
      return static_cast<int64_t>(random() % (int64_t{89849} * 86400));
    default:
      return any;  // cut to the width of the column: negative ones as well
  }
}

void fill(Batch& batch, size_t rows, const Words& words, std::mt19937_64& random) {
  batch.clear();
  const auto columns = batch.schema().columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    const size_t bytes = storage_bytes(columns[c].storage);
    for (size_t row = 0; row < rows; ++row) {
      if (bytes == 0) {
        batch.texts(c).push_back(random_text(random));
        continue;
      }
      const int64_t value = random_value(columns[c], words[c].size(), random);
      std::memcpy(batch.values<char>(c) + row * bytes, &value, bytes);
    }
  }
  batch.set_rows(rows);
}

// A folder that a test writes into.
class TextSinkTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "footfall_text_sink_" + std::to_string(::getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Sink> open(Table table, const Words& words) const {
    SinkOptions options;
    options.folder = folder_;
    auto sink = open_text_sink(GetParam(), table, words, options);
    EXPECT_TRUE(sink) << sink.error().message;
    return std::move(*sink);
  }
  std::string content(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
};

TEST_P(TextSinkTest, FilesAreThoseOfTheSlowWriter) {
  std::mt19937_64 random(7);
  for (const Table table : kTables) {
    const Words words = random_words(table, random);
    auto sink = open(table, words);
    std::string expected = GetParam() ? "" : header_text(table);
    Batch batch(table, 3000);
    Encoded encoded;
    uint64_t rows = 0;
    for (const size_t count : {1, 3000, 0, 7, 500}) {  // the buffer of a larger batch is reused
      fill(batch, count, words, random);
      sink->encode(batch, encoded);
      EXPECT_EQ(std::string(encoded.data(), encoded.size()), rows_text(GetParam(), batch, words));
      ASSERT_TRUE(sink->write(batch, encoded));
      expected += rows_text(GetParam(), batch, words);
      rows += count;
    }
    const auto files = sink->finish();
    ASSERT_TRUE(files);
    ASSERT_EQ(files->size(), 1u);
    const WrittenFile& file = (*files)[0];
    EXPECT_EQ(file.path, std::string(schema_of(table).name) + (GetParam() ? ".jsonl" : ".csv"));
    EXPECT_EQ(file.table, schema_of(table).name);
    EXPECT_EQ(file.rows, rows);
    EXPECT_EQ(file.bytes, expected.size());
    EXPECT_TRUE(content(file.path) == expected) << file.path;
  }
}

TEST_P(TextSinkTest, ATableWithoutRowsHasItsHeader) {
  for (const Table table : kTables) {
    auto sink = open(table, Words(schema_of(table).columns.size()));
    const auto files = sink->finish();
    ASSERT_TRUE(files);
    EXPECT_EQ((*files)[0].rows, 0u);
    EXPECT_EQ(content((*files)[0].path), GetParam() ? "" : header_text(table));
  }
}

TEST_P(TextSinkTest, TheLongestRowHasRoom) {
  const Words none(schema_of(Table::kItems).columns.size());
  Words words = none;
  words[2] = {std::string(200, '"')};
  auto sink = open(Table::kItems, words);
  Batch batch(Table::kItems, 4096);
  for (size_t row = 0; row < 4096; ++row) {
    batch.values<int64_t>(0)[row] = INT64_MIN;
    batch.values<uint16_t>(1)[row] = UINT16_MAX;
    batch.values<uint16_t>(2)[row] = 0;
    batch.values<uint8_t>(3)[row] = UINT8_MAX;
    batch.values<int32_t>(4)[row] = batch.values<int32_t>(5)[row] = INT32_MIN;
  }
  batch.set_rows(4096);
  Encoded encoded;
  sink->encode(batch, encoded);
  EXPECT_EQ(std::string(encoded.data(), encoded.size()), rows_text(GetParam(), batch, words));
}

TEST_P(TextSinkTest, AnExistingFileIsAnError) {
  open(Table::kItems, Words(6));
  SinkOptions options;
  options.folder = folder_;
  const auto again = open_text_sink(GetParam(), Table::kItems, Words(6), options);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().category, ErrorCategory::kIo);
}

INSTANTIATE_TEST_SUITE_P(Forms, TextSinkTest, testing::Values(false, true),
                         [](const auto& form) { return form.param ? "Jsonl" : "Csv"; });

}  // namespace
}  // namespace footfall
