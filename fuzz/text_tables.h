// Holds what the targets of text files share: rows with their words, files of a folder of their
// own, and whether two sets of rows are the same.
#pragma once
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "base/check.h"
#include "run/text_rows.h"
#include "sink/sink.h"

namespace footfall {

struct TableRows {
  explicit TableRows(Table table, size_t capacity = 1000) : batch(table, capacity), codes(table) {}

  Batch batch;
  WordCodes codes;
};

inline std::string value_text(const TableRows& rows, size_t column, size_t row) {
  const Column& described = rows.batch.schema().columns[column];
  if (described.meaning == Meaning::kText) return std::string(rows.batch.texts(column)[row]);
  const auto value = rows.batch.value(column, row);
  if (described.meaning == Meaning::kWord)
    return rows.codes.words()[column][static_cast<size_t>(value)];
  return std::to_string(value);
}

inline bool same_rows(const TableRows& left, const TableRows& right) {
  if (left.batch.rows() != right.batch.rows()) return false;
  for (size_t c = 0; c < left.batch.schema().columns.size(); ++c) {
    for (size_t row = 0; row < left.batch.rows(); ++row) {
      if (value_text(left, c, row) != value_text(right, c, row)) return false;
    }
  }
  return true;
}

// Files of one table in a folder that goes with the process; in memory where the system allows.
class TextTables {
 public:
  TextTables(Table table, bool jsonl) : table_(table), jsonl_(jsonl) {
    const char* memory = "/dev/shm";
    const std::filesystem::path base = std::filesystem::is_directory(memory)
                                           ? std::filesystem::path(memory)
                                           : std::filesystem::temp_directory_path();
    folder_ = base / ("footfall-fuzz-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder_);
  }
  ~TextTables() { std::filesystem::remove_all(folder_); }
  TextTables(const TextTables&) = delete;
  TextTables& operator=(const TextTables&) = delete;

  void write_bytes(std::string_view bytes) const {
    std::ofstream(path(), std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
  }
  void write(const TableRows& rows) const {
    std::filesystem::remove(path());
    SinkOptions options;
    options.folder = folder_;
    auto sink = open_text_sink(jsonl_, table_, rows.codes.words(), options);
    check(static_cast<bool>(sink), "a sink opens");
    Encoded encoded;
    (*sink)->encode(rows.batch, encoded);
    check((*sink)->write(rows.batch, encoded) && (*sink)->finish(), "rows are written");
  }
  // Returns the first rows of the file; nothing when it is refused.
  std::optional<TableRows> read() const {
    FileBytes bytes{WrittenFile()};
    auto source = open_text_rows(path(), table_, bytes);
    check(static_cast<bool>(source), "the file opens");
    TableRows rows(table_);
    const auto found = (*source)(rows.batch, rows.codes);
    if (!found) {
      check(!found.error().message.empty(), "a refusal has a reason");
      return std::nullopt;
    }
    return rows;
  }

 private:
  std::string path() const {
    return folder_ / (std::string(schema_of(table_).name) + (jsonl_ ? ".jsonl" : ".csv"));
  }

  const Table table_;
  const bool jsonl_;
  std::filesystem::path folder_;
};

}  // namespace footfall
