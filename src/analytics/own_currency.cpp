#include "analytics/own_currency.h"

#include <algorithm>

#include "analytics/quality.h"
#include "base/ascii.h"
#include "base/currency.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

// Returns the code of what a cell says: a code, a symbol, or the name of the euro; empty for all
// else, since a unit may be near to a code.
std::string code_of(const std::string& text) {
  std::string upper = text;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (find_currency(upper) != nullptr) return upper;
  if (upper == "EURO") return "EUR";
  if (upper == "RS" || upper == "RS.") return "INR";
  for (const Currency& currency : currency_table())
    if (!currency.symbol.empty() && currency.symbol == text) return std::string(currency.code);
  return "";
}

std::string note_of(const std::string& code, const std::string& why) {
  return "  amounts are in " + code + ": " + why + " (else --currency)";
}

Result<std::string> currency_of_column(Session& session, RoleTable& table,
                                       const std::string& column) {
  const std::string text = text_of_column(column);
  const auto found = session.fetch(
      "SELECT coalesce(arg_max(said, n), ''), coalesce(max(n), 0)::BIGINT, coalesce(sum(n), "
      "0)::BIGINT, coalesce(array_to_string(list(said || ' × ' || n ORDER BY n DESC, said)[:3], '; "
      "'), '') FROM (SELECT " +
      text + " AS said, count(*) AS n FROM " + sql_identifier(table.source.view) + " WHERE " +
      text + " IS NOT NULL GROUP BY 1 ORDER BY 1)");
  if (!found) return found.error();
  const int64_t most = found->columns[1].integers[0], all = found->columns[2].integers[0];
  FOOTFALL_TRY(add_quality_fact(
      session, {"rows in another currency than most", table.source.path, all - most, all, 0,
                "kept: amounts are added up as they stand; keep the rows of one currency", true,
                all > most ? found->columns[3].texts[0] : ""}));
  const std::string code = code_of(found->columns[0].texts[0]);
  if (code.empty() || all > most) return std::string();
  table.notes.push_back(note_of(code, "column " + column + " says so"));
  return code;
}

// All amounts must bear the sign, so that no unit or remark is taken for it.
Result<std::string> currency_of_signs(Session& session, RoleTable& table,
                                      const std::string& column) {
  const std::string text = text_of_column(column);
  const auto found = session.fetch(
      "SELECT coalesce(min(sign), ''), coalesce(max(sign), '') FROM (SELECT "
      "regexp_replace(" +
      text + ", '[-−+0-9.,()''’\\s\\x{a0}\\x{202f}]', '', 'g') AS sign FROM " +
      sql_identifier(table.source.first_rows) + " WHERE " + text + " IS NOT NULL)");
  if (!found) return found.error();
  const std::string sign = found->columns[0].texts[0];
  const std::string code = sign == found->columns[1].texts[0] ? code_of(sign) : "";
  if (!code.empty()) table.notes.push_back(note_of(code, column + " is written with " + sign));
  return code;
}

}  // namespace

Result<std::string> currency_of_rows(Session& session, RoleTable& table) {
  if (const std::string column = column_of(table.roles, "currency"); !column.empty())
    return currency_of_column(session, table, column);
  for (const char* role : {"amount", "unit_price"}) {
    const std::string column = column_of(table.roles, role);
    if (!column.empty()) return currency_of_signs(session, table, column);
  }
  return std::string();
}

}  // namespace footfall
