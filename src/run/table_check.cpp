#include "run/table_check.h"

#include <sys/stat.h>

#include "base/io_error.h"
#include "run/text_rows.h"

namespace footfall {

namespace {

constexpr size_t kRowsAtOnce = 16'384;
constexpr int64_t kIdsADay = 100'000'000'000, kFirstCustomer = 100'000'001,
                  kLastCustomer = 9'999'999'999;

bool is_text(const std::string& path) { return path.ends_with(".csv") || path.ends_with(".jsonl"); }

}  // namespace

Error file_difference(const WrittenFile& listed, Table table, const std::string& what,
                      std::optional<uint64_t> row) {
  return {ErrorCategory::kGate,
          listed.path + ": table " + std::string(schema_of(table).name) + ": " +
              (row ? "row " + std::to_string(*row) + ": " : "") + what,
          listed.path};
}

Result<RowSource> open_rows(const std::string& folder, const WrittenFile& listed, Table table,
                            FileBytes& bytes) {
  const std::string path = folder + "/" + listed.path;
  struct stat found;
  if (::stat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return file_difference(listed, table, "the file is missing");
    return io_error("read", path);
  }
  if (is_text(path)) return open_text_rows(path, table, bytes);
  auto rows =
      path.ends_with(".parquet") ? open_parquet_rows(path, table) : open_duckdb_rows(path, table);
  if (!rows && rows.error().category == ErrorCategory::kGate)
    return file_difference(listed, table, rows.error().message);
  return rows;
}

TableCheck::TableCheck(const DataSet& data, Table table, std::vector<const WrittenFile*> files)
    : data_(data),
      table_(table),
      files_(std::move(files)),
      codes_(table),
      words_hashed_(schema_of(table).columns.size()),
      content_(table, Words(schema_of(table).columns.size())),
      batch_(table, kRowsAtOnce) {}

Error TableCheck::difference(size_t row_of_batch, const std::string& what) const {
  return file_difference(file(), table_, what, file_rows_ + row_of_batch + 1);
}

Result<const Batch*> TableCheck::next() {
  rows_ += batch_.rows();
  file_rows_ += batch_.rows();
  batch_.clear();
  while (file_number_ < files_.size()) {
    if (!source_) FOOTFALL_TRY(open_file());
    const auto more = source_(batch_, codes_);
    if (!more) {
      batch_.clear();
      if (more.error().category != ErrorCategory::kGate) return more.error();
      return difference(0, more.error().message);
    }
    if (!*more) {
      close_file();
      continue;
    }
    FOOTFALL_TRY(check_rows());
    for (size_t c = 0; c < words_hashed_.size(); ++c) {
      const std::vector<std::string>& words = codes_.words()[c];
      for (size_t& w = words_hashed_[c]; w < words.size(); ++w) content_.add_word(c, words[w]);
    }
    content_.add(batch_);
    return &batch_;
  }
  return nullptr;
}

Result<> TableCheck::open_file() {
  bytes_.emplace(file());
  const std::string path = data_.folder + "/" + file().path;
  auto source = open_rows(data_.folder, file(), table_, *bytes_);
  if (!source) return source.error();
  source_ = std::move(*source);
  if (!is_text(path) && file().table != kEveryTable) FOOTFALL_TRY(bytes_->add_file(path));
  return Done{};
}

// Ends a file, and keeps the first way in which it is not what the manifest lists.
void TableCheck::close_file() {
  source_ = nullptr;
  if (file().table != kEveryTable && !file_fault_) {
    const std::string bytes = bytes_->difference(file());
    const std::string what = file_rows_ == file().rows
                                 ? bytes
                                 : "holds " + std::to_string(file_rows_) +
                                       " rows; the manifest says " + std::to_string(file().rows);
    if (!what.empty()) file_fault_ = file_difference(file(), table_, what);
  }
  file_rows_ = 0;
  ++file_number_;
}

Result<> TableCheck::finish() {
  if (file_fault_) return *file_fault_;
  const DataSet::TableEntry& told = data_.tables[static_cast<size_t>(table_)];
  const std::string hash = to_hex(content_.digest());
  const std::string what =
      rows_ != told.rows ? "holds " + std::to_string(rows_) + " rows; the manifest says " +
                               std::to_string(told.rows)
      : hash != told.content_hash
          ? "its rows have content hash " + hash + "; the manifest says " + told.content_hash
          : "";
  if (!what.empty()) return file_difference(*files_[0], table_, what);
  return Done{};
}

Result<> TableCheck::check_rows() {
  for (size_t row = 0; row < batch_.rows(); ++row) {
    const int64_t id = batch_.value(0, row);
    const bool items = table_ == Table::kItems;
    const char* const wrong = id < last_id_ || (id == last_id_ && !items)
                                  ? "its identifier does not ascend"
                              : items                          ? item_fault(row)
                              : table_ == Table::kTransactions ? transaction_fault(row)
                                                               : customer_fault(row);
    if (wrong != nullptr) return difference(row, wrong);
    last_id_ = id;
  }
  return Done{};
}

const char* TableCheck::customer_fault(size_t row) const {
  const int64_t id = batch_.value(0, row);
  return id < kFirstCustomer || id > kLastCustomer ? "no such customer_id" : nullptr;
}

const char* TableCheck::day_fault(int64_t day) const {
  if (day < data_.first_day || day > data_.last_day) return "its date lies outside the period";
  if (day < *file().min_date || day > *file().max_date)
    return "its date lies outside the days of its file";
  return nullptr;
}

const char* TableCheck::transaction_fault(size_t row) const {
  const int64_t day = batch_.value(4, row), second = batch_.value(3, row) - day * 86400;
  if (const char* const fault = day_fault(day)) return fault;
  if (batch_.value(0, row) / 10 != day * (kIdsADay / 10) + batch_.value(1, row))
    return "transaction_id does not belong to date and customer_id";
  if (second < 0 || second >= 86400) return "timestamp does not lie on date";
  if (batch_.value(5, row) != second / 3600) return "hour is not that of timestamp";
  if (batch_.value(6, row) != weekday_of(static_cast<Day>(day)))
    return "weekday is not that of date";
  if (batch_.value(9, row) < 1) return "lines is below 1";
  if (batch_.value(10, row) < batch_.value(9, row)) return "units is below lines";
  return nullptr;
}

const char* TableCheck::item_fault(size_t row) {
  const int64_t id = batch_.value(0, row), line = batch_.value(1, row);
  const int64_t expected = id == last_id_ ? last_line_ + 1 : 1;
  last_line_ = line;
  if (line != expected) return "line does not count 1, 2, … within the transaction";
  if (const char* const fault = day_fault(id / kIdsADay)) return fault;
  if (batch_.value(3, row) < 1) return "quantity is below 1";
  if (batch_.value(5, row) != batch_.value(3, row) * batch_.value(4, row))
    return "amount is not quantity × unit_price";
  return nullptr;
}

}  // namespace footfall
