// Holds how a request for rows becomes SQL: every word is held against the schema, every value is
// bound, nothing of a request is pasted into SQL. Pure.
#pragma once
#include <string>

#include "analytics/session.h"
#include "base/result.h"
#include "server/request_head.h"
#include "table/schema.h"

namespace footfall {

struct RowsQuery {
  Table table = Table::kTransactions;
  std::string rows_sql, count_sql;  // two SELECTs over customers, transactions and items
  Parameters parameters;            // of both
  int64_t limit = 100, offset = 0;
};

// Reads the words of a request: table=, order=COLUMN or -COLUMN, limit= (1 to 1000), offset=, and
// filters COLUMN=VALUE (several: any of them), COLUMN.min=VALUE, COLUMN.max=VALUE. A column of
// another table filters by what it says of the row's transaction or customer. Error: kInput, with
// what is allowed.
Result<RowsQuery> read_rows_query(const QueryWords& words);

}  // namespace footfall
