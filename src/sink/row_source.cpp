#include "sink/row_source.h"

#include <cmath>

#include "base/hash.h"

namespace footfall {

WordCodes::WordCodes(Table table)
    : table_(table), columns_(schema_of(table).columns.size()), words_(columns_.size()) {
  for (size_t c = 0; c < columns_.size(); ++c) {
    const auto& column = schema_of(table).columns[c];
    if (column.meaning == Meaning::kWord)
      columns_[c].most = size_t{1} << (8 * storage_bytes(column.storage));
  }
}

Result<uint16_t> WordCodes::code(size_t column, std::string_view word) {
  Column& known = columns_[column];
  std::vector<std::string>& words = words_[column];
  if (!words.empty() && words[known.last] == word) return known.last;
  const auto found = known.codes.find(hash64(word));
  if (found != known.codes.end() && words[found->second] == word) {
    known.last = found->second;
    return known.last;
  }
  if (words.size() == known.most) {
    return Error{ErrorCategory::kGate,
                 "more different words than column " +
                     std::string(schema_of(table_).columns[column].name) + " can hold",
                 ""};
  }
  known.last = static_cast<uint16_t>(words.size());
  known.codes.emplace(hash64(word), known.last);
  words.emplace_back(word);
  return known.last;
}

bool minor_units(double value, int64_t& units) {
  if (!(std::abs(value) < 9e13)) return false;
  units = std::llround(value * 100.0);
  return static_cast<double>(units) / 100.0 == value;
}

bool store_value(Batch& batch, size_t column, size_t row, int64_t value) {
  switch (batch.schema().columns[column].storage) {
    case Storage::kUint8:
      batch.values<uint8_t>(column)[row] = static_cast<uint8_t>(value);
      return value >= 0 && value <= UINT8_MAX;
    case Storage::kUint16:
      batch.values<uint16_t>(column)[row] = static_cast<uint16_t>(value);
      return value >= 0 && value <= UINT16_MAX;
    case Storage::kInt32:
      batch.values<int32_t>(column)[row] = static_cast<int32_t>(value);
      return value >= INT32_MIN && value <= INT32_MAX;
    case Storage::kInt64:
      batch.values<int64_t>(column)[row] = value;
      return true;
    case Storage::kText:
      break;
  }
  return false;
}

}  // namespace footfall
