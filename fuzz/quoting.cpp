// Quoting: any text of a table, a value or a word, comes back as it was, from CSV and from JSON
// Lines. The bytes are cut into rows at every 0xFF.
#include <algorithm>

#include "text_tables.h"

using namespace footfall;

namespace {

TableRows rows_of(std::string_view rest) {
  constexpr size_t kMostRows = 200;
  TableRows rows(Table::kCustomers, kMostRows);
  const auto columns = rows.batch.schema().columns;
  for (size_t row = 0; row < kMostRows && !rest.empty(); ++row) {
    const std::string_view text = rest.substr(0, rest.find('\xFF'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    rows.batch.set_rows(row + 1);
    for (size_t c = 0; c < columns.size(); ++c) {
      const Meaning meaning = columns[c].meaning;
      if (meaning == Meaning::kText) {
        rows.batch.texts(c).push_back(text);
      } else {
        const auto code = meaning == Meaning::kWord ? rows.codes.code(c, text) : uint16_t{7};
        check(code && store_value(rows.batch, c, row, *code), "a value fits");
      }
    }
  }
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const TableRows rows = rows_of({reinterpret_cast<const char*>(data), size_bytes});
  for (const bool jsonl : {false, true}) {
    const TextTables file(Table::kCustomers, jsonl);
    file.write(rows);
    const auto again = file.read();
    check(again && same_rows(rows, *again), "texts are read as they were written");
  }
  return 0;
}
