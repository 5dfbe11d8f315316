#include "run/recomputation.h"

#include <cstdio>

#include "engine/explain.h"
#include "engine/population.h"
#include "run/table_check.h"

namespace footfall {

namespace {

constexpr size_t kRowsAtOnce = 1'024;

using Cells = std::vector<std::string>;

std::string money(int64_t paise) {
  const std::string cents = std::to_string(paise % 100);
  return std::to_string(paise / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

std::string moment(Day day, int64_t second) {
  char time[48];
  std::snprintf(time, sizeof time, "T%02d:%02d:%02d", static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return format_date(day) + time;
}

// Returns a value as people write it.
std::string cell(const Batch& batch, size_t column, size_t row, const Words& words) {
  const Meaning meaning = batch.schema().columns[column].meaning;
  if (meaning == Meaning::kText) return std::string(batch.texts(column)[row]);
  const int64_t value = batch.value(column, row);
  switch (meaning) {
    case Meaning::kWord:
      return words[column][static_cast<size_t>(value)];
    case Meaning::kMoney:
      return money(value);
    case Meaning::kDate:
      return format_date(static_cast<Day>(value));
    case Meaning::kTimestamp:
      return moment(static_cast<Day>(value / 86400), value % 86400);
    case Meaning::kFlag:
      return value ? "true" : "false";
    default:
      return std::to_string(value);
  }
}

// Says what each row should be.
class Recomputation {
 public:
  explicit Recomputation(Scenario scenario)
      : scenario_(std::move(scenario)),
        world_(compile_world(scenario_)),
        population_(scenario_, world_) {}

  // Says how a row differs from what the scenario makes of its identifier, or nothing. `words` are
  // those of the batch's codes.
  std::string difference(const Batch& batch, size_t row, const Words& words) {
    const auto columns = batch.schema().columns;
    const auto cells =
        batch.table() == Table::kCustomers ? customer(batch.value(0, row)) : bought(batch, row);
    if (!cells) return cells.error().message;
    for (size_t c = 0; c < columns.size(); ++c) {
      const std::string found = cell(batch, c, row, words);
      if ((*cells)[c] == found) continue;
      return "column " + std::string(columns[c].name) + " is \"" + found +
             "\"; the scenario makes it \"" + (*cells)[c] + "\"";
    }
    return "";
  }

 private:
  Result<Cells> customer(int64_t id) {
    const auto found = find_customer(world_, id);
    if (!found) return found.error();
    Batch batch(Table::kCustomers, 1);
    population_.fill(*scalar_kernels(), {found->persona_index, found->customer_index, 1}, batch);
    Cells cells;
    for (size_t c = 0; c < batch.schema().columns.size(); ++c)
      cells.push_back(cell(batch, c, 0, world_.words[0]));
    return cells;
  }

  Result<Cells> bought(const Batch& batch, size_t row) {
    const int64_t id = batch.value(0, row);
    if (why_.transaction_id != id) {
      const auto at = find_visit(world_, id);
      if (!at) return at.error();
      why_ = explain_transaction(scenario_, world_, *at);
    }
    if (!why_.visits) return Error{ErrorCategory::kGate, "the customer did not come that day", ""};
    if (batch.table() == Table::kTransactions) return transaction_cells();
    int64_t line = 0;
    for (const CategoryDraw& draw : why_.categories) {
      if (!draw.bought || ++line != batch.value(1, row)) continue;
      return Cells{
          std::to_string(why_.transaction_id), std::to_string(line),   std::string(draw.name),
          std::to_string(draw.quantity),       money(draw.unit_price), money(draw.amount)};
    }
    return Error{ErrorCategory::kGate, "the transaction has fewer lines", ""};
  }

  Cells transaction_cells() const {
    return {std::to_string(why_.transaction_id),
            std::to_string(why_.customer_id),
            world_.words[1][2][why_.at.customer.persona_index],
            moment(why_.day.day, why_.second_of_day),
            format_date(why_.day.day),
            std::to_string(why_.second_of_day / 3600),
            std::to_string(why_.day.weekday),
            why_.day.weekend ? "true" : "false",
            world_.words[1][8][why_.day.festival],
            std::to_string(why_.lines),
            std::to_string(why_.units),
            money(why_.amount)};
  }

  const Scenario scenario_;
  World world_;  // its words grow with the names of its customers
  const CustomerPopulation population_;
  Explanation why_;
};

}  // namespace

Error first_difference(const DataSet& data, Table table,
                       const std::vector<const WrittenFile*>& files, const Error& otherwise) {
  const auto loaded = scenario_of(data);
  if (!loaded) return otherwise;
  Recomputation expected(loaded->scenario);
  WordCodes codes(table);
  Batch batch(table, kRowsAtOnce);
  for (const WrittenFile* file : files) {
    FileBytes bytes(*file);
    const auto source = open_rows(data.folder, *file, table, bytes);
    if (!source) return otherwise;
    uint64_t rows = 0;
    for (;;) {
      const auto more = (*source)(batch, codes);
      if (!more) return otherwise;
      if (!*more) break;
      for (size_t row = 0; row < batch.rows(); ++row) {
        ++rows;
        const std::string what = expected.difference(batch, row, codes.words());
        if (!what.empty()) return file_difference(*file, table, what, rows);
      }
    }
  }
  return otherwise;
}

}  // namespace footfall
