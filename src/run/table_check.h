// Holds TableCheck: reads one table of a data set from its files of one format, and holds every row
// to the rules that need no other table, the whole to the manifest.
#pragma once
#include <optional>

#include "run/data_set.h"
#include "run/file_bytes.h"
#include "sink/row_source.h"
#include "table/content_hash.h"

namespace footfall {

// Opens one table of a listed file; what a reader takes from a text file passes `bytes`. Errors:
// kGate when the file is missing or of another form, kIo, kUnavailable.
Result<RowSource> open_rows(const std::string& folder, const WrittenFile& listed, Table table,
                            FileBytes& bytes);

// Returns kGate that names file and table, and a row from 1 if given.
Error file_difference(const WrittenFile& listed, Table table, const std::string& what,
                      std::optional<uint64_t> row = std::nullopt);

class TableCheck {
 public:
  // REQUIRES: `data` outlives the check; `files` are in row order, at least one.
  TableCheck(const DataSet& data, Table table, std::vector<const WrittenFile*> files);

  // Returns the next rows, or nothing after the last. Errors: kGate that names the row, kIo.
  Result<const Batch*> next();
  // Returns kGate that names a row of the batch read last.
  Error difference(size_t row_of_batch, const std::string& what) const;
  // Compares rows, content hash and bytes with the manifest. REQUIRES: next() gave nothing.
  Result<> finish();

  uint64_t rows() const { return rows_; }
  const WrittenFile& file() const { return *files_[file_number_]; }

 private:
  Result<> open_file();
  void close_file();
  Result<> check_rows();
  const char* customer_fault(size_t row) const;
  const char* transaction_fault(size_t row) const;
  const char* item_fault(size_t row);
  const char* day_fault(int64_t day) const;

  const DataSet& data_;
  const Table table_;
  const std::vector<const WrittenFile*> files_;
  size_t file_number_ = 0;
  WordCodes codes_;
  std::vector<size_t> words_hashed_;  // by column
  ContentHash content_;
  Batch batch_;
  std::optional<FileBytes> bytes_;
  RowSource source_;                   // of the open file, or empty
  uint64_t rows_ = 0, file_rows_ = 0;  // before those of batch_
  int64_t last_id_ = -1, last_line_ = 0;
  std::optional<Error> file_fault_;  // of rows and bytes, reported when no row can be named
};

}  // namespace footfall
