#include "table/sql_type.h"

namespace footfall {

const char* sql_type(const Column& column) {
  switch (column.meaning) {
    case Meaning::kMoney:
      return "DECIMAL(18, 2)";
    case Meaning::kDate:
      return "DATE";
    case Meaning::kTimestamp:
      return "TIMESTAMP";
    case Meaning::kFlag:
      return "BOOLEAN";
    case Meaning::kWord:
    case Meaning::kText:
      return "VARCHAR";
    case Meaning::kNumber:
      break;
  }
  return column.storage == Storage::kInt64 ? "BIGINT" : "INTEGER";
}

}  // namespace footfall
