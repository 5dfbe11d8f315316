// CSV and JSON Lines: any file is refused with a reason, or holds rows which, written and read
// again, are the same rows. The first byte chooses table and format.
#include "text_tables.h"

using namespace footfall;

namespace {

// Returns whether every day can be written; the reader takes days that no scenario has.
bool is_writable(const TableRows& rows) {
  const auto columns = rows.batch.schema().columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    const int64_t seconds = columns[c].meaning == Meaning::kTimestamp ? 86'400 : 1;
    if (columns[c].meaning != Meaning::kDate && seconds == 1) continue;
    for (size_t row = 0; row < rows.batch.rows(); ++row) {
      const int64_t value = rows.batch.value(c, row);
      if (value < 0 || value / seconds > kLastDay) return false;
    }
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  if (size_bytes == 0) return 0;
  const TextTables file(static_cast<Table>(data[0] % kTableCount), data[0] / kTableCount % 2 == 1);
  file.write_bytes({reinterpret_cast<const char*>(data) + 1, size_bytes - 1});
  const auto rows = file.read();
  if (!rows || !is_writable(*rows)) return 0;
  file.write(*rows);
  const auto again = file.read();
  check(again && same_rows(*rows, *again), "rows are read as they were written");
  return 0;
}
