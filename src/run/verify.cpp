#include "run/verify.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/explain.h"
#include "engine/population.h"
#include "run/manifest.h"
#include "run/table_file.h"

namespace footfall {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kEveryTable = "all";  // a database file, see WrittenFile

int table_index(std::string_view name) {
  for (int t = 0; t < kTableCount; ++t) {
    if (schema_of(static_cast<Table>(t)).name == name) return t;
  }
  return -1;
}

Error damaged(const std::string& folder, const std::string& what) {
  return {ErrorCategory::kInput, folder + "/manifest.json: " + what, folder + "/manifest.json"};
}

Result<WrittenFile> listed_file(const std::string& folder, const Json& json) {
  const WrittenFile file{json.at("path"), json.at("table"), json.at("rows"), json.at("bytes"),
                         json.at("checksum")};
  if (file.table != kEveryTable && table_index(file.table) < 0)
    return damaged(folder, "no such table: " + file.table);
  if (file.path.empty() || file.path[0] == '/' || file.path.find("..") != std::string::npos)
    return damaged(folder, "a file must lie inside the data set, not at " + file.path);
  return file;
}

Result<DataSet> read_manifest(const std::string& folder, const std::string& text) {
  const Json json = Json::parse(text);
  if (json.at("footfall_manifest") != kManifestVersion)
    return damaged(folder, "another manifest version than 1");
  DataSet data;
  data.folder = folder;
  data.data_version = json.at("data_version");
  const auto first = parse_date(json.at("period").at("start").get<std::string>());
  const auto last = parse_date(json.at("period").at("end").get<std::string>());
  if (!first || !last) return damaged(folder, "the period has no dates");
  data.first_day = *first;
  data.last_day = *last;
  data.scenario_json = json.at("scenario").dump();
  for (int t = 0; t < kTableCount; ++t) {
    const Json& entry = json.at("tables").at(std::string(schema_of(static_cast<Table>(t)).name));
    data.tables[static_cast<size_t>(t)] = {entry.at("rows"), entry.at("content_hash")};
  }
  for (const Json& entry : json.at("files")) {
    const auto file = listed_file(folder, entry);
    if (!file) return file.error();
    data.files.push_back(*file);
  }
  return data;
}

// Keys, order and ranges of one row after another.
class RowRules {
 public:
  explicit RowRules(const DataSet& data) : data_(data) {}

  Result<> check(const TableFile& file) {
    const int64_t id = file.value(0);
    const bool items = file.table() == Table::kItems;
    const char* const wrong = id < last_id_ || (id == last_id_ && !items)
                                  ? "its identifier does not ascend"
                              : file.table() == Table::kTransactions   ? transaction_fault(file)
                              : items                                  ? item_fault(file)
                              : id < 100'000'001 || id > 9'999'999'999 ? "no such customer_id"
                                                                       : nullptr;
    last_id_ = id;
    if (wrong == nullptr) return Done{};
    return file.difference(wrong);
  }

 private:
  bool in_period(int64_t day) const { return day >= data_.first_day && day <= data_.last_day; }

  const char* transaction_fault(const TableFile& file) const {
    const int64_t day = file.value(4), second = file.value(3) - day * 86400;
    if (!in_period(day)) return "its date lies outside the period";
    if (file.value(0) / 10 != day * 10'000'000'000 + file.value(1))
      return "transaction_id does not belong to date and customer_id";
    if (second < 0 || second >= 86400) return "timestamp does not lie on date";
    if (file.value(5) != second / 3600) return "hour is not that of timestamp";
    if (file.value(6) != weekday_of(static_cast<Day>(day))) return "weekday is not that of date";
    if (file.value(9) < 1) return "lines is below 1";
    if (file.value(10) < file.value(9)) return "units is below lines";
    return nullptr;
  }

  const char* item_fault(const TableFile& file) {
    const int64_t line = file.value(1);
    const bool same = file.value(0) == last_id_;
    const int64_t expected = same ? last_line_ + 1 : 1;
    last_line_ = line;
    if (line != expected) return "line does not count 1, 2, … within the transaction";
    if (!in_period(file.value(0) / 100'000'000'000)) return "its day lies outside the period";
    if (file.value(3) < 1) return "quantity is below 1";
    if (file.value(5) != file.value(3) * file.value(4))
      return "amount is not quantity × unit_price";
    return nullptr;
  }

  const DataSet& data_;
  int64_t last_id_ = -1, last_line_ = 0;
};

// Says what each row should be, by recomputing it; for finding the row that a hash cannot name.
class Recomputation {
 public:
  Recomputation(const Scenario& scenario, World& world)
      : scenario_(scenario), world_(world), population_(scenario, world) {}

  // Compares the row read last with what the scenario makes of its identifier.
  Result<> check(const TableFile& file) {
    const auto columns = schema_of(file.table()).columns;
    const auto cells = file.table() == Table::kCustomers ? customer(file) : bought(file);
    if (!cells) return file.difference(cells.error().message);
    for (size_t c = 0; c < columns.size(); ++c) {
      if ((*cells)[c] == file.text(c)) continue;
      return file.difference("column " + std::string(columns[c].name) + " is \"" + file.text(c) +
                             "\"; the scenario makes it \"" + (*cells)[c] + "\"");
    }
    return Done{};
  }

 private:
  using Cells = std::vector<std::string>;

  static std::string money(int64_t paise) {
    const std::string cents = std::to_string(paise % 100);
    return std::to_string(paise / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
  }

  Result<Cells> customer(const TableFile& file) {
    const auto found = find_customer(world_, file.value(0));
    if (!found) return found.error();
    Batch batch(Table::kCustomers, 1);
    population_.fill({found->persona_index, found->customer_index, 1}, batch);
    Cells cells;
    const auto columns = batch.schema().columns;
    for (size_t c = 0; c < columns.size(); ++c) {
      const Meaning meaning = columns[c].meaning;
      const int64_t value = batch.value(c, 0);
      cells.push_back(meaning == Meaning::kText    ? std::string(batch.texts(c)[0])
                      : meaning == Meaning::kWord  ? world_.words[0][c][static_cast<size_t>(value)]
                      : meaning == Meaning::kDate  ? format_date(static_cast<Day>(value))
                      : meaning == Meaning::kMoney ? money(value)
                                                   : std::to_string(value));
    }
    return cells;
  }

  Result<Cells> bought(const TableFile& file) {
    if (why_.transaction_id != file.value(0)) {
      const auto at = find_visit(world_, file.value(0));
      if (!at) return at.error();
      why_ = explain_transaction(scenario_, world_, *at);
    }
    if (!why_.visits) return Error{ErrorCategory::kGate, "the customer did not come that day", ""};
    if (file.table() == Table::kTransactions) return transaction_cells();
    int64_t line = 0;
    for (const CategoryDraw& draw : why_.categories) {
      if (!draw.bought || ++line != file.value(1)) continue;
      return Cells{
          std::to_string(why_.transaction_id), std::to_string(line),   std::string(draw.name),
          std::to_string(draw.quantity),       money(draw.unit_price), money(draw.amount)};
    }
    return Error{ErrorCategory::kGate, "the transaction has fewer lines", ""};
  }

  Cells transaction_cells() const {
    char time[48];
    const int second = why_.second_of_day;
    std::snprintf(time, sizeof time, "T%02d:%02d:%02d", second / 3600, second / 60 % 60,
                  second % 60);
    const std::string date = format_date(why_.day.day);
    return {std::to_string(why_.transaction_id),
            std::to_string(why_.customer_id),
            world_.words[1][2][why_.at.customer.persona_index],
            date + time,
            date,
            std::to_string(second / 3600),
            std::to_string(why_.day.weekday),
            why_.day.weekend ? "true" : "false",
            world_.words[1][8][why_.day.festival],
            std::to_string(why_.lines),
            std::to_string(why_.units),
            money(why_.amount)};
  }

  const Scenario& scenario_;
  const World& world_;
  const CustomerPopulation population_;
  Explanation why_;
};

// Returns the row at which a file leaves its scenario, or `otherwise` when none can be named.
Error first_difference(const DataSet& data, const WrittenFile& listed, const Error& otherwise) {
  const auto loaded = scenario_of(data);
  if (!loaded) return otherwise;
  World world = compile_world(loaded->scenario);
  Recomputation expected(loaded->scenario, world);
  auto file = TableFile::open(data.folder, listed, static_cast<Table>(table_index(listed.table)));
  if (!file) return otherwise;
  for (;;) {
    const auto more = (*file)->next();
    if (!more) return more.error();
    if (!*more) return otherwise;
    if (const auto same = expected.check(**file); !same) return same.error();
  }
}

// The tables of one text format, transactions and items in step.
class FormatCheck {
 public:
  FormatCheck(const DataSet& data, VerifyTotals& totals) : data_(data), totals_(totals) {}

  Result<> add(const WrittenFile& listed) {
    const size_t t = static_cast<size_t>(table_index(listed.table));
    auto file = TableFile::open(data_.folder, listed, static_cast<Table>(t));
    if (!file) return file.error();
    files_[t] = std::move(*file);
    listed_[t] = &listed;
    return Done{};
  }

  Result<> run() {
    if (files_[0]) FOOTFALL_TRY(drain(0));
    if (files_[1] && files_[2]) FOOTFALL_TRY(sum_items());
    for (size_t t = 1; t < kTableCount; ++t) {
      if (files_[t]) FOOTFALL_TRY(drain(t));
    }
    for (size_t t = 0; t < kTableCount; ++t) {
      if (!files_[t]) continue;
      const auto same = files_[t]->finish(data_.tables[t].content_hash);
      if (!same) return first_difference(data_, *listed_[t], same.error());
      totals_.rows += files_[t]->row();
    }
    return Done{};
  }

 private:
  Result<bool> next(size_t t) {
    auto more = files_[t]->next();
    if (!more || !*more) return more;
    if (const auto checked = rules_[t].check(*files_[t]); !checked) return checked.error();
    return true;
  }

  Result<> drain(size_t t) {
    for (;;) {
      const auto more = next(t);
      if (!more) return more.error();
      if (!*more) return Done{};
    }
  }

  // Walks both files; each transaction must be followed by exactly its own items.
  Result<> sum_items() {
    auto item = next(2);
    for (;;) {
      const auto transaction = next(1);
      if (!transaction) return transaction.error();
      if (!item) return item.error();
      if (!*transaction) break;
      const TableFile& head = *files_[1];
      int64_t lines = 0, units = 0, amount = 0;
      while (*item && files_[2]->value(0) == head.value(0)) {
        ++lines;
        units += files_[2]->value(3);
        amount += files_[2]->value(5);
        if (item = next(2); !item) return item.error();
      }
      const char* const wrong = lines != head.value(9)     ? "lines is not the number of its items"
                                : units != head.value(10)  ? "units is not the sum of its items"
                                : amount != head.value(11) ? "amount is not the sum of its items"
                                                           : nullptr;
      if (wrong != nullptr) return head.difference(wrong);
    }
    if (*item) return files_[2]->difference("no transaction has this identifier");
    return Done{};
  }

  const DataSet& data_;
  VerifyTotals& totals_;
  std::array<std::unique_ptr<TableFile>, kTableCount> files_;
  std::array<const WrittenFile*, kTableCount> listed_ = {};
  std::array<RowRules, kTableCount> rules_ = {RowRules(data_), RowRules(data_), RowRules(data_)};
};

std::string format_of(const std::string& path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

Result<DataSet> read_data_set(const std::string& folder) {
  std::ifstream file(folder + "/manifest.json", std::ios::binary);
  if (!file) {
    return Error{ErrorCategory::kInput, folder + " is no data set: it has no manifest.json",
                 folder};
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  try {
    return read_manifest(folder, text);
  } catch (const Json::exception& error) {
    return damaged(folder, error.what());
  }
}

Result<LoadedScenario> scenario_of(const DataSet& data) {
  if (data.data_version != kDataVersion) {
    return damaged(data.folder, "data version " + std::to_string(data.data_version) +
                                    "; this program recomputes version " +
                                    std::to_string(kDataVersion));
  }
  return parse_scenario(data.scenario_json, data.folder + "/manifest.json");
}

Result<VerifyTotals> verify_data_set(const DataSet& data) {
  VerifyTotals totals;
  std::map<std::string, std::vector<const WrittenFile*>> by_format;
  for (const WrittenFile& file : data.files) {
    totals.files += 1;
    totals.bytes += file.bytes;
    by_format[format_of(file.path)].push_back(&file);
  }
  for (const auto& [format, files] : by_format) {
    const bool text = format == "csv" || format == "jsonl";
    std::set<std::string> tables;
    for (const WrittenFile* file : files) tables.insert(file->table);
    const bool whole = tables.size() == files.size() && !tables.contains(kEveryTable);
    if (text && whole) {
      FormatCheck check(data, totals);
      for (const WrittenFile* file : files) FOOTFALL_TRY(check.add(*file));
      FOOTFALL_TRY(check.run());
      continue;
    }
    totals.notes.push_back("rows not read: " + format + (text ? " in several files" : ""));
    for (const WrittenFile* file : files) FOOTFALL_TRY(check_bytes(data.folder, *file));
  }
  return totals;
}

}  // namespace footfall
