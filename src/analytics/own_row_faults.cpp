#include "analytics/own_row_faults.h"

#include <cstdio>
#include <tuple>

#include "analytics/quality.h"
#include "analytics/written_times.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr const char* kCancelled = "lines of cancelled transactions";
constexpr const char* kReturns = "returns: negative quantity or amount";
constexpr const char* kRepeated = "transactions that come more than once";
constexpr const char* kAdjustments = "lines of adjustments: a letter before the number";

// Why a row is left out, the first that applies, and what --strict says of it.
struct Reason {
  const char* fact;
  bool is_problem;
};
constexpr Reason kReasons[] = {{"rows without a readable time", true},
                               {"rows with an impossible date", true},
                               {"rows without a readable amount", true},
                               {"rows without a transaction", true},
                               {kCancelled, false},
                               {kAdjustments, false},
                               {kReturns, false},
                               {"lines without value: amount 0", false},
                               {kRepeated, true}};

// What the last reading of a CSV could not read, but for (or only) what its quotes spoil: how many
// places, three examples, how many lines of the file.
Result<Frame> rejected_lines(Session& session, const std::string& is_quote) {
  return session.fetch(
      "SELECT count(DISTINCT line), coalesce(array_to_string(min(DISTINCT 'line ' || line || ': ' "
      "|| csv_line[:60], 3), '; '), ''), coalesce(sum(greatest(1, length(csv_line) - "
      "length(replace(csv_line, chr(10), '')))), 0)::BIGINT FROM (SELECT DISTINCT line, csv_line "
      "FROM reject_errors WHERE scan_id = (SELECT max(scan_id) FROM reject_errors) AND "
      "error_type::VARCHAR " +
      is_quote + " 'UNQUOTED VALUE')");
}

Result<> report_reasons(Session& session, const RoleTable& table, const std::string& name) {
  const auto rows = session.fetch("SELECT count(*) FROM " + sql_identifier(name));
  if (!rows) return rows.error();
  const int64_t checked = rows->columns[0].integers[0];
  if (table.source.is_csv) {
    const auto bad = rejected_lines(session, "<>");
    if (!bad) return bad.error();
    const auto quoted = rejected_lines(session, "=");
    if (!quoted) return quoted.error();
    FOOTFALL_TRY(add_quality_fact(session, {"lines of the file with too few or too many fields",
                                            table.source.path, bad->columns[0].integers[0], checked,
                                            0, "left out", true, bad->columns[1].texts[0]}));
    FOOTFALL_TRY(add_quality_fact(
        session, {"lines lost in a quote that does not close or has text behind it",
                  table.source.path, quoted->columns[2].integers[0], checked, 0, "left out", true,
                  quoted->columns[1].texts[0]}));
  }
  const auto found = session.fetch(
      "SELECT reason, count(*), coalesce(sum(CASE WHEN reason = " + sql_literal(kReturns) +
      " THEN -abs(amount) ELSE amount END), 0)::DOUBLE, "
      "array_to_string(arg_min('row ' || rowid + 1 || ': ' || seen, rowid, 3), '; ') FROM " +
      sql_identifier(name) + " WHERE reason IS NOT NULL GROUP BY reason");
  if (!found) return found.error();
  for (const Reason& reason : kReasons) {
    QualityFact fact{reason.fact, table.source.path, 0, checked, 0,
                     "left out",  reason.is_problem, ""};
    for (size_t r = 0; r < found->rows; ++r) {
      if (found->columns[0].texts[r] != reason.fact) continue;
      fact.rows = found->columns[1].integers[r];
      fact.amount = found->columns[2].reals[r];
      fact.examples = found->columns[3].missing(r) ? "" : found->columns[3].texts[r];
    }
    FOOTFALL_TRY(add_quality_fact(session, fact));
  }
  return Done{};
}

// Tells what returns and cancellations are worth: revenue is of sales, which some call gross.
Result<> report_net_revenue(Session& session, const RoleTable& table, const std::string& name) {
  const auto found = session.fetch(
      "SELECT count(*) FILTER (returned), count(*), coalesce(sum(CASE WHEN negative THEN "
      "-abs(amount) ELSE amount END) FILTER (returned), 0)::DOUBLE, coalesce(sum(amount) FILTER "
      "(reason IS NULL), 0)::DOUBLE FROM (SELECT reason, amount, reason = " +
      sql_literal(kReturns) + " AS negative, reason IN (" + sql_literal(kCancelled) + ", " +
      sql_literal(kReturns) + ") AS returned FROM " + sql_identifier(name) + ")");
  if (!found) return found.error();
  const double returned = found->columns[2].reals[0], sold = found->columns[3].reals[0];
  char rule[128];
  std::snprintf(rule, sizeof rule,
                "left out: revenue is %.2f of sales alone, %.2f with them taken off", sold,
                sold + returned);
  return add_quality_fact(session,
                          {kReturnedMoney, table.source.path, found->columns[0].integers[0],
                           found->columns[1].integers[0], returned, rule, false, ""});
}

// Rows of one role are of use only if any of its values can be read.
Result<> check_readable(Session& session, const RoleTable& table, const std::string& name,
                        const std::string& role, const std::string& how) {
  const std::string column = column_of(table.roles, role);
  if (column.empty()) return Done{};
  const auto read =
      session.fetch("SELECT count(" + std::string(role == "time" ? "bought_at" : "amount") +
                    ") FROM " + sql_identifier(name));
  if (!read) return read.error();
  if (read->columns[0].integers[0] > 0) return Done{};
  const auto given = session.fetch("SELECT coalesce(left(min(" + text_of_column(column) +
                                   "), 60), '') FROM " + sql_identifier(table.source.view));
  if (!given) return given.error();
  const std::string example = given->columns[0].texts[0];
  if (example.empty()) return Done{};
  return Error{ErrorCategory::kInput,
               table.source.path + ": no value of column " + column + " can be read as " + role +
                   how + "; one is " + example,
               table.source.path};
}

// A CSV of which no line has the fields of its header, or that a quote swallows, has been misread.
Result<> check_any_row(Session& session, const RoleTable& table, const std::string& name) {
  if (!table.source.is_csv) return Done{};
  const auto rows = session.fetch("SELECT count(*) FROM " + sql_identifier(name));
  if (!rows) return rows.error();
  if (rows->columns[0].integers[0] > 0) return Done{};
  const auto bad = session.fetch(
      "SELECT count(*), coalesce(min_by('line ' || line || ': ' || error_message, line), '') FROM "
      "reject_errors WHERE scan_id = (SELECT max(scan_id) FROM reject_errors)");
  if (!bad) return bad.error();
  if (bad->columns[0].integers[0] == 0) return Done{};
  return Error{ErrorCategory::kInput,
               table.source.path + ": no row can be read: " + bad->columns[1].texts[0],
               table.source.path};
}

// What rows are worth together must fit the type of money.
Result<> check_sums(Session& session, const RoleTable& table, const std::string& name) {
  const auto sums = session.fetch(
      "SELECT coalesce(sum(abs(amount)), 0)::DOUBLE, coalesce(sum(abs(quantity)), 0)::DOUBLE "
      "FROM " +
      sql_identifier(name) + " WHERE reason IS NULL");
  if (!sums) return sums.error();
  constexpr double kMostMoney = 9e13, kMostUnits = 9e15;
  for (const auto& [sum, most, what] :
       {std::tuple(sums->columns[0].reals[0], kMostMoney, "amounts"),
        std::tuple(sums->columns[1].reals[0], kMostUnits, "quantities")}) {
    if (sum <= most) continue;
    char text[160];
    std::snprintf(text, sizeof text,
                  ": %s are too large: their sum is %.3g, and at most %.0e can "
                  "be counted; is the right column taken?",
                  what, sum, most);
    std::string message = table.source.path + text;
    for (const std::string& note : table.notes) message += "\n" + note;
    return Error{ErrorCategory::kInput, message, table.source.path};
  }
  return Done{};
}

// A file of which every row is faulty has been misread, or is not of purchases.
Result<> check_any_good(Session& session, const RoleTable& table, const std::string& name) {
  std::vector<std::string> faults;
  for (const Reason& reason : kReasons) {
    if (reason.is_problem) faults.emplace_back(reason.fact);
  }
  const auto found = session.fetch(
      "SELECT reason, count(*), min_by('row ' || rowid + 1 || ': ' || seen, rowid), "
      "list_contains(" +
      sql_list(faults) + ", reason) AS is_fault FROM " + sql_identifier(name) +
      " GROUP BY reason ORDER BY 2 DESC, 1");
  if (!found) return found.error();
  std::string why;
  for (size_t r = 0; r < found->rows; ++r) {
    if (found->columns[3].missing(r) || found->columns[3].integers[r] == 0) return Done{};
    why += (why.empty() ? "" : "; ") + std::to_string(found->columns[1].integers[r]) + " " +
           found->columns[0].texts[r] + " (" + found->columns[2].texts[r] + ")";
  }
  if (why.empty()) return Done{};
  std::string message = table.source.path + ": no row can be read: " + why;
  for (const std::string& note : table.notes) message += "\n" + note;
  return Error{ErrorCategory::kInput, message, table.source.path};
}

// Without identifiers, a purchase that stands twice in the file cannot be told from two alike.
Result<> report_equal_rows(Session& session, const RoleTable& table) {
  if (table.has_transaction_id || table.has_lines) return Done{};
  const std::string view = sql_identifier(table.source.view);
  std::string columns;
  for (const ColumnProfile& column : table.source.columns)
    columns += (columns.empty() ? "" : ", ") + sql_identifier(column.name);
  const auto twice = session.fetch(
      "SELECT coalesce(sum(n - 1), 0)::BIGINT, coalesce(sum(n), 0)::BIGINT, "
      "coalesce(array_to_string(min(seen, 3) FILTER (n > 1), '; '), '') FROM (SELECT count(*) AS "
      "n, "
      "concat_ws(', ', " +
      columns + ") AS seen FROM " + view + " GROUP BY " + columns + ")");
  if (!twice) return twice.error();
  // Purchases of nobody known may well be equal; two of one customer at one time hardly.
  return add_quality_fact(
      session, {"rows equal to another in every column", table.source.path,
                twice->columns[0].integers[0], twice->columns[1].integers[0], 0,
                "kept: name a column that tells transactions apart with --map transaction=COLUMN",
                table.has("customer"), twice->columns[2].texts[0]});
}

// Rows with a day and no readable time of day count at midnight, which is told; those without a
// day are left out, which is told of them alone.
Result<> report_clocks(Session& session, const RoleTable& table) {
  const std::string clock = column_of(table.roles, "clock");
  if (clock.empty()) return Done{};
  const auto found = session.fetch(
      "SELECT count(*) FILTER (seen IS NULL), count(*), coalesce(array_to_string(min(DISTINCT "
      "coalesce(given, 'empty'), 3) FILTER (seen IS NULL), '; '), '') FROM (SELECT " +
      clock_of_column(clock) + " AS seen, " + text_of_column(clock) + " AS given FROM " +
      sql_identifier(table.source.view) + " WHERE " + text_of_role(table, "time") +
      " IS NOT NULL)");
  if (!found) return found.error();
  return add_quality_fact(session, {"rows without a readable time of day", table.source.path,
                                    found->columns[0].integers[0], found->columns[1].integers[0], 0,
                                    "kept, at midnight", true, found->columns[2].texts[0]});
}

}  // namespace

std::string reason_sql(const RoleTable& table, bool cancels) {
  const auto reason = [](int i) { return " THEN " + sql_literal(kReasons[i].fact); };
  std::string sql = "CASE";
  if (table.has("time")) {
    sql += " WHEN bought_at IS NULL" + reason(0) +
           " WHEN bought_at < TIMESTAMP '1970-01-01' OR bought_at >= TIMESTAMP '2216-01-01'" +
           reason(1);
  }
  sql += " WHEN amount IS NULL" + reason(2) + " WHEN transaction_id IS NULL" + reason(3);
  if (cancels) {
    // Nearly all identifiers begin with a digit, and are looked at no closer.
    sql +=
        " WHEN ascii(transaction_id::VARCHAR) >= 65 AND regexp_full_match("
        "transaction_id::VARCHAR, '[Cc]-?[0-9]+')" +
        reason(4) +
        " WHEN ascii(transaction_id::VARCHAR) >= 65 AND regexp_full_match("
        "transaction_id::VARCHAR, '[A-Za-z]-?[0-9]+')" +
        reason(5);
  }
  sql += " WHEN amount < 0 OR quantity < 0" + reason(6);
  if (table.has_lines) sql += " WHEN amount = 0" + reason(7);
  return sql + " END";
}

Result<> mark_repeated(Session& session, const RoleTable& table, const std::string& rows) {
  if (table.has_lines || !table.has_transaction_id) return Done{};
  const std::string name = sql_identifier(rows);
  return session.run(
      "UPDATE " + name + " SET reason = " + sql_literal(kRepeated) +
      " WHERE reason IS NULL AND rowid IN (SELECT place FROM (SELECT rowid AS place, row_number() "
      "OVER (PARTITION BY transaction_id ORDER BY bought_at, amount, customer_id) AS turn FROM " +
      name + " WHERE transaction_id IN (SELECT transaction_id FROM " + name +
      " GROUP BY transaction_id HAVING count(*) > 1)) WHERE turn > 1)");
}

Result<> check_rows(Session& session, const RoleTable& table, const std::string& rows,
                    const std::string& time_format) {
  FOOTFALL_TRY(check_any_row(session, table, rows));
  FOOTFALL_TRY(check_sums(session, table, rows));
  if (table.has("time")) {
    FOOTFALL_TRY(check_readable(session, table, rows, "time",
                                time_format.empty() ? "" : " with --time-format " + time_format));
  }
  FOOTFALL_TRY(
      check_readable(session, table, rows, table.has("amount") ? "amount" : "unit_price", ""));
  return check_any_good(session, table, rows);
}

Result<> report_rows(Session& session, const RoleTable& table, const std::string& rows) {
  const bool is_items = !table.has("time");
  if (!is_items) {
    FOOTFALL_TRY(report_equal_rows(session, table));
    FOOTFALL_TRY(report_clocks(session, table));
  }
  FOOTFALL_TRY(report_reasons(session, table, rows));
  if (!is_items) FOOTFALL_TRY(report_net_revenue(session, table, rows));
  return report_unsure_guesses(session, table, rows);
}

}  // namespace footfall
