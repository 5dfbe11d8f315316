#include "run/verify.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>

#include "run/folder_contents.h"
#include "run/manifest.h"
#include "run/origin.h"
#include "run/recomputation.h"
#include "run/table_check.h"

namespace footfall {

namespace {

// What share of the time goes into reading, of that in which rows are played as well.
constexpr double kReadingShare = 0.8;

// How far the reading is.
class Reading {
 public:
  // `share` is that of the reading in the whole.
  Reading(const DataSet& data, const OnVerified& on_verified, double share)
      : on_verified_(on_verified), share_(share) {
    for (const WrittenFile& file : data.files) total_ += file.rows;
  }
  // Returns the next rows of a table, or nothing after the last.
  Result<const Batch*> next(TableCheck& table) {
    auto batch = table.next();
    if (!batch || *batch == nullptr || !on_verified_) return batch;
    rows_ += (*batch)->rows();
    // The manifest may say too few.
    const double share = static_cast<double>(rows_) / static_cast<double>(std::max(rows_, total_));
    if (!on_verified_(share_ * share)) return Error{ErrorCategory::kInterrupted, "interrupted", ""};
    return batch;
  }

 private:
  const OnVerified& on_verified_;
  const double share_;
  uint64_t total_ = 0, rows_ = 0;
};

// A row after another of a table.
class RowCursor {
 public:
  RowCursor(TableCheck& table, Reading& reading) : table_(table), reading_(reading) {}
  // Goes to the next row; false after the last.
  Result<bool> advance() {
    if (batch_ != nullptr && ++row_ < batch_->rows()) return true;
    const auto next = reading_.next(table_);
    if (!next) return next.error();
    batch_ = *next;
    row_ = 0;
    return batch_ != nullptr;
  }
  int64_t value(size_t column) const { return batch_->value(column, row_); }
  Error difference(const std::string& what) const { return table_.difference(row_, what); }

 private:
  TableCheck& table_;
  Reading& reading_;
  const Batch* batch_ = nullptr;
  size_t row_ = 0;
};

// The tables of one format, transactions and items in step.
class FormatCheck {
 public:
  FormatCheck(const DataSet& data, const std::vector<const WrittenFile*>& files, Reading& reading)
      : data_(data), reading_(reading) {
    for (const WrittenFile* file : files) {
      for (size_t t = 0; t < kTableCount; ++t) {
        const bool every = file->table == kEveryTable;
        // A database lacks the tables that were not asked for, which have no rows either.
        if (every ? data.tables[t].rows > 0 : table_of(file->table) == static_cast<Table>(t))
          files_[t].push_back(file);
      }
      if (file->table == kEveryTable) databases_.push_back(file);
    }
    for (size_t t = 0; t < kTableCount; ++t) {
      if (!files_[t].empty()) checks_[t].emplace(data, static_cast<Table>(t), files_[t]);
    }
  }

  // Returns the rows read.
  Result<uint64_t> run() {
    if (checks_[1] && checks_[2]) FOOTFALL_TRY(sum_items());
    uint64_t rows = 0;
    for (size_t t = 0; t < kTableCount; ++t) {
      if (!checks_[t]) continue;
      FOOTFALL_TRY(drain(*checks_[t]));
      if (const auto same = checks_[t]->finish(); !same)
        return first_difference(data_, static_cast<Table>(t), files_[t], same.error());
      rows += checks_[t]->rows();
    }
    for (const WrittenFile* file : databases_) FOOTFALL_TRY(check_bytes(data_, *file));
    return rows;
  }

  // Holds size and checksum of a file to the manifest.
  static Result<> check_bytes(const DataSet& data, const WrittenFile& file) {
    FileBytes bytes(file);
    FOOTFALL_TRY(bytes.add_file(data.folder + "/" + file.path));
    const std::string what = bytes.difference(file);
    if (what.empty()) return Done{};
    return Error{ErrorCategory::kGate, file.path + ": table " + file.table + ": " + what,
                 file.path};
  }

 private:
  Result<> drain(TableCheck& table) {
    for (;;) {
      const auto batch = reading_.next(table);
      if (!batch) return batch.error();
      if (*batch == nullptr) return Done{};
    }
  }

  // Walks both tables; each transaction must be followed by exactly its own items.
  Result<> sum_items() {
    RowCursor transaction(*checks_[1], reading_), item(*checks_[2], reading_);
    auto has_item = item.advance();
    for (;;) {
      const auto more = transaction.advance();
      if (!more) return more.error();
      if (!has_item) return has_item.error();
      if (!*more) break;
      const int64_t id = transaction.value(0);
      int64_t lines = 0, units = 0, amount = 0;
      while (*has_item && item.value(0) == id) {
        ++lines;
        units += item.value(3);
        amount += item.value(5);
        if (has_item = item.advance(); !has_item) return has_item.error();
      }
      const char* const wrong =
          lines != transaction.value(9)     ? "lines is not the number of its items"
          : units != transaction.value(10)  ? "units is not the sum of its items"
          : amount != transaction.value(11) ? "amount is not the sum of its items"
                                            : nullptr;
      if (wrong != nullptr) return transaction.difference(wrong);
    }
    if (*has_item) return item.difference("no transaction has this identifier");
    return Done{};
  }

  const DataSet& data_;
  Reading& reading_;
  std::array<std::vector<const WrittenFile*>, kTableCount> files_;
  std::vector<const WrittenFile*> databases_;
  std::array<std::optional<TableCheck>, kTableCount> checks_;
};

std::string format_of(const std::string& path) { return path.substr(path.rfind('.') + 1); }

Error manifest_fault(const std::string& what) {
  return {ErrorCategory::kGate, std::string(kManifestName) + ": " + what, kManifestName};
}

using FilesByFormat = std::map<std::string, std::vector<const WrittenFile*>>;

// Reads the scenario that the rows are to come from, and holds the manifest's own figures to it.
Result<Scenario> told_scenario(const DataSet& data) {
  const auto loaded = scenario_of(data);
  if (!loaded) return manifest_fault(loaded.error().message);
  const Simulation& s = loaded->scenario.simulation;
  if (data.seed != s.seed) {
    return manifest_fault("seed is " + std::to_string(data.seed) + "; its scenario has seed " +
                          std::to_string(s.seed));
  }
  if (data.first_day != s.start_day || data.last_day != s.start_day + s.days - 1)
    return manifest_fault("the period is not that of its scenario");
  return loaded->scenario;
}

// Finds files that others put among those of a table, whose readers would take them for its rows.
Result<> check_for_strangers(const DataSet& data) {
  std::error_code code;
  const auto folder = std::filesystem::canonical(data.folder, code);
  if (code) return Done{};
  const auto contents = look_at(folder.string());
  if (!contents) return contents.error();
  for (const std::string& path : contents->foreign) {
    const std::string table_folder = path.substr(0, path.find('/')) + "/";
    const char first = path[path.rfind('/') + 1];  // readers skip names that begin with . or _
    if (first == '.' || first == '_') continue;
    for (const WrittenFile& file : data.files) {
      if (!file.path.starts_with(table_folder)) continue;
      return Error{ErrorCategory::kGate,
                   path + ": lies among the files of a table, but the manifest does not list it",
                   path};
    }
  }
  return Done{};
}

// Holds rows that the manifest tells truly to what the scenario makes.
Result<> check_origin(const DataSet& data, const Scenario& scenario, const FilesByFormat& by_format,
                      const OnVerified& on_verified) {
  const auto other = find_other_origin(data, scenario, [&](double played) {
    return !on_verified || on_verified(kReadingShare + (1 - kReadingShare) * played);
  });
  if (!other) return other.error();
  if (!*other) return Done{};
  const Table table = (*other)->table;
  const std::string_view name = schema_of(table).name;
  const Error otherwise = manifest_fault("table " + std::string(name) + ": " + (*other)->what);
  std::vector<const WrittenFile*> files;
  for (const auto& [format, all] : by_format) {
    for (const WrittenFile* file : all) {
      if (file->table == name || file->table == kEveryTable) files.push_back(file);
    }
    if (!files.empty()) break;
  }
  return first_difference(data, table, files, otherwise);
}

}  // namespace

Result<VerifyTotals> verify_data_set(const DataSet& data, const OnVerified& on_verified) {
  VerifyTotals totals;
  std::optional<Scenario> scenario;
  if (data.data_version == kDataVersion) {
    auto told = told_scenario(data);
    if (!told) return told.error();
    scenario = std::move(*told);
  } else {
    totals.notes.push_back("rows not compared with the scenario: data version " +
                           std::to_string(data.data_version));
  }
  FilesByFormat by_format;
  for (const WrittenFile& file : data.files) {
    totals.files += 1;
    totals.bytes += file.bytes;
    by_format[format_of(file.path)].push_back(&file);
  }
  Reading reading(data, on_verified, scenario ? kReadingShare : 1);
  for (const auto& [format, files] : by_format) {
    const auto rows = FormatCheck(data, files, reading).run();
    if (rows) {
      totals.rows += *rows;
      continue;
    }
    if (rows.error().category != ErrorCategory::kUnavailable) return rows.error();
    totals.notes.push_back("rows not read: " + format + " (" + rows.error().message + ")");
    for (const WrittenFile* file : files) FOOTFALL_TRY(FormatCheck::check_bytes(data, *file));
  }
  FOOTFALL_TRY(check_for_strangers(data));
  if (scenario) FOOTFALL_TRY(check_origin(data, *scenario, by_format, on_verified));
  return totals;
}

}  // namespace footfall
