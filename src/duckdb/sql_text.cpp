#include "duckdb/sql_text.h"

namespace footfall {

namespace {

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    if (c == '\0') continue;  // would end the statement
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

}  // namespace

std::string sql_literal(std::string_view text) { return quoted(text, '\''); }

std::string sql_identifier(std::string_view name) { return quoted(name, '"'); }

std::string sql_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + sql_literal(text);
  return "[" + list + "]";
}

}  // namespace footfall
