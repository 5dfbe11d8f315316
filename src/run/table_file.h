// Holds TableFile: reads a CSV or JSON Lines file of a data set row by row, back into values, and
// hashes bytes and content as it goes. Memory stays flat.
// FORMAT: exactly what sink/text_sink.cpp writes; any other form is a difference.
#pragma once
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "sink/sink.h"
#include "table/content_hash.h"

namespace footfall {

class TableFile {
 public:
  // Opens one listed file of `folder`, csv or jsonl by its name. Errors: kGate when it is missing,
  // kIo when it cannot be read.
  static Result<std::unique_ptr<TableFile>> open(const std::string& folder,
                                                 const WrittenFile& listed, Table table);
  ~TableFile();
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;

  Table table() const { return batch_.table(); }
  // Reads the next row; false after the last. Error: kGate that names the row.
  Result<bool> next();
  // Returns the row read last, from 1.
  uint64_t row() const { return rows_; }
  // Returns a value of that row, in the units of its storage. REQUIRES: not a word or text column.
  int64_t value(size_t column) const { return values_[column]; }
  // Returns the text of a value of that row, unquoted.
  const std::string& text(size_t column) const { return texts_[column]; }
  // Returns kGate with file, table, row read last and `what`.
  Error difference(const std::string& what) const;
  // Compares rows, bytes, checksum and content hash with the manifest. REQUIRES: next() was false.
  Result<> finish(const std::string& content_hash);

 private:
  TableFile(int descriptor, std::string path, const WrittenFile& listed, Table table);
  Result<bool> next_record(std::string_view& record);
  Result<bool> refill();
  bool split_csv(std::string_view record);
  bool split_json(std::string_view record);
  Result<> parse_values();
  Result<> add_word(size_t column);
  void hash_batch();

  const int descriptor_;
  const std::string path_;
  const WrittenFile listed_;
  const bool jsonl_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;
  bool header_read_;
  uint64_t rows_ = 0, bytes_ = 0;
  Hasher128 xxh3_;
  std::optional<Sha256> sha256_;
  ContentHash content_;
  Batch batch_;
  std::vector<int64_t> values_;
  std::vector<std::string> texts_, leads_;
  std::string header_;
  std::vector<std::map<std::string, size_t, std::less<>>> codes_;
};

// Hashes a file's bytes and compares size and checksum with the manifest. Errors as TableFile.
Result<> check_bytes(const std::string& folder, const WrittenFile& listed);

}  // namespace footfall
