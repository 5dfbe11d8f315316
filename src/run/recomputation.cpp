#include "run/recomputation.h"

#include "engine/explain.h"
#include "engine/population.h"
#include "run/row_texts.h"
#include "run/table_check.h"

namespace footfall {

namespace {

constexpr size_t kRowsAtOnce = 1'024;

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
    const auto texts =
        batch.table() == Table::kCustomers ? customer(batch.value(0, row)) : bought(batch, row);
    if (!texts) return texts.error().message;
    for (size_t c = 0; c < columns.size(); ++c) {
      const std::string found = value_text(batch, c, row, words);
      if ((*texts)[c] == found) continue;
      return "column " + std::string(columns[c].name) + " is \"" + found +
             "\"; the scenario makes it \"" + (*texts)[c] + "\"";
    }
    return "";
  }

 private:
  Result<RowTexts> customer(int64_t id) {
    const auto found = find_customer(world_, id);
    if (!found) return found.error();
    Batch batch(Table::kCustomers, 1);
    population_.fill(*scalar_kernels(), {found->persona_index, found->customer_index, 1}, batch);
    RowTexts texts;
    for (size_t c = 0; c < batch.schema().columns.size(); ++c)
      texts.push_back(value_text(batch, c, 0, world_.words[0]));
    return texts;
  }

  Result<RowTexts> bought(const Batch& batch, size_t row) {
    const int64_t id = batch.value(0, row);
    if (why_.transaction_id != id) {
      const auto at = find_visit(world_, id);
      if (!at) return at.error();
      why_ = explain_transaction(scenario_, world_, *at);
      items_ = item_texts(why_);
    }
    if (!why_.visits) return Error{ErrorCategory::kGate, "the customer did not come that day", ""};
    if (batch.table() == Table::kTransactions) return transaction_texts(world_, why_);
    const int64_t line = batch.value(1, row);
    if (line >= 1 && line <= static_cast<int64_t>(items_.size()))
      return items_[static_cast<size_t>(line - 1)];
    return Error{ErrorCategory::kGate, "the transaction has fewer lines", ""};
  }

  const Scenario scenario_;
  World world_;  // its words grow with the names of its customers
  const CustomerPopulation population_;
  Explanation why_;              // of the transaction asked for last
  std::vector<RowTexts> items_;  // its items
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
