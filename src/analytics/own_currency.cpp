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

// What rows say of their currency by SQL `said`, NULL where they say nothing.
struct Said {
  std::string most;        // that most say
  int64_t rows = 0;        // that say anything
  int64_t other_rows = 0;  // that say something else
  std::string examples;
};

Result<Said> what_is_said(Session& session, const std::string& said, const std::string& rows) {
  const auto found = session.fetch(
      "SELECT coalesce(arg_max(said, n), ''), coalesce(sum(n), 0)::BIGINT, coalesce(sum(n) - "
      "max(n), 0)::BIGINT, coalesce(array_to_string(list(said || ' × ' || n ORDER BY n DESC, "
      "said)[:3], '; '), '') FROM (SELECT " +
      said + " AS said, count(*) AS n FROM " + sql_identifier(rows) +
      " GROUP BY 1 HAVING said IS NOT NULL ORDER BY 1)");
  if (!found) return found.error();
  return Said{found->columns[0].texts[0], found->columns[1].integers[0],
              found->columns[2].integers[0], found->columns[3].texts[0]};
}

Result<> report_others(Session& session, const RoleTable& table, const Said& said) {
  return add_quality_fact(
      session, {"rows in another currency than most", table.source.path, said.other_rows, said.rows,
                0, "kept: amounts are added up as they stand; keep the rows of one currency", true,
                said.other_rows > 0 ? said.examples : ""});
}

Result<std::string> currency_of_column(Session& session, RoleTable& table,
                                       const std::string& column) {
  const auto said = what_is_said(session, text_of_column(column), table.source.view);
  if (!said) return said.error();
  FOOTFALL_TRY(report_others(session, table, *said));
  const std::string code = code_of(said->most);
  if (code.empty() || said->other_rows > 0) return std::string();
  table.notes.push_back(note_of(code, "column " + column + " says so"));
  return code;
}

// All amounts must bear the sign, so that no unit or remark is taken for it.
Result<std::string> currency_of_signs(Session& session, RoleTable& table,
                                      const std::string& column) {
  const std::string sign = "regexp_replace(" + text_of_column(column) +
                           ", '[-−+0-9.,()''’\\s\\x{a0}\\x{202f}]', '', 'g')";
  const auto first = what_is_said(session, sign, table.source.first_rows);
  if (!first) return first.error();
  const std::string code = code_of(first->most);
  if (code.empty()) return code;
  if (first->other_rows > 0) {
    const auto all = what_is_said(session, "nullif(" + sign + ", '')", table.source.view);
    if (!all) return all.error();
    FOOTFALL_TRY(report_others(session, table, *all));
    return std::string();
  }
  table.notes.push_back(note_of(code, column + " is written with " + first->most));
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
