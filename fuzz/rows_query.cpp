// Questions for rows: no byte of a request reaches SQL but by a parameter.
#include "server/rows_query.h"
#include "base/check.h"

using namespace footfall;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size_bytes) {
  const auto words = read_query({reinterpret_cast<const char*>(data), size_bytes});
  if (!words) return 0;
  const auto query = read_rows_query(*words);
  if (!query) {
    check(!query.error().message.empty(), "a refusal says why");
    return 0;
  }
  check(query->limit >= 1 && query->limit <= 1000 && query->offset >= 0, "a page has limits");
  // All that SQL is made of: names of columns, in quotes or not, words of ours, numbers.
  for (const std::string& sql : {query->rows_sql, query->count_sql}) {
    check(sql.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "_ \"$(),=<>:*-") == std::string::npos,
          "SQL holds a byte that is not ours");
    check(sql.find("--") == std::string::npos, "SQL holds a comment");
  }
  return 0;
}
